"""An article whose stored feeds differ from those of its sections and authors is moved and withdrawn in all its feeds."""

from datetime import timedelta

import pytest

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.lifecycle import StoredArticle
from byline.storage import item_keys
from byline.storage.article_edits import ArticleEdits
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome
from byline.storage.item_keys import ENTRY, SCHEDULE, TOMBSTONE
from byline.storage.profile_usage import UsageSearch
from tests.support.factories import NOW, Clock, article, author, counter, section

WORLD, PICKS, JANE = section_feed("world"), section_feed("picks"), author_feed("jane-doe")
FEEDS = (SITE, WORLD, JANE, PICKS)
HOUR = timedelta(hours=1)


@pytest.fixture
def newsroom(publisher: Publisher) -> Publisher:
    for profile in (section("world"), section("picks"), author("jane-doe")):
        publisher.put(profile)
    return publisher


def select(table: Table, clock: Clock, stored_article: StoredArticle) -> None:
    """Store the article directly, without the desk."""
    edits = ArticleEdits(Editor(table, clock, counter("selected-")))
    edits.write(edits.read(stored_article.article.id, ()), stored_article, clock())


def in_feeds(table: Table, prefix: str) -> list[FeedKey]:
    return [key for key in FEEDS if any(item["sk"].startswith(prefix) for item in table.query(item_keys.feed_pk(key)))]


def revisions(table: Table) -> list[str]:
    return [str((table.get(item_keys.head_key(key)) or {}).get("revision")) for key in FEEDS]


def test_it_has_an_entry_in_each_of_them(newsroom: Publisher, table: Table, clock: Clock) -> None:
    before = revisions(table)
    select(table, clock, StoredArticle(article(), feeds=FEEDS))
    assert in_feeds(table, ENTRY) == list(FEEDS)
    assert all(new != old for new, old in zip(revisions(table), before, strict=True))
    assert DeskReader(table).article(article().id).stored_article.feeds == FEEDS


def test_an_edit_by_the_desk_removes_it_from_feeds_that_do_not_follow(newsroom: Publisher, table: Table, clock: Clock) -> None:
    select(table, clock, StoredArticle(article(), feeds=FEEDS))
    before = revisions(table)
    assert newsroom.articles.edit(PutArticle(article(title="Corrected"))).outcome is Outcome.CHANGED
    assert in_feeds(table, ENTRY) == [SITE, WORLD, JANE]
    assert all(new != old for new, old in zip(revisions(table), before, strict=True))


def test_a_move_in_time_moves_every_entry(newsroom: Publisher, table: Table, clock: Clock) -> None:
    select(table, clock, StoredArticle(article(), feeds=FEEDS))
    select(table, clock, StoredArticle(article(published=NOW - HOUR), feeds=FEEDS))
    for key in FEEDS:
        entries = [item for item in table.query(item_keys.feed_pk(key)) if item["sk"].startswith(ENTRY)]
        assert [item_keys.moment_in(entry["sk"]) for entry in entries] == [NOW - HOUR]


def test_a_withdrawal_leaves_a_tombstone_in_each_of_them(newsroom: Publisher, table: Table, clock: Clock) -> None:
    select(table, clock, StoredArticle(article(), feeds=FEEDS))
    newsroom.articles.edit(WithdrawArticle(article().id, "Gone."))
    assert (in_feeds(table, ENTRY), in_feeds(table, TOMBSTONE)) == ([], list(FEEDS))
    newsroom.articles.edit(PutArticle(article(), lifecycle=StatedLifecycle(restores=True)))
    assert (in_feeds(table, ENTRY), in_feeds(table, TOMBSTONE)) == ([SITE, WORLD, JANE], [])


def test_the_schedule_names_each_of_them(newsroom: Publisher, table: Table, clock: Clock) -> None:
    select(table, clock, StoredArticle(article(published=NOW + HOUR), feeds=FEEDS))
    (scheduled,) = table.query(SCHEDULE)
    assert item_keys.feeds_from(scheduled["feeds"]) == FEEDS


def test_a_profile_that_it_names_is_shown_in_each_of_them(newsroom: Publisher, table: Table, clock: Clock) -> None:
    select(table, clock, StoredArticle(article(), feeds=FEEDS))
    assert set(UsageSearch(table, JANE).first(clock()).feeds) == {SITE, WORLD, PICKS}
