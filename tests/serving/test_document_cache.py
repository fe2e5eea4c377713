"""A document is remembered, stored or rendered, never older than its revision. Without the table, the memo is served."""

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from byline.desk.article_edits import WithdrawArticle
from byline.desk.publisher import Publisher
from byline.errors import StoreUnavailable, UnknownFeed
from byline.formats.registry import FORMATS, RSS
from byline.model.feed_key import SITE, section_feed
from byline.model.lifecycle import StoredArticle
from byline.serving.document_cache import Document, DocumentCache, Rendered
from byline.serving.head_cache import HeadCache
from byline.storage import items
from byline.storage.document_keys import DOCUMENT
from byline.storage.dynamodb import Table
from tests.support.factories import NOW, Clock, article, author, section, site
from tests.support.renaming import rename


class Watched(Table):
    """A table that records its calls, can act before a call, and can be unavailable."""

    def __init__(self, table: Table) -> None:
        super().__init__(table._client, table.name, sleep=lambda _: None)
        self.calls: list[str] = []
        self.before: dict[str, Callable[[], object]] = {}
        self.away: set[str] = set()

    def _call(self, operation: str, /, *in_time: Any, **request: object) -> object:
        self.calls.append(operation)
        if operation in self.away:
            raise StoreUnavailable(operation, self.name)
        if operation in self.before:
            self.before.pop(operation)()
        return super()._call(operation, *in_time, **request)


@pytest.fixture
def watched(table: Table, publisher: Publisher) -> Watched:
    for thing in (section(), author(), article(1)):
        publisher.put(thing)
    return Watched(table)


class Container:
    """What one container remembers of the feeds in `table`."""

    def __init__(self, table: Table, memo_seconds: float = 0) -> None:
        self.state = partial(HeadCache(memo_seconds).state, lambda: table)
        self.document = partial(DocumentCache(site(), memo_seconds).document, table)


def current_document(cache: Container, clock: Clock) -> Document:
    return cache.document(SITE, RSS, cache.state(SITE, clock())[1], clock())


def text(document: Document) -> str:
    return gzip.decompress(document.packed).decode()


def test_a_document_is_rendered_once_and_stored_for_everybody_else(watched: Watched, clock: Clock) -> None:
    first = current_document(Container(watched), clock)
    assert watched.calls == ["get_item", "get_item", "query", "batch_get_item", "query", "batch_get_item", "put_item"]
    watched.calls.clear()
    assert current_document(Container(watched), clock).packed == first.packed
    assert watched.calls == ["get_item", "get_item"]


def test_without_a_memo_every_poll_reads_the_head_and_with_one_none_does(watched: Watched, clock: Clock) -> None:
    for memo_seconds, reads in ((0, 3), (5, 1)):
        cache = Container(watched, memo_seconds)
        watched.calls.clear()
        for _ in range(3):
            cache.state(SITE, clock())
        assert watched.calls == ["get_item"] * reads


def test_a_memo_is_asked_again_after_its_time(watched: Watched, publisher: Publisher, clock: Clock) -> None:
    cache = Container(watched, 5)
    _, before = cache.state(SITE, clock())
    publisher.put(article(2))
    clock.advance(seconds=4)
    assert cache.state(SITE, clock()) == (SITE, before)
    clock.advance(seconds=1)
    assert cache.state(SITE, clock())[1].revision != before.revision


def test_a_remembered_head_lets_an_embargo_lift_at_its_second(watched: Watched, publisher: Publisher, clock: Clock) -> None:
    publisher.put(article(2, published=NOW + timedelta(seconds=3)))
    cache = Container(watched, 60)
    before = current_document(cache, clock)
    clock.advance(seconds=2)
    assert current_document(cache, clock).packed == before.packed
    clock.advance(seconds=1)
    assert "Headline 2" in text(current_document(cache, clock))
    assert "Headline 2" not in text(before)


@pytest.mark.parametrize("damage", [{"packed": b"\x1f\x8b cut short"}, {"packed": "foreign"}, {"digest": ""}])
def test_a_document_somebody_damaged_is_made_again(watched: Watched, clock: Clock, damage: dict[str, object]) -> None:
    first = current_document(Container(watched), clock)
    (stored,) = [item for item in watched.query("DOCUMENT#site") if item["sk"].startswith(DOCUMENT)]
    watched.put({**stored, **damage})
    assert current_document(Container(watched), clock).packed == first.packed


@pytest.mark.parametrize("operation", ["query", "batch_get_item", "put_item"])
def test_a_feed_that_changes_while_it_is_rendered_is_never_old_under_a_new_revision(
    watched: Watched, publisher: Publisher, clock: Clock, operation: str
) -> None:
    cache = Container(watched)
    _, state = cache.state(SITE, clock())
    watched.before[operation] = lambda: publisher.put(article(2))
    cache.document(SITE, RSS, state, clock())
    assert cache.state(SITE, clock())[1].revision != state.revision
    assert "Headline 2" in text(current_document(cache, clock))


def test_many_containers_rendering_at_once_end_with_one_valid_document(watched: Watched, clock: Clock) -> None:
    with ThreadPoolExecutor(8) as containers:
        rendered = list(containers.map(lambda _: current_document(Container(watched), clock).packed, range(8)))
    assert len(set(rendered)) == 1
    assert current_document(Container(watched), clock).packed == rendered[0]
    assert sum(item["sk"].startswith(DOCUMENT) for item in watched.query("DOCUMENT#site")) == 1


