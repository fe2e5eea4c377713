"""Each state of a feed is told once: its documents are ready by then, the CDN empty, the hubs told."""

from collections.abc import Callable
from datetime import timedelta

import boto3
import pytest

from byline.announcing.announcer import Announcer
from byline.desk.profile_edits import RetireProfile
from byline.desk.publisher import Publisher
from byline.formats.registry import FORMATS, RSS
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.serving.document_cache import DocumentCache
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage import item_keys
from byline.storage.documents import StoredDocuments
from byline.storage.dynamodb import Table
from byline.storage.feed_reader import FeedReader
from byline.storage.writes import put
from byline_tools.local.stack import TABLE_NAME
from tests.support.factories import NOW, Clock, article, author, section, site
from tests.support.renaming import rename

HUB = "https://hub.example.com/"
GAZETTE = site(hubs=(HUB,))
WORLD, JANE = section_feed("world"), author_feed("jane-doe")
FEEDS = [SITE, WORLD, JANE]


class World:
    """What hears of changes: a hub and a CDN that remember what they were told, in one list, and may be down."""

    def __init__(self) -> None:
        self.told: list[tuple[str, list[str]]] = []
        self.hub_is_down = self.cdn_is_down = False

    def ping(self, topics: list[str]) -> list[str]:
        self.told.append(("hub", topics))
        return [HUB] if self.hub_is_down else []

    def purge(self, paths: list[str], _state: str) -> bool:
        self.told.append(("cdn", paths))
        return not self.cdn_is_down

    def heard(self, who: str) -> list[str]:
        return [what for name, all_of_it in self.told if name == who for what in all_of_it]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def announcer(table: Table, publisher: Publisher, clock: Clock, world: World) -> Announcer:
    """Of a newsroom with one article in one section by one author."""
    for thing in (section(), author(), article(1)):
        publisher.put(thing)
    document_cache = DocumentCache(FeedReader(table), StoredDocuments(table), GAZETTE, memo_seconds=0)
    return Announcer(table, document_cache, GAZETTE, ping=world.ping, purge=world.purge, clock=clock)


def addresses(*keys: FeedKey) -> list[str]:
    return [format_.address(GAZETTE, key) for key in keys for format_ in FORMATS]


def test_documents_are_ready_for_the_first_reader(announcer: Announcer, feed_service_of: Callable[..., FeedService]) -> None:
    told = announcer.announce(FEEDS)
    assert (told.announced, told.rendered, told.failed, told.left_out) == (FEEDS, 9, [], [])
    feed_service = feed_service_of(GAZETTE)
    for key in FEEDS:
        for format_ in FORMATS:
            answer = feed_service.feed(key, format_, Request("GET"))
            assert (answer.status, answer.rendered) == (200, None)
            assert b"Headline 1" in answer.body


def test_the_cdn_is_emptied_before_hubs_are_told_of_every_document(announcer: Announcer, world: World) -> None:
    told = announcer.announce(FEEDS)
    cdn = ["/rss.xml", "/atom.xml", "/feed.json", "/sections/world/*", "/authors/jane-doe/*"]
    assert world.told == [("cdn", cdn), ("hub", addresses(*FEEDS))]
    assert (told.pings, told.unheard, told.purges, told.purges_failed) == (9, [], 1, 0)


def test_each_state_is_told_once_however_often_and_in_whatever_order_it_is_asked_for(
    announcer: Announcer, publisher: Publisher, world: World
) -> None:
    announcer.announce([SITE, WORLD, SITE])
    announcer.announce([WORLD, JANE, SITE])
    assert world.heard("hub") == addresses(*FEEDS)
    nothing = announcer.announce(FEEDS)
    assert (nothing.announced, nothing.pings, nothing.purges, nothing.rendered) == ([], 0, 0, 0)
    publisher.put(article(2, sections=()))
    assert announcer.announce(reversed(FEEDS)).announced == [JANE, SITE]


def test_a_feed_that_two_of_its_names_mean_is_told_once(announcer: Announcer, publisher: Publisher, world: World) -> None:
    rename(publisher.profiles, WORLD, "global")
    announced = announcer.announce([section_feed("global"), WORLD])
    assert announced.announced == [WORLD]
    assert world.heard("hub") == addresses(section_feed("global"))
    assert world.heard("cdn") == ["/sections/global/*", "/sections/world/*"]


def test_an_embargo_that_lifts_is_a_state_of_its_own(
    announcer: Announcer, publisher: Publisher, world: World, clock: Clock
) -> None:
    publisher.put(article(2, published=NOW + timedelta(minutes=1)))
    announcer.announce(FEEDS)
    clock.advance(minutes=1)
    assert announcer.announce(FEEDS).announced == FEEDS
    assert announcer.announce(FEEDS).announced == []
    assert world.heard("hub") == [*addresses(*FEEDS), *addresses(*FEEDS)]


