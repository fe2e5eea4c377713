"""The current state of a feed: its head, from memory or from the table, at the time of a request."""

from collections.abc import Callable
from datetime import datetime

from byline.errors import StoreUnavailable
from byline.model.feed_key import FeedKey
from byline.model.feed_state import FeedState
from byline.serving.memo import Memo
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import ServedFeed, find_served

MOST_HEADS = 10_000
"""The most heads that a container caches."""

ALIAS_SECONDS = 86_400
"""How long a container caches the stored key of a renamed feed, which never changes."""


class HeadCache:
    """Caches heads for `memo_seconds`; 0 disables the cache."""

    def __init__(self, memo_seconds: float) -> None:
        self._heads: Memo[FeedKey, ServedFeed] = Memo(memo_seconds, MOST_HEADS)
        self._aliases: Memo[FeedKey, FeedKey] = Memo(ALIAS_SECONDS, MOST_HEADS)

    def state(self, table: Callable[[], Table], name: FeedKey, now: datetime) -> tuple[FeedKey, FeedState]:
        """The key that the feed called `name` is stored under, and its state at `now`. `table` is called for the table to read,
        only if no fresh head is cached. Raises UnknownFeed, and StoreUnavailable unless a head is cached.

        The cache holds heads, not states, so an embargo lifts at its second even if the head is cached.
        """
        found = self._heads.fresh(name, now)
        if found is None:
            try:
                found = find_served(table(), self._aliases.fresh(name, now) or name)
            except StoreUnavailable:
                found = self._heads.stale(name)
                if found is None:
                    raise
            else:
                self._heads.remember(name, found, now)
                if found.key != name:
                    self._aliases.remember(name, found.key, now)
        return found.key, found.head.at(now)
