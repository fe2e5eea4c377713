"""What an erased article or author leaves in other items: versions, and documents of feeds. All can be removed at any time."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from byline.errors import Refused
from byline.model.feed_key import SITE, FeedKey
from byline.storage.document_keys import DOCUMENT, document_pk
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import feeds_at
from byline.storage.item_keys import DIRECTORY, ENTRY, all_of, article_key, feed_pk, feeds_named, key_of
from byline.storage.items import directory_entries, stored_article_from
from byline.storage.version_keys import VERSION
from byline.storage.versions import unpacked


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

    def remove_documents(self, names: Iterable[str]) -> int:
        """Remove the documents of all states of every feed, and return how many there were.

        What is erased may have been in any feed that has not ended, and in those with `names`. Documents are rendered again when
        somebody asks for them.
        """
        listed = (entry.key for entry in directory_entries(self._table.query(DIRECTORY, consistent=True)))
        feeds = dict.fromkeys((SITE, *feeds_named(names), *listed))
        # Releases up to 0.5 store documents beside the head, where they expire after seven days.
        partitions = [pk for feed in feeds for pk in (document_pk(feed), feed_pk(feed))]
        return sum(self._remove(pk, all_of(DOCUMENT)) for pk in partitions)

    def _remove(self, pk: str, bounds: tuple[str, str]) -> int:
        number = 0
        for item in self._table.query(pk, between=bounds, consistent=True):
            self._table.delete(key_of(item))
            number += 1
        return number
