"""Which feeds show a section or an author at present: those among whose newest articles is one that names it."""

from datetime import datetime, timedelta
from typing import Any, assert_never

from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import FeedKey
from byline.model.kinds import feeds_of
from byline.model.profiles import Author, Section
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import feeds_at
from byline.storage.item_keys import Item

SOON = timedelta(minutes=1)
"""More than an edit takes: a document made at an embargo's second, while a profile changes, would keep what it was before."""


def shown_in_other_feeds(profile: Section | Author) -> Any:
    """What other feeds than its own show of a section or author, in one format or another."""
    match profile:
        case Section():
            return profile.slug, profile.title, profile.url, profile.summaries_only
        case Author():
            return profile
        case _:
            assert_never(profile)


def feeds_using_profile(table: Table, key: FeedKey, now: datetime) -> list[FeedKey]:
    """The feeds but its own that show the section or author `key` at `now` or soon, by consistent reads of all its places."""
    newest: dict[FeedKey, str] = {}
    for place in _due(table, key, now + SOON):
        for feed in feeds_at(place) or _feeds_of_article(table, place):
            newest.setdefault(feed, place["sk"])
    return [feed for feed, place in newest.items() if feed != key and place >= _oldest_shown(table, feed, now)]


def _due(table: Table, key: FeedKey, now: datetime, limit: int | None = None) -> list[Item]:
    due = (item_keys.ENTRY, item_keys.last_due(now))
    return list(table.query(item_keys.feed_pk(key), between=due, newest_first=True, consistent=True, limit=limit))


def _oldest_shown(table: Table, feed: FeedKey, now: datetime) -> str:
    """Places sort alike in every feed, so that the last one a feed shows tells what is too old for it."""
    shown = _due(table, feed, now, MOST_ARTICLES)
    return str(shown[-1]["sk"]) if len(shown) == MOST_ARTICLES else ""


def _feeds_of_article(table: Table, place: Item) -> tuple[FeedKey, ...]:
    """For places of schema 1, which do not say in which other feeds their article stands."""
    item = table.get(item_keys.article_key(place["article"]), consistent=True)
    return feeds_of(items.article_from(item)) if item else ()
