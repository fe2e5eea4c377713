"""The items derived from a stored article."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import Refused
from byline.model.feed_key import SITE, author_feed, section_feed
from byline.model.lifecycle import StoredArticle, Withdrawal
from byline.model.times import format_time
from byline.storage.feed_entries import DerivedItems, derived_items, feeds_at, feeds_in, tombstone_from
from byline.storage.finding_keys import LIST
from byline.storage.item_keys import SCHEDULE, SCHEMA, TOMBSTONE, due_in_schedule, recent_tombstones
from tests.support.factories import NOW, article, tombstone

FEEDS = (SITE, section_feed("world"), section_feed("sea"), author_feed("jane-doe"))
SECOND = timedelta(seconds=1)


def story(**changes: Any) -> Any:
    return article(sections=("world", "sea"), **changes)


def gone(*, seen: bool, notice: str = "") -> StoredArticle:
    return StoredArticle(story(), withdrawal=Withdrawal(at=NOW, notice=notice, seen=seen))


def in_feeds(stored_article: StoredArticle | None) -> DerivedItems:
    """The derived items without the one in a list, which test_article_lists tests."""
    return {key: item for key, item in derived_items(stored_article, NOW).items() if not key[0].startswith(LIST)}


def partitions(stored_article: StoredArticle | None) -> list[str]:
    return sorted(pk for pk, _ in in_feeds(stored_article))


def test_a_published_article_has_one_entry_in_every_feed_it_belongs_to() -> None:
    assert partitions(StoredArticle(story())) == sorted(f"FEED#{key}" for key in FEEDS)
    assert feeds_in(StoredArticle(story())) == FEEDS


def test_each_entry_holds_the_feeds_of_the_others() -> None:
    for item in in_feeds(StoredArticle(story())).values():
        assert feeds_at(item) == FEEDS


def test_an_entry_of_schema_1_does_not_hold_the_feeds_of_the_others() -> None:
    assert feeds_at({"pk": "FEED#site", "sk": "ENTRY#…", "article": "tag:example.com,2026:0001"}) is None


def test_an_article_that_names_nothing_is_in_the_sites_feed_alone() -> None:
    ((_, item),) = in_feeds(StoredArticle(article(sections=(), authors=()))).items()
    assert (item["pk"], feeds_at(item)) == ("FEED#site", (SITE,))


def test_an_article_that_waits_has_entries_ahead_of_its_time_and_is_scheduled_as_well() -> None:
    waiting = StoredArticle(story(published=NOW + SECOND))
    assert partitions(waiting) == sorted([*(f"FEED#{key}" for key in FEEDS), SCHEDULE])
    assert not any(pk == SCHEDULE for pk, _ in derived_items(waiting, NOW + SECOND))


@pytest.mark.parametrize(
    "stored_article", [None, StoredArticle(story(), draft=True), gone(seen=False)], ids=["nothing", "draft", "unseen"]
)
def test_what_no_reader_has_seen_or_will_see_is_in_no_feed(stored_article: StoredArticle | None) -> None:
    assert (in_feeds(stored_article), feeds_in(stored_article)) == ({}, ())


def test_a_withdrawn_article_has_a_tombstone_wherever_readers_saw_it() -> None:
    made = in_feeds(gone(seen=True, notice="Gone."))
    assert sorted(pk for pk, _ in made) == sorted(f"FEED#{key}" for key in FEEDS)
    expected = tombstone(1, notice="Gone.")
    assert {tombstone_from(item) for item in made.values()} == {expected}
    assert feeds_in(gone(seen=True)) == FEEDS


def test_a_tombstone_without_a_notice_is_read_as_it_was_written() -> None:
    assert {tombstone_from(item) for item in in_feeds(gone(seen=True)).values()} == {tombstone(1)}


def test_the_items_of_an_article_are_in_the_feeds_it_is_stored_with() -> None:
    feeds = (SITE, section_feed("picks"))
    for withdrawal in (None, Withdrawal(at=NOW, seen=True)):
        selected = StoredArticle(story(), withdrawal=withdrawal, feeds=feeds)
        assert partitions(selected) == sorted(f"FEED#{key}" for key in feeds)
        assert feeds_in(selected) == feeds
    for item in in_feeds(StoredArticle(story(), feeds=feeds)).values():
        assert feeds_at(item) == feeds


@pytest.mark.parametrize("lost", ["article", "at", "url", "published"])
def test_what_is_no_tombstone_is_refused(lost: str) -> None:
    (item, *_) = in_feeds(gone(seen=True)).values()
    with pytest.raises(Refused):
        tombstone_from({name: value for name, value in item.items() if name != lost})


def test_the_bounds_of_recent_tombstones_are_inclusive() -> None:
    low, high = recent_tombstones(NOW + timedelta(days=30), 30)
    assert low <= f"{TOMBSTONE}{format_time(NOW)}#tag:example.com,2026:0001" < high
    assert f"{TOMBSTONE}{format_time(NOW - SECOND)}#z" < low


def test_the_bounds_of_the_schedule_part_what_is_due_from_what_is_not() -> None:
    low, high = due_in_schedule(NOW)
    assert low < f"{format_time(NOW)}#tag:example.com,2026:0001" < high < f"{format_time(NOW + SECOND)}#a"


@given(st.integers(-5, 5), st.booleans(), st.sampled_from([None, True, False]))
def test_every_item_is_under_its_own_key_and_holds_the_id_of_its_article(seconds: int, draft: bool, seen: bool | None) -> None:
    stored_article = StoredArticle(
        story(published=NOW + seconds * SECOND),
        draft and seen is None,
        None if seen is None else Withdrawal(at=NOW, seen=seen),
    )
    for key, item in derived_items(stored_article, NOW).items():
        assert key == (item["pk"], item["sk"])
        assert item["schema"] == SCHEMA
    assert {item["article"] for item in in_feeds(stored_article).values()} <= {stored_article.article.id}
    assert {pk for pk, _ in in_feeds(stored_article)} - {SCHEDULE} == {f"FEED#{feed}" for feed in feeds_in(stored_article)}
