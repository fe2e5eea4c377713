"""Documents as they are stored beside the head of their feed: compressed, under the revision they show, for a while.

They are derived. Whatever is missing, cut short, altered or not ours is as good as absent and is made again.
"""

import hashlib
from datetime import datetime, timedelta

from byline.model.feed_key import FeedKey
from byline.storage import item_keys
from byline.storage.dynamodb import Table

LIFETIME = timedelta(days=7)
LARGEST = 380_000
"""In bytes: DynamoDB's items hold 400 KB with their keys and attributes."""


class StoredDocuments:
    """`kind` tells all that a document depends on beside its feed and revision: see `formats.identity`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, key: FeedKey, kind: str, revision: str) -> bytes | None:
        """The gzip-compressed document, if it is there and whole; raises StoreUnavailable."""
        item = self._table.get(self._key(key, kind, revision))
        packed = item.get("packed") if item else None
        if item is None or not isinstance(packed, bytes) or item.get("digest") != _digest(packed):
            return None
        return packed

    def keep(self, key: FeedKey, kind: str, revision: str, packed: bytes, now: datetime) -> None:
        """Store a document, unless it is larger than an item may be; raises StoreUnavailable."""
        if len(packed) > LARGEST:
            return
        self._table.put(
            {
                **self._key(key, kind, revision),
                "schema": item_keys.SCHEMA,
                "packed": packed,
                "digest": _digest(packed),
                "expires_at": int((now + LIFETIME).timestamp()),
            }
        )

    def _key(self, key: FeedKey, kind: str, revision: str) -> item_keys.Item:
        return {"pk": item_keys.feed_pk(key), "sk": f"{item_keys.DOCUMENT}{kind}#{revision}"}


def _digest(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()
