"""Changes of heads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from byline.errors import TransactionCancelled
from byline.model.feed_key import SITE, FeedKey, section_feed
from byline.model.feed_state import MARGIN, SECOND, Head
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline.storage.head_writes import MOST_RELEASES, Release, changed_head, released_head
from byline.storage.heads import EMPTY_HEAD, head_from, profile_changes, release_name, retirement
from byline.storage.writes import Write
from tests.support.factories import NOW, Clock, counter, section

WORLD = section_feed("world")
HOUR = timedelta(hours=1)
Changed = Callable[..., Write]


@pytest.fixture
def changed(clock: Clock) -> Changed:
    """Changes heads at the clock's time, each with a new revision."""
    new_revision = counter("e")

    def make(key: FeedKey, head: Head | None, **more: Any) -> Write:
        return changed_head(key, head, revision=new_revision(), now=clock(), **more)

    return make


def head(table: Table, key: FeedKey = SITE) -> Head:
    return head_from(table.get(item_keys.head_key(key)) or {})


def released(name: str, published: datetime | None) -> dict[str, Any]:
    return {"releases": [Release.of(name, published)]}


def test_a_head_is_new_with_every_change(table: Table, changed: Changed) -> None:
    table.transact([changed(SITE, None, **released("a", NOW - HOUR))])
    first = head(table)
    table.transact([changed(SITE, first)])
    assert (first.revision, head(table).revision) == ("e1", "e2")
    assert (first.changed_at, first.recent, first.releases) == (NOW, (NOW - HOUR,), {})


def test_an_article_that_waits_is_a_release_and_no_publication_yet(table: Table, changed: Changed) -> None:
    table.transact([changed(SITE, None, **released("a", NOW + HOUR))])
    assert (head(table).releases, head(table).recent) == ({release_name("a"): NOW + HOUR}, ())


def test_an_article_published_now_is_a_release_too_since_other_clocks_may_be_behind(table: Table, changed: Changed) -> None:
    table.transact([changed(SITE, None, **released("a", NOW))])
    assert (head(table).releases, head(table).recent) == ({release_name("a"): NOW}, (NOW,))
    behind, right = head(table).at(NOW - SECOND), head(table).at(NOW)
    assert behind.revision != right.revision


def test_a_release_is_removed_when_it_is_past_by_every_clock(table: Table, changed: Changed, clock: Clock) -> None:
    table.transact([changed(SITE, None, **released("a", NOW))])
    for seconds, left in ((1, 1), (MARGIN.total_seconds() - 1, 0)):
        clock.advance(seconds=seconds)
        table.transact([changed(SITE, head(table))])
        assert len(head(table).releases) == left


def test_a_release_that_is_set_anew_meanwhile_is_not_removed(table: Table, changed: Changed, clock: Clock) -> None:
    table.transact([changed(SITE, None, **released("a", NOW))])
    read = head(table)
    clock.advance(minutes=1)
    table.transact([changed(SITE, read, **released("a", NOW + HOUR))])
    clock.advance(seconds=1)
    with pytest.raises(TransactionCancelled):
        table.transact([changed(SITE, read)])
    table.transact([changed(SITE, head(table))])
    assert list(head(table).releases.values()) == [NOW + HOUR]


def test_very_many_past_releases_are_removed_little_by_little(table: Table, changed: Changed, clock: Clock) -> None:
    releases = [Release.of(str(number), NOW) for number in range(2 * MOST_RELEASES)]
    table.transact([changed(SITE, None, releases=releases)])
    for left in (MOST_RELEASES, 0):
        clock.advance(minutes=1)
        table.transact([changed(SITE, head(table))])
        assert len(head(table).releases) == left


def test_two_editors_who_read_the_same_head_both_note_their_articles(table: Table, changed: Changed, clock: Clock) -> None:
    table.transact([changed(SITE, None)])
    read = head(table)
    for hours in (1, 2):
        clock.advance(seconds=1)
        table.transact([changed(SITE, read, **released(str(hours), NOW + hours * HOUR))])
    assert set(head(table).releases.values()) == {NOW + HOUR, NOW + 2 * HOUR}


