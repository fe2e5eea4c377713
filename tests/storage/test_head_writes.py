"""Changes of heads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from byline.errors import TransactionCancelled
from byline.model.feed_key import SITE, FeedKey, section_feed
from byline.model.feed_state import Head
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline.storage.head_writes import changed_head
from byline.storage.heads import head_from, profile_changes, release_changes, retirement
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


def test_a_head_is_new_with_every_change(table: Table, changed: Changed) -> None:
    table.transact([changed(SITE, None, published=NOW)])
    first = head(table)
    table.transact([changed(SITE, first)])
    assert (first.revision, head(table).revision) == ("e1", "e2")
    assert (first.changed_at, first.recent, first.releases) == (NOW, (NOW,), ())


def test_an_article_that_waits_is_a_release_and_no_publication_yet(table: Table, changed: Changed) -> None:
    table.transact([changed(SITE, None, published=NOW + HOUR)])
    assert (head(table).releases, head(table).recent) == ((NOW + HOUR,), ())


def test_two_editors_who_read_the_same_head_both_announce_their_articles(table: Table, changed: Changed) -> None:
    table.transact([changed(SITE, None)])
    read = head(table)
    for hours in (1, 2):
        table.transact([changed(SITE, read, published=NOW + hours * HOUR)])
    assert head(table).releases == (NOW + HOUR, NOW + 2 * HOUR)


def test_a_head_never_goes_back_to_an_earlier_time(table: Table, clock: Clock, changed: Changed) -> None:
    table.transact([changed(SITE, None)])
    read = head(table)
    clock.advance(hours=1)
    table.transact([changed(SITE, read)])
    clock.advance(hours=-1)
    with pytest.raises(TransactionCancelled):
        table.transact([changed(SITE, read)])
    table.transact([changed(SITE, head(table))])
    assert head(table).changed_at == NOW + HOUR


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


def test_releases_can_be_replaced(table: Table, changed: Changed) -> None:
    table.transact([changed(SITE, None, published=NOW + HOUR)])
    table.transact([changed(SITE, Head("any", NOW), also=release_changes([NOW + 2 * HOUR]))])
    assert head(table).releases == (NOW + 2 * HOUR,)