def test_a_feed_that_has_ended_is_told_without_documents(announcer: Announcer, publisher: Publisher, world: World) -> None:
    announcer.announce(FEEDS)
    publisher.profiles.edit(RetireProfile(WORLD))
    world.told.clear()
    told = announcer.announce([WORLD])
    assert (told.announced, told.rendered) == ([WORLD], 0)
    assert world.told == [("cdn", ["/sections/world/*"]), ("hub", addresses(WORLD))]


def test_a_feed_that_nobody_has_is_no_change(announcer: Announcer, world: World) -> None:
    told = announcer.announce([section_feed("nowhere"), FeedKey.named("authors/No Slug")])
    assert (told.announced, told.failed, world.told) == ([], [], [])


def test_a_hub_and_a_cdn_that_are_down_are_counted_and_stop_nothing(announcer: Announcer, world: World) -> None:
    world.hub_is_down = world.cdn_is_down = True
    told = announcer.announce(FEEDS)
    assert (told.announced, told.unheard, told.purges_failed, told.failed) == (FEEDS, [HUB], 1, [])
    assert announcer.announce(FEEDS).announced == []


def test_without_a_cdn_none_is_emptied(announcer: Announcer, world: World) -> None:
    announcer._purge = None
    told = announcer.announce([SITE])
    assert (told.purges, world.heard("cdn"), world.heard("hub")) == (0, [], addresses(SITE))


def test_an_article_that_cannot_be_shown_is_told_and_stops_nothing(announcer: Announcer, table: Table) -> None:
    table.transact([put({**(table.get(item_keys.article_key(article(1).id)) or {}), "published": "soon"})])
    told = announcer.announce([SITE])
    assert (told.announced, {each.article_id for each in told.left_out}) == ([SITE], {article(1).id})


@pytest.mark.parametrize("damage", [{"revision": 1}, {"changed_at": 1}, {"changed_at": 2}])
def test_a_head_that_is_none_fails_alone(announcer: Announcer, table: Table, damage: dict[str, int]) -> None:
    head = table.get(item_keys.head_key(WORLD)) or {}
    (name,) = damage
    table.put({key: value for key, value in head.items() if key != name} | ({name: "soon"} if damage[name] == 2 else {}))
    told = announcer.announce(FEEDS)
    assert (told.failed, told.announced) == ([WORLD], [SITE, JANE])


@pytest.mark.parametrize("operation", ["Query", "PutItem"])
def test_a_feed_whose_table_is_away_fails_alone_and_is_told_later(
    announcer: Announcer, table: Table, world: World, operation: str
) -> None:
    """The table is away for as long as anything of one feed is asked for: its requests go to a table that is not there."""

    def lost(params: dict[str, object], **_: object) -> None:
        if "FEED#sections/world" in str(params):
            params["TableName"] = "nothing"

    events = table._client.meta.events
    events.register(f"provide-client-params.dynamodb.{operation}", lost)
    told = announcer.announce(FEEDS)
    assert told.failed == [WORLD]
    assert told.announced == [SITE, JANE]
    events.unregister(f"provide-client-params.dynamodb.{operation}", lost)
    assert announcer.announce(FEEDS).announced == [WORLD]


def test_a_feed_that_fails_fails_under_every_name_that_was_told(announcer: Announcer, publisher: Publisher, table: Table) -> None:
    """Each name came with a record of its own, and each of these has to come again."""
    rename(publisher.profiles, WORLD, "global")
    renamed = section_feed("global")

    def lost(params: dict[str, object], **_: object) -> None:
        params["TableName"] = "nothing"

    events = table._client.meta.events
    events.register("provide-client-params.dynamodb.Query", lost)
    assert set(announcer.announce([renamed, WORLD]).failed) == {renamed, WORLD}
    assert announcer.announce([renamed]).failed == [WORLD, renamed]
    events.unregister("provide-client-params.dynamodb.Query", lost)
    assert announcer.announce([renamed]).announced == [WORLD]


def test_a_table_that_is_gone_fails_every_feed_and_tells_nobody(announcer: Announcer, world: World) -> None:
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    told = announcer.announce(FEEDS)
    assert (told.failed, told.announced, world.told) == (FEEDS, [], [])


def test_a_document_too_large_to_keep_is_announced_all_the_same(
    announcer: Announcer, monkeypatch: pytest.MonkeyPatch, feed_service_of: Callable[..., FeedService]
) -> None:
    monkeypatch.setattr("byline.storage.documents.LARGEST", 1)
    assert announcer.announce([SITE]).announced == [SITE]
    assert feed_service_of(GAZETTE).feed(SITE, RSS, Request("GET")).rendered is not None
