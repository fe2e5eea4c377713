"""An article in a file may be a draft or scheduled, and is stored as that."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline.model.lifecycle import Status, StoredArticle
from byline.storage.editing import Source
from byline_tools.importers.importer import IMPORT, Importer
from byline_tools.importers.refusals import StoredPartly
from tests.support.factories import NOW, Clock, article, moment

LATER = "2026-03-20T08:00:00Z"
STORY = article(sections=(), authors=())
ID = STORY.id


class Desk:
    """Imports one article, and shows what is stored of it."""

    def __init__(self, publisher: Publisher, path: Path) -> None:
        self.publisher = publisher
        self.importer = Importer(publisher, Origin("https://www.example.com", "example.com,2026"))
        self.path = path

    def take(self, source: Source = IMPORT, **stated: Any) -> Counter[tuple[str, str]]:
        thing = {"type": "article", "id": ID, "url": STORY.url, "title": "T", "content": "<p>x</p>", **stated}
        self.path.write_text(json.dumps(thing), encoding="utf-8")
        return self.importer.store(self.importer.read([self.path]), source)

    def stored(self) -> StoredArticle:
        return self.publisher.articles.edit(PutArticle(STORY, (), StatedLifecycle(aware=True))).thing


@pytest.fixture
def desk(publisher: Publisher, tmp_path: Path) -> Desk:
    return Desk(publisher, tmp_path / "a.ndjson")


@pytest.mark.parametrize("stated", [{"status": "draft"}, {"draft": True}], ids=str)
def test_a_draft_of_a_file_is_a_draft(desk: Desk, stated: dict[str, Any]) -> None:
    assert desk.take(**stated) == {("new", "article"): 1}
    assert (desk.stored().draft, desk.stored().article.published) == (True, NOW)


def test_a_draft_imported_again_later_is_unchanged(desk: Desk, clock: Clock) -> None:
    desk.take(status="draft")
    clock.advance(days=3)
    assert desk.take(status="draft") == {("unchanged", "article"): 1}


def test_a_draft_keeps_the_time_that_it_states(desk: Desk) -> None:
    desk.take(status="draft", published="2026-03-01T08:00:00Z")
    assert desk.stored().article.published == moment("2026-03-01T08:00:00")


def test_null_removes_the_time_of_a_draft(desk: Desk, clock: Clock) -> None:
    desk.take(status="draft", published=LATER)
    assert desk.take(status="draft", published=None) == {("changed", "article"): 1}
    assert desk.stored().article.published == NOW
    clock.advance(days=3)
    assert desk.take(status="draft", published=None) == {("unchanged", "article"): 1}


def test_a_draft_that_a_later_file_calls_published_is_published(desk: Desk) -> None:
    desk.take(status="draft")
    assert desk.take(status="published", published="2026-03-01T08:00:00Z") == {("changed", "article"): 1}
    assert desk.stored().status(NOW) is Status.PUBLISHED


def test_a_status_that_is_not_stated_stays(desk: Desk) -> None:
    desk.take(status="draft")
    desk.take(published="2026-03-01T08:00:00Z", title="Another")
    assert (desk.stored().draft, desk.stored().article.title) == (True, "Another")


def test_what_readers_have_seen_never_becomes_a_draft(desk: Desk) -> None:
    desk.take(published="2026-03-01T08:00:00Z")
    with pytest.raises(StoredPartly, match=r"a\.ndjson:1: .*readers"):
        desk.take(status="draft")
    assert desk.stored().draft is False


def test_a_draft_that_the_desk_has_published_is_left_alone(desk: Desk) -> None:
    desk.take(status="draft")
    desk.publisher.articles.edit(PutArticle(STORY, (), StatedLifecycle(Status.PUBLISHED)))
    assert desk.take(status="draft") == {("left alone", "article"): 1}


def test_a_status_restores_what_is_withdrawn_only_where_that_is_meant(desk: Desk) -> None:
    stated: dict[str, Any] = {"status": "published", "published": "2026-03-01T08:00:00Z"}
    desk.take(**stated)
    desk.publisher.articles.edit(WithdrawArticle(ID))
    desk.take(Source(imports=True, overwrites=True), **stated, updated="2026-03-02T08:00:00Z")
    assert desk.stored().withdrawal is not None
    desk.take(Source(imports=True, overwrites=True, republishes=True), **stated)
    assert desk.stored().withdrawal is None


@pytest.mark.parametrize(
    ("status", "published"), [("scheduled", "2026-03-01T08:00:00Z"), ("published", LATER)], ids=["past", "to come"]
)
def test_a_status_that_contradicts_the_time_is_refused_with_its_line(desk: Desk, status: str, published: str) -> None:
    with pytest.raises(StoredPartly, match=r"a\.ndjson:1: article "):
        desk.take(status=status, published=published)


def test_what_was_scheduled_stays_imported_once_its_time_has_passed(desk: Desk, clock: Clock) -> None:
    desk.take(status="scheduled", published=LATER)
    assert desk.stored().status(clock()) is Status.SCHEDULED
    clock.advance(days=30)
    assert desk.take(status="scheduled", published=LATER) == {("unchanged", "article"): 1}