def test_a_second_edit_in_one_second_is_marked(table: Table, changed: Changed, clock: Clock) -> None:
    table.transact([changed(SITE, None)])
    first = head(table)
    with pytest.raises(TransactionCancelled):
        table.transact([changed(SITE, None)])
    for _ in range(2):
        table.transact([changed(SITE, head(table))])
        assert (first.crowded, head(table).crowded, head(table).changed_at) == (False, True, NOW)
    clock.advance(seconds=2)
    table.transact([changed(SITE, head(table))])
    assert (head(table).crowded, head(table).changed_at) == (False, NOW + 2 * SECOND)


def test_an_edit_just_before_a_release_has_no_date_that_the_release_has_too(table: Table, changed: Changed, clock: Clock) -> None:
    release = NOW + HOUR
    table.transact([changed(SITE, None, **released("a", release))])
    clock.now = release - SECOND
    table.transact([changed(SITE, head(table))])
    assert head(table).modified > release


@pytest.mark.parametrize("published", [NOW + HOUR, None])
def test_a_release_is_noted_and_taken_away_without_any_visible_change(
    table: Table, changed: Changed, published: datetime | None
) -> None:
    table.transact([changed(SITE, None, **released("a", NOW + 2 * HOUR))])
    before = head(table)
    table.transact([released_head(SITE, before, Release.of("a", published), NOW)])
    assert list(head(table).releases.values()) == ([published] if published else [])
    assert visible(head(table)) == visible(before)


def visible(shown: Head) -> Any:
    return replace(shown.at(NOW), next_release_at=None)


def test_a_site_that_has_published_nothing_looks_the_same_when_something_is_scheduled(table: Table) -> None:
    write = released_head(SITE, None, Release.of("a", NOW + HOUR), NOW)
    table.transact([write])
    assert visible(head(table)) == visible(EMPTY_HEAD)
    assert list(head(table).releases.values()) == [NOW + HOUR]
    with pytest.raises(TransactionCancelled):
        table.transact([write])


def test_a_head_never_goes_back_to_an_earlier_time(table: Table, clock: Clock, changed: Changed) -> None:
    table.transact([changed(SITE, None)])
    clock.advance(seconds=10)
    read = head(table)
    clock.advance(hours=1)
    table.transact([changed(SITE, read)])
    clock.advance(hours=-1)
    with pytest.raises(TransactionCancelled):
        table.transact([changed(SITE, read)])
    table.transact([changed(SITE, head(table))])
    assert head(table).changed_at == NOW + HOUR + 10 * SECOND


def test_an_exact_change_needs_the_head_as_it_was_read(table: Table, changed: Changed) -> None:
    table.transact([changed(SITE, None, exactly=True)])
    read = head(table)
    with pytest.raises(TransactionCancelled):
        table.transact([changed(SITE, None, exactly=True)])
    table.transact([changed(SITE, read)])
    with pytest.raises(TransactionCancelled):
        table.transact([changed(SITE, read, exactly=True)])


def test_a_head_says_what_its_profile_says(table: Table, changed: Changed) -> None:
    table.transact([changed(WORLD, None, also=profile_changes(WORLD, None, section(url="https://www.example.com/world")))])
    assert (head(table, WORLD).home_page_url, head(table, WORLD).slug) == ("https://www.example.com/world", None)
    table.transact([changed(WORLD, head(table, WORLD), also=profile_changes(WORLD, head(table, WORLD), section("global")))])
    assert (head(table, WORLD).home_page_url, head(table, WORLD).slug) == (None, "global")
    table.transact([changed(WORLD, head(table, WORLD))])
    assert head(table, WORLD).slug == "global"
    table.transact([changed(WORLD, head(table, WORLD), also=profile_changes(WORLD, head(table, WORLD), section()))])
    assert head(table, WORLD).slug == "world"


def test_a_feed_that_has_ended_stays_so(table: Table, changed: Changed) -> None:
    table.transact([changed(WORLD, None, also=retirement())])
    table.transact([changed(WORLD, head(table, WORLD))])
    assert head(table, WORLD).retired
