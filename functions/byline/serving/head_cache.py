"""The current state of a feed: its head, from memory or from the table, at the time of a request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
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


TableOf = Callable[[], Table]


class HeadCache:
    """Caches heads for `memo_seconds`; 0 disables the cache.

    `table` returns the table to read; it is called only if no fresh head is cached.
    """

    def __init__(self, memo_seconds: float) -> None:
        self._heads: Memo[FeedKey, _ReadHead] = Memo(memo_seconds, MOST_HEADS)
        self._aliases: Memo[FeedKey, FeedKey] = Memo(ALIAS_SECONDS, MOST_HEADS)

    def state(self, table: TableOf, name: FeedKey, now: datetime) -> tuple[FeedKey, FeedState]:
        """The key that the feed called `name` is stored under, and its state at `now`.

        Raises UnknownFeed, and StoreUnavailable unless a head is cached. The cache holds heads, not states, so an embargo lifts
        at its second even if the table is unavailable.
        """
        cached = self._heads.fresh(name, now)
        # After a release, the article may have been moved or withdrawn meanwhile: the head is read again.
        if cached and not cached.state.released_by(now):
            return cached.feed.key, cached.at(now)
        try:
            return self._read(table(), name, now, consistent=False)
        except StoreUnavailable:
            cached = self._heads.stale(name)
            if cached is None:
                raise
            return cached.feed.key, replace(cached.at(now), stale=True)

    def current_state(self, table: TableOf, name: FeedKey, now: datetime) -> tuple[FeedKey, FeedState]:
        """Like `state`, but consistently read. Two containers with different memories could otherwise redirect to each other."""
        return self._read(table(), name, now, consistent=True)

    def _read(self, table: Table, name: FeedKey, now: datetime, *, consistent: bool) -> tuple[FeedKey, FeedState]:
        feed = find_served(table, self._aliases.fresh(name, now) or name, consistent=consistent)
        if feed.key != name:
            self._aliases.remember(name, feed.key, now)
        state = feed.head.at(now)
        self._heads.remember(name, _ReadHead(feed, state), now)
        return feed.key, state


@dataclass(frozen=True, slots=True)
class _ReadHead:
    """A head, and its state when it was read."""

    feed: ServedFeed
    state: FeedState

    def at(self, now: datetime) -> FeedState:
        """The state at `now`, if the head has not changed since."""
        return self.feed.head.at(now, self.state.moment)
