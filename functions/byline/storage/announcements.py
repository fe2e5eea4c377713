"""The last announced state of each feed, which `announce_changes` reads and records."""

from byline.model.feed_key import FeedKey
from byline.storage.dynamodb import Table
from byline.storage.item_keys import SCHEMA, announced_key


class Announcements:
    """The revisions that hubs were last notified of. Both methods raise StoreUnavailable."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def last(self, key: FeedKey) -> str | None:
        """The last announced revision of the feed stored under `key`, None before the first, by a consistent read."""
        item = self._table.get(announced_key(key), consistent=True)
        return str(item["revision"]) if item else None

    def record(self, key: FeedKey, revision: str) -> None:
        """Record `revision` as the last announced one of the feed stored under `key`."""
        self._table.put({**announced_key(key), "schema": SCHEMA, "revision": revision})
