"""What is refused while an import stores keeps nothing else from being stored, and is reported with its line."""

from pathlib import Path
from typing import Any

import pytest

from byline.desk.publisher import Publisher
from byline.errors import StoreUnavailable
from byline.intake.inputs import Origin
from byline.storage.dynamodb import Table, connect
from byline_tools.importers.importer import Importer
from byline_tools.importers.refusals import StoredPartly
from tests.byline_tools.importers.test_importer import ndjson, story
from tests.support.factories import Clock

ORIGIN = Origin("https://www.example.com", "example.com,2026")
SEEN = "readers have seen article urn:{}: it can be published or withdrawn, but cannot become a draft or be scheduled"


def news(path: Path, *later: int, number: int = 3, **changes: Any) -> Path:
    """A file of articles, of which those whose numbers are `later` are published in the future."""
    dates = {each: {"published": "2026-04-01T08:00:00Z"} for each in later}
    named: dict[str, Any] = {"sections": [], "authors": [], **changes}
    addresses = [{"id": f"urn:{each}", "url": f"https://a.example/{each}"} for each in range(number)]
    things = [story(1, **{**named, **each, **dates.get(at, {})}) for at, each in enumerate(addresses)]
    path.write_text(ndjson(*things), encoding="utf-8")
    return path


@pytest.fixture
def importer(publisher: Publisher) -> Importer:
    return Importer(publisher, ORIGIN)


def stored_partly(importer: Importer, path: Path, **how: Any) -> StoredPartly:
    with pytest.raises(StoredPartly) as caught:
        importer.store(importer.read([path]), **how)
    return caught.value


def test_what_comes_after_a_refused_article_is_stored_and_both_are_reported(importer: Importer, tmp_path: Path) -> None:
    importer.store(importer.read([news(tmp_path / "news.ndjson")]))
    again = news(tmp_path / "news.ndjson", 0, title="Another")
    error = stored_partly(importer, again)
    assert error.outcomes == {("changed", "article"): 2}
    assert str(error).splitlines() == [
        f"{again}:1: {SEEN.format(0)}",
        "These were not stored: correct them, and import the files again.",
    ]


def test_of_many_articles_that_are_refused_for_the_same_reason_ten_are_listed(importer: Importer, tmp_path: Path) -> None:
    importer.store(importer.read([news(tmp_path / "news.ndjson", number=13)]))
    again = news(tmp_path / "news.ndjson", *range(12), number=13, title="Another")
    error = stored_partly(importer, again)
    assert error.outcomes == {("changed", "article"): 1}
    assert (
        str(error).splitlines()[10] == f"{again}: and 2 more lines have the same problem: {SEEN.format('').replace('urn:', '…')}"
    )


def test_progress_is_reported_for_what_is_refused_too(importer: Importer, tmp_path: Path) -> None:
    importer.store(importer.read([news(tmp_path / "news.ndjson")]))
    calls: list[None] = []
    stored_partly(importer, news(tmp_path / "news.ndjson", 0, 1, 2), progress=lambda: calls.append(None))
    assert len(calls) == 3


def test_a_wrong_clock_ends_the_import_with_what_was_done_and_what_was_not_tried(table: Table, tmp_path: Path) -> None:
    own = Clock()
    importer = Importer(Publisher(table, own), ORIGIN)
    error = stored_partly(importer, news(tmp_path / "news.ndjson"), progress=lambda: own.advance(seconds=60))
    assert (error.outcomes, error.not_tried) == ({("new", "article"): 1}, 1)
    assert str(error) == (
        "the clock of this machine is 60 seconds ahead of DynamoDB's: set it, then repeat the edit\n"
        "1 after that not tried: import the files again"
    )


def test_a_table_that_is_lost_meanwhile_ends_the_import_with_what_was_done(
    importer: Importer, table: Table, tmp_path: Path
) -> None:
    error = stored_partly(importer, news(tmp_path / "news.ndjson"), progress=lambda: connect().delete_table(TableName=table.name))
    assert (error.outcomes, error.not_tried, type(error.reason)) == ({("new", "article"): 1}, 1, StoreUnavailable)


def test_an_error_before_anything_is_done_is_raised_as_it_is(importer: Importer, table: Table, tmp_path: Path) -> None:
    admitted = importer.read([news(tmp_path / "news.ndjson")])
    connect().delete_table(TableName=table.name)
    with pytest.raises(StoreUnavailable):
        importer.store(admitted)