def test_a_document_that_cannot_be_stored_is_served_all_the_same(watched: Watched, clock: Clock) -> None:
    watched.away = {"put_item"}
    document = current_document(Container(watched), clock)
    assert ("Headline 1" in text(document), document.rendered) == (True, Rendered(stored=False))


def test_a_document_from_memory_has_the_dates_of_the_present_state(watched: Watched, publisher: Publisher, clock: Clock) -> None:
    publisher.put(article(2, published=NOW + timedelta(hours=1)))
    container = Container(watched, 5)
    assert current_document(container, clock).state.next_release_at == NOW + timedelta(hours=1)
    publisher.articles.edit(WithdrawArticle(article(2).id))
    clock.advance(hours=2)
    document = current_document(container, clock)
    assert (document.state.next_release_at, document.state.dated, document.rendered) == (None, True, None)


def test_what_stands_in_is_marked_as_stale(watched: Watched, publisher: Publisher, clock: Clock) -> None:
    container = Container(watched, 5)
    assert not current_document(container, clock).state.stale
    publisher.put(article(2))
    clock.advance(seconds=6)
    watched.away = {"query"}
    assert current_document(container, clock).state.stale
    watched.away = {"get_item"}
    clock.advance(seconds=6)
    assert container.state(SITE, clock())[1].stale


def test_what_is_remembered_stands_in_while_the_table_is_away(watched: Watched, clock: Clock) -> None:
    cache = Container(watched, 5)
    before = current_document(cache, clock)
    watched.away = {"get_item", "query", "batch_get_item", "put_item"}
    clock.advance(minutes=30)
    assert current_document(cache, clock).packed == before.packed


def test_an_earlier_document_stands_in_when_a_new_one_cannot_be_rendered(
    watched: Watched, publisher: Publisher, clock: Clock
) -> None:
    cache = Container(watched, 5)
    before = current_document(cache, clock)
    publisher.put(article(2))
    clock.advance(seconds=6)
    watched.away = {"query"}
    after = current_document(cache, clock)
    assert (after.packed, after.state) == (before.packed, before.state)


def test_nothing_from_before_an_embargo_lifted_stands_in(watched: Watched, publisher: Publisher, clock: Clock) -> None:
    publisher.put(article(2, published=NOW + timedelta(seconds=3)))
    cache = Container(watched, 5)
    current_document(cache, clock)
    watched.away = {"get_item", "query", "batch_get_item"}
    clock.advance(seconds=3)
    with pytest.raises(StoreUnavailable):
        current_document(cache, clock)


def test_trouble_without_anything_remembered_is_trouble(watched: Watched, clock: Clock) -> None:
    watched.away = {"get_item"}
    with pytest.raises(StoreUnavailable):
        Container(watched, 5).state(SITE, clock())


def test_an_unknown_feed_is_unknown_with_a_memo_too(watched: Watched, clock: Clock) -> None:
    with pytest.raises(UnknownFeed):
        Container(watched, 5).state(section_feed("nowhere"), clock())


def test_articles_left_out_are_reported_when_they_are_rendered_and_not_again(watched: Watched, clock: Clock) -> None:
    watched.put({**items.article_item(StoredArticle(article(1)), "r"), "published": "soon"})
    cache = Container(watched, 5)
    assert [each.article_id for each in (current_document(cache, clock).rendered or Rendered()).left_out] == [article(1).id]
    assert current_document(cache, clock).rendered is None


def test_a_container_remembers_for_a_day_what_a_renamed_feed_is_stored_under(
    watched: Watched, publisher: Publisher, clock: Clock
) -> None:
    rename(publisher.profiles, section_feed("world"), "global")
    cache = Container(watched)
    watched.calls.clear()
    reads = []
    for hours in (0, 23, 24):
        clock.advance(hours=hours)
        assert cache.state(section_feed("global"), clock())[0] == section_feed("world")
        reads.append(len(watched.calls))
        watched.calls.clear()
    assert reads == [2, 1, 2]


def test_the_key_of_a_feed_that_was_not_renamed_is_not_remembered(watched: Watched, publisher: Publisher, clock: Clock) -> None:
    """Otherwise every poll of a renamed feed would read once more for a day."""
    cache, world = Container(watched), section_feed("world")
    cache.state(world, clock())
    rename(publisher.profiles, world, "global")
    watched.calls.clear()
    assert cache.state(world, clock())[1].slug == "global"
    assert watched.calls == ["get_item"]


def test_a_feed_renamed_while_it_is_remembered_is_elsewhere_after_a_memos_time(
    watched: Watched, publisher: Publisher, clock: Clock
) -> None:
    cache, world = Container(watched, 5), section_feed("world")
    assert cache.state(world, clock())[1].slug is None
    rename(publisher.profiles, world, "global")
    clock.advance(seconds=5)
    assert cache.state(world, clock())[1].slug == "global"


def test_the_same_container_serves_every_format(watched: Watched, clock: Clock) -> None:
    cache = Container(watched, 5)
    _, state = cache.state(SITE, clock())
    documents = {cache.document(SITE, format_, state, clock()).packed for format_ in FORMATS}
    assert len(documents) == len(FORMATS)
