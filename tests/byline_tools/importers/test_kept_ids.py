"""An article without an id keeps that of the stored article with its address."""

from pathlib import Path

import pytest

from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline.storage.dynamodb import Table
from byline_tools.importers.importer import Importer
from byline_tools.importers.records import FileRefused
from tests.byline_tools.importers.test_importer import ndjson, story
from tests.support.factories import article

URL = "https://www.example.com/world/1"
KNOWN = article(7, url=URL, sections=(), authors=())
WITHOUT_ID = story(1, id=None, url=f"{URL}/", sections=[], authors=[])


@pytest.fixture
def importer(publisher: Publisher) -> Importer:
    publisher.put(KNOWN)
    return Importer(publisher, Origin("https://www.example.com", "example.com,2026"))


def ids(importer: Importer, table: Table, path: Path, *things: object) -> list[str]:
    path.write_text(ndjson(*things), encoding="utf-8")
    return [each.name for each in importer.read([path], table=table)]


def test_an_article_without_an_id_is_the_one_that_has_its_address(importer: Importer, table: Table, tmp_path: Path) -> None:
    assert ids(importer, table, tmp_path / "a.ndjson", WITHOUT_ID) == [f"article {KNOWN.id}"]


def test_an_article_with_an_id_or_another_address_is_another(importer: Importer, table: Table, tmp_path: Path) -> None:
    other = {**WITHOUT_ID, "url": f"{URL}0"}
    assert KNOWN.id not in str(ids(importer, table, tmp_path / "a.ndjson", other))
    with pytest.raises(FileRefused, match=f"which article {KNOWN.id} has"):
        ids(importer, table, tmp_path / "a.ndjson", {**WITHOUT_ID, "id": "urn:other"})


def test_two_articles_never_get_the_id_of_one(importer: Importer, table: Table, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=f"which article {KNOWN.id} has"):
        ids(importer, table, tmp_path / "a.ndjson", WITHOUT_ID, {**WITHOUT_ID, "url": f"{URL}#top"})
