"""Rendered documents in the table: compressed, in a partition for each feed, under the revision that they show.

They are derived items: a document that is missing, truncated, altered or of unknown origin counts as absent and is rendered
again.
"""

import hashlib
from datetime import datetime, timedelta

from byline.model.feed_key import FeedKey
from byline.storage.document_keys import document_key
from byline.storage.dynamodb import Table
from byline.storage.item_keys import SCHEMA

LIFETIME = timedelta(days=7)
"""DynamoDB may delete a document after this time."""

LARGEST = 380_000
"""The size of the largest document that is stored, in bytes. DynamoDB's limit of 400 KB includes keys and attributes."""


class StoredDocuments:
    """The documents in `table`. `rendering` is what a document depends on besides its feed: see `Format.rendering_key`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, key: FeedKey, rendering: str, revision: str) -> bytes | None:
        """The gzip-compressed document, None if it is absent or damaged; raises StoreUnavailable."""
        item = self._table.get(document_key(key, rendering, revision))
        packed = item.get("packed") if item else None
        if item is None or not isinstance(packed, bytes) or item.get("digest") != _digest(packed):
            return None
        return packed

    def keep(self, key: FeedKey, rendering: str, revision: str, packed: bytes, now: datetime) -> None:
        """Store a document, unless it is larger than LARGEST; raises StoreUnavailable."""
        if len(packed) > LARGEST:
            return
        self._table.put(
            {
                **document_key(key, rendering, revision),
                "schema": SCHEMA,
                "packed": packed,
                "digest": _digest(packed),
                "expires_at": int((now + LIFETIME).timestamp()),
            }
        )


def _digest(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()
