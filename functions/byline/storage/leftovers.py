"""What an erased article or author leaves in other items: versions, and documents of feeds. All can be removed at any time."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from byline.errors import Refused
from byline.model.feed_key import SITE, FeedKey
from byline.model.times import format_time
from byline.storage.document_keys import DOCUMENT, document_pk
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import feeds_at
from byline.storage.item_keys import DIRECTORY, ENTRY, SCHEMA, Item, all_of, article_key, feed_pk, feeds_named, key_of
from byline.storage.items import directory_entries, stored_article_from
from byline.storage.version_keys import VERSION
from byline.storage.versions import unpacked

STEP = 25
"""How many feeds are searched for documents before it is noted how far the search is."""

KEPT = timedelta(days=7)
"""How long after an erasure it is noted. A repetition begins anew after that."""


class Leftovers:
    """Finds and removes them in `table`. Each method raises StoreUnavailable; then call it again: it goes on where it was."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def feeds_of_versions(self, article_id: str) -> Iterator[FeedKey]:
        """The feeds that an article was in at any of its stored versions, except for damaged ones."""
        item = article_key(article_id)
        for version in self._table.query(item["pk"], between=all_of(VERSION), consistent=True):
            with suppress(Refused):
                yield from stored_article_from(unpacked(item, version)).feeds

    def feeds_beside(self, key: FeedKey) -> Iterator[FeedKey]:
        """The feed `key`, and every feed that an article in it is in too, each once."""
        found = {key}
        for entry in self._table.query(feed_pk(key), between=all_of(ENTRY), consistent=True):
            found.update(feeds_at(entry) or ())
        yield from sorted(found, key=str)

    def remove_versions(self, article_id: str) -> int:
        """Remove all versions of an article but the present one, and return how many there were."""
        return self._remove(article_key(article_id)["pk"], all_of(VERSION))

    def remove_documents(self, of: str | FeedKey, names: Iterable[str], erased_at: datetime) -> int:
        """Remove the documents of all states of every feed, and return how many this call has removed.

        What was erased at `erased_at`, an article by its id or an author by their feed, may have been in any feed that has not
        ended, and in those with `names`. Documents are rendered again when somebody asks for them.
        """
        pk = feed_pk(of) if isinstance(of, FeedKey) else article_key(of)["pk"]
        note: Item = {"pk": pk, "sk": "ERASING", "schema": SCHEMA, "erased_at": format_time(erased_at)}
        note["expires_at"] = int((erased_at + KEPT).timestamp())
        left, number = self._feeds_to_search(note, names), 0
        for start in range(0, len(left), STEP):
            step = left[start : start + STEP]
            number += sum(map(self._remove_documents_of, step))
            self._table.put({**note, "searched": str(step[-1])})
        self._table.delete(key_of(note))
        return number

    def _feeds_to_search(self, note: Item, names: Iterable[str]) -> list[FeedKey]:
        found = self._table.get(key_of(note), consistent=True) or {}
        searched = found["searched"] if found.get("erased_at") == note["erased_at"] else ""
        listed = (entry.key for entry in directory_entries(self._table.query(DIRECTORY, consistent=True)))
        return sorted((feed for feed in {SITE, *feeds_named(names), *listed} if str(feed) > searched), key=str)

    def _remove_documents_of(self, feed: FeedKey) -> int:
        # Releases up to 0.5 store documents beside the head, where they expire after seven days.
        return sum(self._remove(pk, all_of(DOCUMENT)) for pk in (document_pk(feed), feed_pk(feed)))

    def _remove(self, pk: str, bounds: tuple[str, str]) -> int:
        number = 0
        for item in self._table.query(pk, between=bounds, consistent=True):
            self._table.delete(key_of(item))
            number += 1
        return number
