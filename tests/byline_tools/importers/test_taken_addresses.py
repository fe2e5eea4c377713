"""An import does not give an article the address of another one, and says so before it stores anything."""

from pathlib import Path

import pytest

from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline.storage.dynamodb import Table
from byline.storage.editing import Source
from byline_tools.importers.importer import Importer
from byline_tools.importers.records import FileRefused
from tests.byline_tools.importers.test_importer import ndjson, story
from tests.support.factories import article

URL = "https://www.example.com/world/1"
ONE, TWO = (story(1, id=f"tag:example.com,2026:{name}", url=URL, sections=[], authors=[]) for name in ("one", "two"))


@pytest.fixture
def importer(publisher: Publisher) -> Importer:
    return Importer(publisher, Origin("https://www.example.com", "example.com,2026"))


def refused(importer: Importer, table: Table, *paths: Path) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        importer.read(paths, table=table)
    return str(caught.value).splitlines()


def written(path: Path, *things: object) -> Path:
    path.write_text(ndjson(*things), encoding="utf-8")
    return path


def test_the_second_of_two_articles_of_a_file_with_one_address_is_refused_in_its_line(
    importer: Importer, table: Table, tmp_path: Path
) -> None:
    path = written(tmp_path / "news.ndjson", ONE, {**TWO, "url": f"{URL}/#top"})
    (line,) = refused(importer, table, path)
    assert line.startswith(f"{path}:2: article {TWO['id']} cannot have the address {URL}/#top, which article {ONE['id']} has")


def test_an_article_with_the_address_of_one_in_the_table_is_refused_with_that_ones_id(
    importer: Importer, publisher: Publisher, table: Table, tmp_path: Path
) -> None:
    publisher.put(article(7, url=URL, sections=(), authors=()))
    (line,) = refused(importer, table, written(tmp_path / "news.ndjson", ONE))
    assert f":1: article {ONE['id']}" in line
    assert article(7).id in line


def test_a_file_that_was_imported_before_its_address_was_moved_can_be_imported_again(
    importer: Importer, publisher: Publisher, table: Table, tmp_path: Path
) -> None:
    path = written(tmp_path / "news.ndjson", ONE, TWO)
    admitted = importer.read([path])
    importer.store(admitted, Source(imports=True, moves_addresses=True))
    assert publisher.holders([URL]) == {URL: TWO["id"]}
    importer.read([path], table=table)
    assert importer.store(admitted) == {("unchanged", "article"): 2}


def test_a_line_that_is_refused_for_something_else_does_not_hide_that_its_address_is_taken(
    importer: Importer, publisher: Publisher, table: Table, tmp_path: Path
) -> None:
    publisher.put(article(7, url=URL, sections=(), authors=()))
    wrong = {name: value for name, value in ONE.items() if name != "published"}
    found = refused(importer, table, written(tmp_path / "news.ndjson", wrong))
    assert [article(7).id in line for line in found] == [False, True]
    assert "published: is missing" in found[0]
