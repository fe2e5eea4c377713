"""Feeds are found by every current or former name."""

import pytest

from byline.desk.publisher import Publisher
from byline.errors import BrokenHead
from byline.model.feed_key import SITE, author_feed, section_feed
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import StoredFeed, find_feed, find_feeds, find_with_feeds, heads_of
from tests.support.factories import article, author, section
from tests.support.renaming import rename

WORLD, GLOBAL, NOWHERE = section_feed("world"), section_feed("global"), section_feed("nowhere")


@pytest.fixture
def renamed(publisher: Publisher) -> Publisher:
    """A section that was called `world` and is called `global`."""
    publisher.put(section())
    rename(publisher.profiles, WORLD, "global")
    return publisher


def test_feeds_are_found_by_every_name_they_have_or_had(table: Table, renamed: Publisher) -> None:
    feeds = find_feeds(table, [WORLD, GLOBAL, NOWHERE])
    assert {name: feed.key for name, feed in feeds.items()} == {WORLD: WORLD, GLOBAL: WORLD}
    assert {feed.head and feed.head.slug for feed in feeds.values()} == {"global"}


def test_one_feed_is_found_by_every_name_it_has_or_had(table: Table, renamed: Publisher) -> None:
    first, second = (find_feed(table, name, consistent=True) for name in (WORLD, GLOBAL))
    assert (first.key, first) == (WORLD, second)
    assert find_feed(table, NOWHERE, consistent=True) == StoredFeed(NOWHERE, None)


def test_heads_are_given_by_the_names_they_are_stored_under(table: Table, renamed: Publisher) -> None:
    assert heads_of(find_feeds(table, [GLOBAL])).keys() == {WORLD}


def test_an_alias_leads_to_a_feed_whose_head_is_lost(table: Table, renamed: Publisher) -> None:
    table.delete(item_keys.head_key(WORLD))
    assert find_feeds(table, [GLOBAL, WORLD]) == {GLOBAL: StoredFeed(WORLD, None)}
    assert find_feed(table, GLOBAL, consistent=True) == StoredFeed(WORLD, None)


def test_an_article_and_its_feeds_are_read_at_once(table: Table, publisher: Publisher) -> None:
    for thing in (section(), author(), article()):
        publisher.put(thing)
    item, feeds = find_with_feeds(table, item_keys.article_key(article().id), [SITE, WORLD, author_feed("jane-doe")])
    assert item
    assert item["title"] == "Headline 1"
    assert len(feeds) == 3
    assert find_with_feeds(table, item_keys.article_key("urn:none"), [SITE])[0] is None


def test_a_head_may_be_what_is_asked_for_beside_the_feeds(table: Table, publisher: Publisher) -> None:
    for thing in (section(), author(), article()):
        publisher.put(thing)
    item, feeds = find_with_feeds(table, item_keys.head_key(SITE), [WORLD])
    assert (item and item["pk"], set(feeds)) == ("FEED#site", {WORLD})


@pytest.mark.parametrize("damage", [{"changed_at": "soon"}, {"releases": 7}, {"latest": "a b"}, {"alias_of": 7}])
def test_a_broken_head_is_named_with_what_is_wrong(table: Table, publisher: Publisher, damage: dict[str, object]) -> None:
    publisher.put(section())
    table.put({**(table.get(item_keys.head_key(WORLD)) or {}), **damage})
    with pytest.raises(BrokenHead, match="sections/world") as caught:
        find_feeds(table, [WORLD])
    assert (caught.value.feed, bool(caught.value.reason)) == ("sections/world", True)
