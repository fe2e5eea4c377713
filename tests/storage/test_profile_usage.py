"""The feeds that show a section or author, and the fields that they show."""

from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_edits import AS_STORED, PutArticle, WithdrawArticle
from byline.desk.publisher import Publisher
from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.profiles import Author, Section
from byline.model.times import format_time
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline.storage.profile_usage import SOON, UsageSearch, shown_in_other_feeds
from tests.support.factories import DRAFT, NOW, Clock, article, author, image, section

WORLD, SEA, JANE, JOHN = section_feed("world"), section_feed("sea"), author_feed("jane-doe"), author_feed("john-roe")


@pytest.fixture
def newsroom(publisher: Publisher) -> Publisher:
    for profile in (section("world"), section("sea"), author("jane-doe"), author("john-roe")):
        publisher.put(profile)
    return publisher


def using(table: Table, key: FeedKey, clock: Clock) -> set[FeedKey]:
    search, now = UsageSearch(table, key), clock()
    found = search.first(now)
    feeds = [*found.feeds]
    while found.before is not None:
        found = search.part(found.before, now)
        feeds += found.feeds
    assert len(set(feeds)) == len(feeds)
    return set(feeds)


def test_who_is_named_nowhere_is_shown_nowhere(newsroom: Publisher, table: Table, clock: Clock) -> None:
    newsroom.put(article())
    assert using(table, JOHN, clock) == set()


def test_all_feeds_of_an_article_show_who_it_names(newsroom: Publisher, table: Table, clock: Clock) -> None:
    newsroom.put(article(1))
    newsroom.put(article(2, sections=("sea",), authors=("jane-doe", "john-roe")))
    assert using(table, JANE, clock) == {SITE, WORLD, SEA, JOHN}
    assert using(table, WORLD, clock) == {SITE, JANE}


def test_an_article_that_waits_shows_somebody_from_a_minute_before_its_second(
    newsroom: Publisher, table: Table, clock: Clock
) -> None:
    newsroom.put(article(published=NOW + timedelta(hours=1)))
    clock.now += timedelta(hours=1) - SOON - timedelta(seconds=1)
    assert using(table, JANE, clock) == set()
    clock.advance(seconds=1)
    assert using(table, JANE, clock) == {SITE, WORLD}


@pytest.mark.parametrize("gone", [True, False])
def test_a_draft_and_a_withdrawn_article_show_nobody(newsroom: Publisher, table: Table, clock: Clock, gone: bool) -> None:
    newsroom.articles.edit(PutArticle(article(), lifecycle=AS_STORED if gone else DRAFT))
    newsroom.articles.edit(WithdrawArticle(article().id, notice="Gone."))
    assert using(table, JANE, clock) == set()


def test_a_feed_shows_nobody_whose_articles_are_too_old_for_it(newsroom: Publisher, table: Table, clock: Clock) -> None:
    newsroom.put(article(MOST_ARTICLES, sections=("world", "sea"), authors=("john-roe",)))
    for number in range(1, MOST_ARTICLES):
        newsroom.put(article(number))
    assert using(table, JOHN, clock) == {SITE, WORLD, SEA}
    newsroom.put(article(MOST_ARTICLES + 1))
    assert using(table, JOHN, clock) == {SITE, WORLD, SEA}
    newsroom.put(article(0))
    assert using(table, JOHN, clock) == {SEA}


def test_the_feeds_of_entries_of_schema_1_are_those_of_their_article(newsroom: Publisher, table: Table, clock: Clock) -> None:
    newsroom.put(article(1))
    newsroom.put(article(2, sections=("sea",)))
    for item in table.query(item_keys.feed_pk(JANE), between=(item_keys.ENTRY, item_keys.last_due(NOW))):
        table.put({name: value for name, value in item.items() if name != "feeds"})
    assert using(table, JANE, clock) == {SITE, WORLD, SEA}


def test_an_entry_without_an_article_shows_nothing(newsroom: Publisher, table: Table, clock: Clock) -> None:
    table.put({"pk": item_keys.feed_pk(JANE), "sk": f"{item_keys.ENTRY}{format_time(NOW)}#x", "article": "x"})
    assert using(table, JANE, clock) == set()


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"title": "Globe"}, True),
        ({"slug": "globe"}, True),
        ({"url": "https://www.example.com/w"}, True),
        ({"summaries_only": True}, True),
        ({"description": "Other."}, False),
        ({"image": image()}, False),
    ],
)
def test_other_feeds_show_of_a_section_what_its_articles_say(changes: dict[str, Any], seen: bool) -> None:
    slug = changes.get("slug", "world")
    changed = Section(**{"slug": slug, "title": "World", "description": "All about world.", **changes})
    assert (shown_in_other_feeds(changed) != shown_in_other_feeds(section("world"))) is seen


@pytest.mark.parametrize("changes", [{"name": "J"}, {"bio": ""}, {"url": "https://a.example"}, {"image": image()}])
def test_other_feeds_show_everything_of_an_author(changes: dict[str, Any]) -> None:
    changed = Author(**{"slug": "jane-doe", "name": "Jane Doe", "bio": "Jane Doe writes.", **changes})
    assert shown_in_other_feeds(changed) != shown_in_other_feeds(author("jane-doe"))
