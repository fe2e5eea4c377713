"""The feeds that show a section or author, by all entries of its feed: the truth for the search in parts."""

from datetime import datetime

from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import FeedKey
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import feeds_at
from byline.storage.item_keys import Item
from byline.storage.profile_usage import SOON


def feeds_using_profile(table: Table, key: FeedKey, now: datetime, most: int = MOST_ARTICLES) -> set[FeedKey]:
    """The other feeds that show `key` at `now` or within a minute, if a feed shows `most` articles."""
    newest: dict[FeedKey, str] = {}
    for entry in _due(table, key, now + SOON):
        for feed in feeds_at(entry) or ():
            newest.setdefault(feed, entry["sk"])
    return {feed for feed, sk in newest.items() if feed != key and sk >= _oldest_shown(table, feed, now, most)}


def _due(table: Table, key: FeedKey, now: datetime, limit: int | None = None) -> list[Item]:
    due = item_keys.due_entries(now)
    return list(table.query(item_keys.feed_pk(key), between=due, newest_first=True, consistent=True, limit=limit))


def _oldest_shown(table: Table, feed: FeedKey, now: datetime, most: int) -> str:
    shown = _due(table, feed, now, most)
    return str(shown[-1]["sk"]) if len(shown) == most else ""
