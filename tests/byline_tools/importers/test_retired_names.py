"""An import refuses new articles that name retired sections or authors before it stores anything."""

from pathlib import Path

import pytest

from byline.desk.erasing_authors import WITHHELD
from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline.model.feed_key import author_feed, section_feed
from byline.storage.dynamodb import Table
from byline_tools.importers.importer import Importer
from byline_tools.importers.records import FileRefused
from tests.byline_tools.importers.test_importer import JANE, WORLD, ndjson, story


@pytest.fixture
def importer(publisher: Publisher) -> Importer:
    return Importer(publisher, Origin("https://www.example.com", "example.com,2026"))


def written(path: Path, *things: object) -> Path:
    path.write_text(ndjson(*things), encoding="utf-8")
    return path


def refused(importer: Importer, table: Table, *paths: Path) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        importer.read(paths, table=table)
    return str(caught.value).splitlines()


@pytest.fixture
def old(importer: Importer, tmp_path: Path) -> Path:
    """A file that was imported: a section, an author, and an article that names them."""
    path = written(tmp_path / "old.ndjson", WORLD, JANE, story(1))
    importer.store(importer.read([path]))
    return path


def test_a_new_article_that_names_a_retired_section_is_refused_in_its_line(
    importer: Importer, publisher: Publisher, table: Table, old: Path, tmp_path: Path
) -> None:
    publisher.profiles.retire(section_feed("world"))
    news = written(tmp_path / "news.ndjson", WORLD, story(1), story(2, id="urn:2"), story(3, sections=[]))
    (line,) = refused(importer, table, news)
    assert line == f"{news}:3: article urn:2 names sections/world, which is retired: revive it first, or use another name"


def test_a_new_article_that_names_an_erased_author_is_refused(
    importer: Importer, publisher: Publisher, table: Table, old: Path, tmp_path: Path
) -> None:
    publisher.author_eraser.author(author_feed("jane-doe"), "Court order", WITHHELD)
    (line,) = refused(importer, table, written(tmp_path / "news.ndjson", JANE, story(2, id="urn:2")))
    assert ":2: article urn:2 names authors/jane-doe, which is retired" in line


def test_what_is_retired_and_whose_address_is_taken_is_reported_at_once(
    importer: Importer, publisher: Publisher, table: Table, old: Path, tmp_path: Path
) -> None:
    publisher.profiles.retire(section_feed("world"))
    news = written(tmp_path / "news.ndjson", story(2, id="urn:2"), story(1, id="urn:1", sections=[]))
    assert [line.split(": ")[0] for line in refused(importer, table, news)] == [f"{news}:1", f"{news}:2"]


def test_a_stored_article_keeps_the_names_that_it_has(importer: Importer, publisher: Publisher, table: Table, old: Path) -> None:
    publisher.profiles.retire(section_feed("world"))
    admitted = importer.read([old], table=table)
    assert {outcome for outcome, _ in importer.store(admitted)} == {"unchanged"}


def test_of_many_articles_with_a_retired_section_ten_are_listed(
    importer: Importer, publisher: Publisher, table: Table, old: Path, tmp_path: Path
) -> None:
    publisher.profiles.retire(section_feed("world"))
    lines = refused(importer, table, written(tmp_path / "news.ndjson", *(story(n, id=f"urn:{n}") for n in range(2, 15))))
    assert len(lines) == 11
    assert lines[-1].endswith(": and 3 more lines name sections/world, retired")


def test_wrong_fields_unknown_and_retired_names_and_taken_addresses_are_reported_at_once(
    importer: Importer, publisher: Publisher, table: Table, old: Path, tmp_path: Path
) -> None:
    publisher.profiles.retire(section_feed("world"))
    wrong = story(2, id="urn:2", title="", sections=["world", "wrold"])
    lines = refused(importer, table, written(tmp_path / "news.ndjson", wrong, story(1, id="urn:1", sections=[])))
    words = ("title: must not be empty", "sections/wrold, which is neither", "sections/world, which is retired", "which article")
    assert len(lines) == len(words)
    assert [each in line for each, line in zip(words, lines, strict=True)] == [True] * len(words)
