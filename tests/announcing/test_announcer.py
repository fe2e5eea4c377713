"""Each state of a feed is announced once: its documents are stored, then the CDN is purged and the hubs are pinged."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import boto3
import pytest

from byline.announcing.announcer import NOTIFYING_SECONDS, PURGING_SECONDS, Announcer
from byline.desk.article_edits import WithdrawArticle
from byline.desk.publisher import Publisher
from byline.errors import BrokenHead, PurgeFailed, StoreUnavailable
from byline.formats.registry import FORMATS, RSS
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.feed_state import SECOND, SKEW
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage import item_keys
from byline.storage.announcements import Announcements
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import find_served
from byline.storage.writes import put
from byline_tools.local.stack import TABLE_NAME
from tests.support.factories import NOW, Clock, article, author, section, site
from tests.support.renaming import rename

HUB = "https://hub.example.com/"
GAZETTE = site(hubs=(HUB,))
WORLD, JANE = section_feed("world"), author_feed("jane-doe")
FEEDS = [SITE, WORLD, JANE]


class Listeners:
    """A hub and a CDN that record their requests in one list and can be unavailable."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, list[str]]] = []
        self.hub_is_down = self.cdn_is_down = False

    def ping(self, topics: list[str]) -> list[str]:
        self.requests.append(("hub", topics))
        return [HUB] if self.hub_is_down else []

    def purge(self, reason: str) -> bool:
        self.requests.append(("cdn", [reason]))
        return not self.cdn_is_down

    def received(self, who: str) -> list[str]:
        return [part for name, parts in self.requests if name == who for part in parts]


@pytest.fixture
def listeners() -> Listeners:
    return Listeners()


@pytest.fixture
def newsroom(publisher: Publisher) -> None:
    """One article in one section by one author."""
    for thing in (section(), author(), article(1)):
        publisher.put(thing)


@pytest.fixture
def announcer(newsroom: None, table: Table, clock: Clock, listeners: Listeners) -> Announcer:
    return announcing(table, clock, listeners)


def announcing(table: Table, clock: Clock, listeners: Listeners, **changes: Any) -> Announcer:
    """An announcer that lets the clock advance when it waits."""
    waiting = {"clock": clock, "pause": lambda seconds: clock.advance(seconds=seconds), "memo_seconds": 5.0}
    return Announcer(table, GAZETTE, **{"ping": listeners.ping, "purge": listeners.purge, **waiting, **changes})


def addresses(*keys: FeedKey) -> list[str]:
    return [format_.address(GAZETTE, key) for key in keys for format_ in FORMATS]


def test_documents_are_ready_for_the_first_reader(announcer: Announcer, feed_service_of: Callable[..., FeedService]) -> None:
    result = announcer.announce(FEEDS)
    assert (result.announced, result.rendered, result.failed, result.left_out) == (FEEDS, 9, {}, [])
    feed_service = feed_service_of(GAZETTE)
    for key in FEEDS:
        for format_ in FORMATS:
            response = feed_service.feed(key, format_, Request("GET"))
            assert (response.status, response.rendered) == (200, None)
            assert b"Headline 1" in response.body


def test_the_cdn_is_purged_before_hubs_are_pinged_for_every_document(announcer: Announcer, listeners: Listeners) -> None:
    result = announcer.announce(FEEDS)
    assert [who for who, _ in listeners.requests] == ["cdn", "hub"]
    assert listeners.received("hub") == addresses(*FEEDS)
    assert (result.pings, result.failed_hubs, result.purges, result.purges_failed) == (9, [], 1, 0)


def test_without_hubs_a_publication_purges_nothing(newsroom: None, table: Table, clock: Clock, listeners: Listeners) -> None:
    announcer = Announcer(
        table, site(), memo_seconds=5, ping=listeners.ping, purge=listeners.purge, clock=clock, pause=lambda _: None
    )
    assert (announcer.announce(FEEDS).purges, listeners.received("cdn")) == (0, [])


@pytest.mark.parametrize("memo_seconds", [0.0, 5.0, 60.0])
def test_hubs_are_pinged_when_no_container_remembers_the_former_state(
    newsroom: None, table: Table, clock: Clock, listeners: Listeners, memo_seconds: float
) -> None:
    announcing(table, clock, listeners, memo_seconds=memo_seconds, purge=None).announce(FEEDS, committed_at=NOW)
    assert clock() == NOW + timedelta(seconds=memo_seconds) + 2 * SKEW + SECOND


def test_hubs_are_pinged_when_a_purge_is_mostly_done(announcer: Announcer, clock: Clock) -> None:
    announcer.announce(FEEDS, committed_at=NOW - timedelta(minutes=1))
    assert clock() == NOW + timedelta(seconds=PURGING_SECONDS)


