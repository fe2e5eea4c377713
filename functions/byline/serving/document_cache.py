"""The current document of a feed: remembered, stored or rendered, whichever is nearest, and what to do in trouble."""

import gzip
from dataclasses import dataclass
from datetime import datetime

from byline.errors import StoreUnavailable
from byline.formats.identity import document_kind
from byline.formats.registry import FORMATS, Format
from byline.formats.rendering import Rendered, render
from byline.model.feed_key import FeedKey
from byline.model.feed_state import FeedState
from byline.model.site import Site
from byline.serving.memo import Memo
from byline.storage.documents import StoredDocuments
from byline.storage.feed_reader import FeedReader, FoundFeed

MOST_HEADS = 10_000
NAMES_FOR = 86_400
"""Seconds that a container remembers under which key a renamed feed is stored: that never changes."""

LARGEST_MEMORY = 16_000_000
"""Bytes of compressed documents that a container remembers."""


@dataclass(frozen=True, slots=True)
class Document:
    """A gzip-compressed document and the state of the feed it shows; `rendered` only where it was made just now."""

    state: FeedState
    packed: bytes
    rendered: Rendered | None = None


class DocumentCache:
    """Has the documents of `site`. Remembers heads for `memo_seconds`; 0 remembers nothing.

    Its methods raise StoreUnavailable only where nothing remembered can stand in, and UnknownFeed.
    """

    def __init__(self, reader: FeedReader, documents: StoredDocuments, site: Site, memo_seconds: float) -> None:
        self._reader = reader
        self._stored_documents = documents
        self._site = site
        self._kinds = {format_.name: document_kind(site, format_) for format_ in FORMATS}
        self._heads: Memo[FeedKey, FoundFeed] = Memo(memo_seconds, MOST_HEADS)
        self._renamed: Memo[FeedKey, FeedKey] = Memo(NAMES_FOR, MOST_HEADS)
        self._documents: Memo[tuple[FeedKey, str], Document] = Memo(memo_seconds, LARGEST_MEMORY)

    def state(self, name: FeedKey, now: datetime) -> tuple[FeedKey, FeedState]:
        """The key that the feed is stored under and its state at `now`.

        What is remembered is a head, so an embargo lifts at its second all the same.
        """
        found = self._heads.fresh(name, now)
        if found is None:
            try:
                found = self._reader.find(self._renamed.fresh(name, now) or name)
            except StoreUnavailable:
                found = self._heads.stale(name)
                if found is None:
                    raise
            else:
                self._heads.remember(name, found, now)
                if found.key != name:
                    self._renamed.remember(name, found.key, now)
        return found.key, found.head.at(now)

    def document(self, key: FeedKey, format_: Format, state: FeedState, now: datetime) -> Document:
        """The document of that state; in trouble an earlier one, unless an embargo has lifted since."""
        remembered = self._documents.stale((key, format_.name))
        if remembered and remembered.state.revision == state.revision:
            return remembered
        try:
            document = self._found(key, format_, state) or self._rendered(key, format_, state, now)
        except StoreUnavailable:
            if remembered is None or _lifted(remembered.state, now):
                raise
            return remembered
        self._remember(key, format_, document, now)
        return document

    def _found(self, key: FeedKey, format_: Format, state: FeedState) -> Document | None:
        packed = self._stored_documents.find(key, self._kinds[format_.name], state.revision)
        return Document(state, packed) if packed else None

    def _rendered(self, key: FeedKey, format_: Format, state: FeedState, now: datetime) -> Document:
        feed, missing = self._reader.feed(key, self._site, state)
        rendered, unwritable = render(feed, format_)
        # mtime=0: otherwise the same document would be other bytes at every rendering.
        packed = gzip.compress(rendered, compresslevel=6, mtime=0)
        return Document(state, packed, Rendered((*missing, *unwritable), self._kept(key, format_, state, packed, now)))

    def _kept(self, key: FeedKey, format_: Format, state: FeedState, packed: bytes, now: datetime) -> bool:
        """A document that cannot be stored is served all the same: the next reader renders it again."""
        try:
            self._stored_documents.keep(key, self._kinds[format_.name], state.revision, packed, now)
        except StoreUnavailable:
            return False
        return True

    def _remember(self, key: FeedKey, format_: Format, document: Document, now: datetime) -> None:
        told = Document(document.state, document.packed)
        self._documents.remember((key, format_.name), told, now, len(document.packed))


def _lifted(state: FeedState, now: datetime) -> bool:
    return state.next_release_at is not None and state.next_release_at <= now
