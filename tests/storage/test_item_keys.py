"""Keys are parsed into their original parts, and sort correctly."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.storage import item_keys
from byline.storage.document_keys import document_key
from tests.support.factories import NOW, moment

FEEDS = [SITE, section_feed("world"), author_feed("jane-doe")]
IDS = st.sampled_from(["tag:example.com,2026:1", "urn:x#fragment", "https://example.com/a#b#c"])
TIMES = st.integers(-1000, 1000).map(lambda seconds: NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("key", FEEDS, ids=str)
def test_a_partition_and_a_directory_entry_give_back_their_feed(key: FeedKey) -> None:
    assert item_keys.feed_from(item_keys.feed_pk(key)) == key
    assert item_keys.feed_from(item_keys.head_key(key)["pk"]) == key
    if key != SITE:
        assert item_keys.feed_named(item_keys.directory_key(key)["sk"]) == key


@given(IDS)
def test_the_key_of_an_article_gives_back_its_id(article_id: str) -> None:
    assert item_keys.article_id_from(item_keys.article_key(article_id)["pk"]) == article_id


@given(st.sampled_from(FEEDS), TIMES, IDS)
def test_a_dated_key_gives_back_its_time_and_its_article(key: FeedKey, at: datetime, article_id: str) -> None:
    dated = [item_keys.entry_key(key, at, article_id), item_keys.tombstone_key(key, at, article_id)]
    for made in [*dated, item_keys.schedule_key(at, article_id)]:
        assert (item_keys.moment_in(made["sk"]), item_keys.article_id_in(made["sk"])) == (at, article_id)


@given(st.lists(st.sampled_from(FEEDS[1:]), unique=True))
def test_feeds_are_read_as_they_were_written(feeds: list[FeedKey]) -> None:
    assert item_keys.feeds_from(item_keys.feeds_text((SITE, *feeds))) == (SITE, *feeds)


@pytest.mark.parametrize("text", [None, 7, ["sections/world"]])
def test_what_names_no_feeds_is_refused(text: Any) -> None:
    with pytest.raises(ValueError, match="feeds"):
        item_keys.feeds_from(text)


@pytest.mark.parametrize("pk", ["", "NEWS#world", "FEED", "ARTICLE#sections/world"])
def test_a_partition_of_something_else_is_refused(pk: str) -> None:
    with pytest.raises(ValueError, match="begin"):
        item_keys.feed_from(pk)
    with pytest.raises(ValueError, match="begin"):
        item_keys.article_id_from(pk.replace("ARTICLE", "FEED"))


def test_entries_sort_by_time_and_then_by_id() -> None:
    key = section_feed("world")
    entries = [
        item_keys.entry_key(key, NOW, "tag:example.com,2026:b")["sk"],
        item_keys.entry_key(key, NOW, "tag:example.com,2026:a")["sk"],
        item_keys.entry_key(key, moment("2026-03-14T11:59:59"), "tag:example.com,2026:c")["sk"],
    ]
    assert sorted(entries, reverse=True) == entries


def test_the_last_due_key_parts_what_is_due_from_what_is_not() -> None:
    key = section_feed("world")
    due = item_keys.entry_key(key, NOW, "urn:1")["sk"]
    later = item_keys.entry_key(key, moment("2026-03-14T12:00:01"), "urn:1")["sk"]
    assert due < item_keys.last_due(NOW) < later


def test_the_bounds_of_entries_part_what_is_due_from_what_is_not() -> None:
    due, later = (item_keys.entry_key(SITE, NOW + timedelta(seconds=more), "urn:1")["sk"] for more in (0, 1))
    assert within(due, item_keys.due_entries(NOW))
    assert not within(later, item_keys.due_entries(NOW))
    assert within(later, item_keys.later_entries(NOW))
    assert not within(due, item_keys.later_entries(NOW))


def test_entries_and_tombstones_lie_between_their_bounds_and_what_is_stored_beside_a_lost_head_does_not() -> None:
    bounds = item_keys.entries_and_tombstones()
    assert within(item_keys.entry_key(SITE, NOW, "urn:1")["sk"], bounds)
    assert within(item_keys.tombstone_key(SITE, NOW, "urn:1")["sk"], bounds)
    for key in (item_keys.announced_key(SITE), document_key(SITE, "rss", "r1")):
        assert not within(key["sk"], bounds)


def within(sk: str, bounds: item_keys.Bounds) -> bool:
    return bounds[0] <= sk <= bounds[1]