def test_an_edit_while_an_earlier_one_waits_is_announced_by_itself(
    newsroom: None, table: Table, clock: Clock, listeners: Listeners, publisher: Publisher
) -> None:
    def meanwhile(seconds: float) -> None:
        clock.advance(seconds=seconds)
        publisher.put(article(2))

    first = announcing(table, clock, listeners, purge=None, pause=meanwhile)
    assert first.announce(FEEDS).announced == FEEDS
    assert announcing(table, clock, listeners, purge=None).announce(FEEDS).announced == FEEDS
    assert listeners.received("hub") == [*addresses(*FEEDS), *addresses(*FEEDS)]


def test_what_was_stored_long_ago_is_announced_at_once(newsroom: None, table: Table, clock: Clock, listeners: Listeners) -> None:
    announcing(table, clock, listeners, purge=None).announce(FEEDS, committed_at=NOW - timedelta(minutes=1))
    assert clock() == NOW


def test_a_publication_by_a_clock_ahead_is_announced_when_it_can_be_seen(
    newsroom: None, table: Table, clock: Clock, listeners: Listeners, publisher: Publisher
) -> None:
    announcer = announcing(table, clock, listeners, memo_seconds=0)
    announcer.announce(FEEDS)
    clock.advance(seconds=4)
    publisher.put(article(2, published=clock()))
    clock.advance(seconds=-4)
    assert announcer.announce(FEEDS).announced == FEEDS
    assert listeners.received("hub") == [*addresses(*FEEDS), *addresses(*FEEDS)]
    clock.advance(minutes=1)
    assert announcer.announce(FEEDS).announced == []


def test_after_a_withdrawal_the_cdn_is_purged_at_once_and_when_containers_have_forgotten_it(
    newsroom: None, table: Table, listeners: Listeners, clock: Clock
) -> None:
    purged_at = []

    def purge(_reason: str) -> bool:
        purged_at.append(clock())
        return True

    assert announcing(table, clock, listeners, purge=purge).announce([], NOW, withdrawals="17").purges == 2
    assert purged_at == [NOW, NOW + timedelta(seconds=5) + 2 * SKEW + SECOND]


def test_an_article_that_is_scheduled_is_announced_to_nobody(
    announcer: Announcer, publisher: Publisher, listeners: Listeners, clock: Clock
) -> None:
    announcer.announce(FEEDS)
    listeners.requests.clear()
    publisher.put(article(2, published=NOW + timedelta(hours=1)))
    publisher.put(article(2, published=NOW + timedelta(hours=2)))
    publisher.articles.edit(WithdrawArticle(article(2).id))
    assert announcer.announce(FEEDS).announced == []
    assert listeners.requests == []


def test_each_state_is_announced_once_however_often_and_in_whatever_order_it_is_asked_for(
    announcer: Announcer, publisher: Publisher, listeners: Listeners
) -> None:
    announcer.announce([SITE, WORLD, SITE])
    announcer.announce([WORLD, JANE, SITE])
    assert listeners.received("hub") == addresses(*FEEDS)
    nothing = announcer.announce(FEEDS)
    assert (nothing.announced, nothing.pings, nothing.purges, nothing.rendered) == ([], 0, 0, 0)
    publisher.put(article(2, sections=()))
    assert announcer.announce(reversed(FEEDS)).announced == [JANE, SITE]


def test_a_feed_given_under_two_of_its_names_is_announced_once(
    announcer: Announcer, publisher: Publisher, listeners: Listeners
) -> None:
    rename(publisher.profiles, WORLD, "global")
    result = announcer.announce([section_feed("global"), WORLD])
    assert result.announced == [WORLD]
    assert listeners.received("hub") == addresses(section_feed("global"))


def test_an_embargo_that_lifts_is_a_state_of_its_own(
    announcer: Announcer, publisher: Publisher, listeners: Listeners, clock: Clock
) -> None:
    announcer.announce(FEEDS)
    publisher.put(article(2, published=clock() + timedelta(minutes=1)))
    assert announcer.announce(FEEDS).announced == []
    clock.advance(minutes=1)
    assert announcer.announce(FEEDS).announced == FEEDS
    assert announcer.announce(FEEDS).announced == []
    assert listeners.received("hub") == [*addresses(*FEEDS), *addresses(*FEEDS)]


