"""The current document of a feed: from memory, from the table or newly rendered, in this order.

The feed service imports this module with the first document, because a 304 needs none.
"""

import gzip
from dataclasses import dataclass, replace
from datetime import datetime

from byline.errors import StoreUnavailable
from byline.formats.registry import FORMATS, Format
from byline.formats.rendering import render
from byline.model.feed import LeftOut
from byline.model.feed_key import FeedKey
from byline.model.feed_state import FeedState
from byline.model.site import Site
from byline.serving.memo import Memo
from byline.storage.documents import StoredDocuments
from byline.storage.dynamodb import Table
from byline.storage.feed_reader import FeedReader

LARGEST_MEMORY = 16_000_000
"""The most bytes of compressed documents that a container caches."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The result of rendering a document: the articles that were left out, and whether the document could be stored."""

    left_out: tuple[LeftOut, ...] = ()
    stored: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A gzip-compressed document and the state of the feed that it shows; `rendered` is set only if this call rendered it."""

    state: FeedState
    packed: bytes
    rendered: Rendered | None = None


class DocumentCache:
    """The documents of `site`. Caches documents for `memo_seconds`; 0 disables the cache."""

    def __init__(self, site: Site, memo_seconds: float) -> None:
        self._site = site
        self._rendering_keys = {format_.name: format_.rendering_key(site) for format_ in FORMATS}
        self._documents: Memo[tuple[FeedKey, str], Document] = Memo(memo_seconds, LARGEST_MEMORY)

    def document(self, table: Table, key: FeedKey, format_: Format, state: FeedState, now: datetime) -> Document:
        """The document of `state`, whose articles are in `table`.

        If the table is unavailable or its time limit is reached: the document that this container has last had, unless an embargo
        has lifted since. Its state is that document's, and stale.

        Raises StoreUnavailable if there is neither.
        """
        remembered = self._documents.stale((key, format_.name))
        if remembered and remembered.state.revision == state.revision:
            document = replace(remembered, state=state)
            if remembered.state.next_release_at != state.next_release_at:  # which decides until when it may be served later
                self._remember(key, format_, document, now)
            return document
        try:
            document = self._stored(table, key, format_, state) or self._render(table, key, format_, state, now)
        except StoreUnavailable:
            if remembered is None or remembered.state.released_by(now):
                raise
            return replace(remembered, state=replace(remembered.state, stale=True))
        self._remember(key, format_, document, now)
        return document

    def _stored(self, table: Table, key: FeedKey, format_: Format, state: FeedState) -> Document | None:
        packed = StoredDocuments(table).find(key, self._rendering_keys[format_.name], state.revision)
        return Document(state, packed) if packed else None

    def _render(self, table: Table, key: FeedKey, format_: Format, state: FeedState, now: datetime) -> Document:
        feed, unreadable = FeedReader(table).feed(key, self._site, state)
        document, unwritable = render(feed, format_)
        # mtime=0: with a time, two renderings of one state would differ.
        packed = gzip.compress(document, compresslevel=6, mtime=0)
        stored = self._store(table, key, format_, state, packed, now)
        return Document(state, packed, Rendered((*unreadable, *unwritable), stored))

    def _store(self, table: Table, key: FeedKey, format_: Format, state: FeedState, packed: bytes, now: datetime) -> bool:
        """Whether the document was stored. If not, it is served anyway, and rendered again for the next request."""
        try:
            StoredDocuments(table).keep(key, self._rendering_keys[format_.name], state.revision, packed, now)
        except StoreUnavailable:
            return False
        return True

    def _remember(self, key: FeedKey, format_: Format, document: Document, now: datetime) -> None:
        # Without `rendered`: only the call that rendered the document reports what was left out.
        self._documents.remember((key, format_.name), Document(document.state, document.packed), now, len(document.packed))
