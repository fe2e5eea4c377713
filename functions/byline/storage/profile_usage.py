"""Finds the feeds that show a section or author: those in which one of the newest articles names it."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import FeedKey
from byline.model.profiles import Author, Profile, Section
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import feeds_at
from byline.storage.item_keys import Item

SOON = timedelta(minutes=1)
"""Longer than an edit takes. Otherwise a document rendered when an embargo lifts during an edit would keep the old profile."""


_OWN_FEED_ONLY: dict[Any, set[str]] = {Section: {"description", "image"}, Author: set()}
"""The fields that no other feed shows. A field that is not listed here counts as shown."""


def shown_in_other_feeds(profile: Profile) -> Any:
    """The values of a section or author that feeds other than its own show, in any format."""
    return {each.name: getattr(profile, each.name) for each in fields(profile) if each.name not in _OWN_FEED_ONLY[type(profile)]}


def feeds_using_profile(table: Table, key: FeedKey, now: datetime) -> list[FeedKey]:
    """The other feeds that show the section or author `key` at `now` or within a minute, by consistent reads of its entries."""
    newest: dict[FeedKey, str] = {}
    for entry in _due(table, key, now + SOON):
        for feed in feeds_at(entry) or _feeds_of_article(table, entry):
            newest.setdefault(feed, entry["sk"])
    return [feed for feed, sk in newest.items() if feed != key and sk >= _oldest_shown(table, feed, now)]


def _due(table: Table, key: FeedKey, now: datetime, limit: int | None = None) -> list[Item]:
    due = item_keys.due_entries(now)
    return list(table.query(item_keys.feed_pk(key), between=due, newest_first=True, consistent=True, limit=limit))


def _oldest_shown(table: Table, feed: FeedKey, now: datetime) -> str:
    """The sort key of the oldest entry that the feed shows. An article's entries have the same sort key in every feed."""
    shown = _due(table, feed, now, MOST_ARTICLES)
    return str(shown[-1]["sk"]) if len(shown) == MOST_ARTICLES else ""


def _feeds_of_article(table: Table, entry: Item) -> tuple[FeedKey, ...]:
    """The feeds of an entry of schema 1, which does not list them."""
    item = table.get(item_keys.article_key(entry["article"]), consistent=True)
    return items.stored_article_from(item).feeds if item else ()