def test_a_feed_that_has_ended_is_announced_without_documents(
    announcer: Announcer, publisher: Publisher, listeners: Listeners
) -> None:
    announcer.announce(FEEDS)
    publisher.profiles.retire(WORLD)
    listeners.requests.clear()
    result = announcer.announce([WORLD])
    assert (result.announced, result.rendered) == ([WORLD], 0)
    assert [who for who, _ in listeners.requests] == ["cdn", "hub"]
    assert listeners.received("hub") == addresses(WORLD)


def test_a_feed_that_does_not_exist_is_no_change(announcer: Announcer, listeners: Listeners) -> None:
    result = announcer.announce([section_feed("nowhere"), FeedKey.named("authors/No Slug")])
    assert (result.announced, result.failed, listeners.requests) == ([], {}, [])


def test_a_hub_that_is_down_is_counted_and_stops_nothing(announcer: Announcer, listeners: Listeners) -> None:
    listeners.hub_is_down = True
    result = announcer.announce(FEEDS)
    assert (result.announced, result.failed_hubs, result.purges_failed, result.failed) == (FEEDS, [HUB], 0, {})
    assert announcer.announce(FEEDS).announced == []


def test_no_hub_is_pinged_before_the_cdn_is_purged(announcer: Announcer, listeners: Listeners, clock: Clock) -> None:
    """Otherwise it would fetch the former copy. The stream tries again after a pause, when other purges may have ended."""
    listeners.cdn_is_down = True
    result = announcer.announce(FEEDS, committed_at=NOW - timedelta(minutes=1))
    assert (result.announced, set(result.failed), result.purges_failed) == ([], set(FEEDS), 1)
    assert all(isinstance(error, PurgeFailed) for error in result.failed.values())
    assert (listeners.received("hub"), clock()) == ([], NOW + timedelta(seconds=PURGING_SECONDS))
    listeners.cdn_is_down = False
    assert announcer.announce(FEEDS).announced == FEEDS
    assert listeners.received("hub") == addresses(*FEEDS)


def test_a_first_purge_that_fails_is_made_up_for_by_the_second(
    newsroom: None, table: Table, listeners: Listeners, clock: Clock
) -> None:
    answers = iter([False, True])
    result = announcing(table, clock, listeners, purge=lambda _: next(answers)).announce(FEEDS, NOW, withdrawals="17")
    assert (result.purges, result.purges_failed, result.announced) == (2, 0, FEEDS)


@pytest.mark.parametrize("after", [10, 25], ids=["before anybody could see it", "when a clock may have shown it"])
def test_an_embargo_that_is_taken_back_while_an_edit_waits_is_not_announced(
    newsroom: None, table: Table, clock: Clock, listeners: Listeners, publisher: Publisher, after: int
) -> None:
    publisher.put(article(2, published=NOW + timedelta(seconds=40)))
    expected = find_served(table, SITE, consistent=True).head.at(NOW).revision

    def taken_back(seconds: float) -> None:
        clock.advance(seconds=after)
        publisher.articles.edit(WithdrawArticle(article(2).id))
        clock.advance(seconds=seconds - after)

    announcer = announcing(table, clock, listeners, purge=None, memo_seconds=60, pause=taken_back)
    assert announcer.announce([SITE], NOW).announced == [SITE]
    assert Announcements(table).last(SITE) == expected


def test_a_feed_that_cannot_be_read_after_the_wait_is_announced_again(
    newsroom: None, table: Table, clock: Clock, listeners: Listeners, publisher: Publisher
) -> None:
    publisher.put(article(2, published=NOW + timedelta(seconds=40)))

    def damaged(seconds: float) -> None:
        clock.advance(seconds=seconds)
        table.put({**(table.get(item_keys.head_key(SITE)) or {}), "changed_at": "soon"})

    result = announcing(table, clock, listeners, purge=None, memo_seconds=60, pause=damaged).announce([SITE], NOW)
    assert (result.announced, list(result.failed)) == ([], [SITE])


def test_without_a_cdn_none_is_purged(newsroom: None, table: Table, clock: Clock, listeners: Listeners) -> None:
    announcer = announcing(table, clock, listeners, purge=None)
    result = announcer.announce([SITE])
    assert (result.purges, listeners.received("cdn"), listeners.received("hub")) == (0, [], addresses(SITE))


def test_a_feed_that_cannot_be_read_in_time_fails_and_stops_no_other(
    newsroom: None, table: Table, clock: Clock, listeners: Listeners
) -> None:
    seconds = count(NOTIFYING_SECONDS + 30, -1)  # each request takes one
    announcer = announcing(table, clock, listeners, purge=None, time_left=lambda: 1000 * next(seconds))
    result = announcer.announce(FEEDS)
    assert (result.announced, set(result.failed)) == ([SITE], {WORLD, JANE})
    assert listeners.received("hub") == addresses(SITE)
    assert all(isinstance(error, StoreUnavailable) for error in result.failed.values())


def test_an_article_that_cannot_be_shown_is_reported_and_stops_nothing(announcer: Announcer, table: Table) -> None:
    table.transact([put({**(table.get(item_keys.article_key(article(1).id)) or {}), "published": "soon"})])
    result = announcer.announce([SITE])
    assert (result.announced, {each.article_id for each in result.left_out}) == ([SITE], {article(1).id})


@pytest.mark.parametrize("damage", [{"revision": 1}, {"changed_at": 1}, {"changed_at": 2}])
def test_a_head_that_is_none_fails_alone(announcer: Announcer, table: Table, damage: dict[str, int]) -> None:
    head = table.get(item_keys.head_key(WORLD)) or {}
    (name,) = damage
    table.put({key: value for key, value in head.items() if key != name} | ({name: "soon"} if damage[name] == 2 else {}))
    result = announcer.announce(FEEDS)
    assert (list(result.failed), result.announced) == ([WORLD], [SITE, JANE])


def test_a_feed_that_fails_is_reported_with_its_error(announcer: Announcer, table: Table) -> None:
    table.put({**(table.get(item_keys.head_key(WORLD)) or {}), "changed_at": "soon"})
    table.put({**(table.get(item_keys.announced_key(JANE)) or item_keys.announced_key(JANE)), "schema": 2})
    result = announcer.announce(FEEDS)
    assert {feed: type(error) for feed, error in result.failed.items()} == {WORLD: BrokenHead, JANE: KeyError}
    assert "soon" in str(result.failed[WORLD])


def test_a_feed_whose_rendering_raises_anything_at_all_fails_alone(announcer: Announcer, table: Table) -> None:
    """A feed entry without an article raises an unexpected error."""
    (entry,) = (item for item in table.query(item_keys.feed_pk(WORLD)) if item["sk"].startswith(item_keys.ENTRY))
    table.put({name: value for name, value in entry.items() if name != "article"})
    result = announcer.announce(FEEDS)
    assert {feed: type(error) for feed, error in result.failed.items()} == {WORLD: KeyError}
    assert result.announced == [SITE, JANE]
    table.put(entry)
    assert announcer.announce(FEEDS).announced == [WORLD]


@pytest.mark.parametrize("operation", ["Query", "PutItem"])
def test_a_feed_whose_table_is_away_fails_alone_and_is_announced_later(
    announcer: Announcer, table: Table, operation: str
) -> None:
    """The table is unavailable for requests about one feed: they go to a table that does not exist."""

    def lost(params: dict[str, object], **_: object) -> None:
        if "FEED#sections/world" in str(params):
            params["TableName"] = "nothing"

    events = table._client.meta.events
    events.register(f"provide-client-params.dynamodb.{operation}", lost)
    result = announcer.announce(FEEDS)
    assert {feed: type(error) for feed, error in result.failed.items()} == {WORLD: StoreUnavailable}
    assert result.announced == [SITE, JANE]
    events.unregister(f"provide-client-params.dynamodb.{operation}", lost)
    assert announcer.announce(FEEDS).announced == [WORLD]


def test_a_feed_that_fails_fails_under_every_name_that_was_given(
    announcer: Announcer, publisher: Publisher, table: Table
) -> None:
    """Each name came with a record of its own, and each record must be sent again."""
    rename(publisher.profiles, WORLD, "global")
    renamed = section_feed("global")

    def lost(params: dict[str, object], **_: object) -> None:
        params["TableName"] = "nothing"

    events = table._client.meta.events
    events.register("provide-client-params.dynamodb.Query", lost)
    assert announcer.announce([renamed, WORLD]).failed.keys() == {renamed, WORLD}
    assert list(announcer.announce([renamed]).failed) == [renamed]
    events.unregister("provide-client-params.dynamodb.Query", lost)
    assert announcer.announce([renamed]).announced == [WORLD]


def test_a_table_that_is_gone_fails_every_feed_and_notifies_nobody(announcer: Announcer, listeners: Listeners) -> None:
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    result = announcer.announce(FEEDS)
    assert (list(result.failed), result.announced, listeners.requests) == (FEEDS, [], [])


def test_a_document_too_large_to_store_is_announced_all_the_same(
    announcer: Announcer, monkeypatch: pytest.MonkeyPatch, feed_service_of: Callable[..., FeedService]
) -> None:
    monkeypatch.setattr("byline.storage.documents.LARGEST", 1)
    assert announcer.announce([SITE]).announced == [SITE]
    assert feed_service_of(GAZETTE).feed(SITE, RSS, Request("GET")).rendered is not None
