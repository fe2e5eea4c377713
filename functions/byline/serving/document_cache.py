"""The current document of a feed: remembered, stored or rendered, whichever is nearest, and what to do in trouble."""

import gzip
from dataclasses import dataclass
from datetime import datetime

from byline.errors import StoreUnavailable
from byline.formats.identity import document_kind
from byline.formats.registry import Format
from byline.formats.rendering import Rendered, render
from byline.model.feed import FeedKey
from byline.model.feed_state import FeedState, Head
from byline.model.site import Site
from byline.serving.memo import Memo
from byline.storage.documents import Documents
from byline.storage.feed_reader import Store

MOST_HEADS = 10_000
NAMES_FOR = 86_400
"""Seconds that a container remembers under which key a renamed feed is stored: that never changes."""

LARGEST_MEMORY = 16_000_000
"""Bytes of compressed documents that a container remembers."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A gzip-compressed document and the state of the feed it shows; `rendered` only where it was made just now."""

    state: FeedState
    packed: bytes
    rendered: Rendered | None = None


class Pressroom:
    """Has the documents of `site`. Remembers heads for `memo_seconds`; 0 remembers nothing.

    Its methods raise StoreUnavailable only where nothing remembered can stand in, and UnknownFeed.
    """

    def __init__(self, store: Store, documents: Documents, site: Site, memo_seconds: float) -> None:
        self._store = store
        self._documents = documents
        self._site = site
        self._heads: Memo[FeedKey, tuple[FeedKey, Head]] = Memo(memo_seconds, MOST_HEADS)
        self._renamed: Memo[FeedKey, FeedKey] = Memo(NAMES_FOR, MOST_HEADS)
        self._printed: Memo[tuple[FeedKey, str], Printed] = Memo(memo_seconds, LARGEST_MEMORY)

    def state(self, name: FeedKey, now: datetime) -> tuple[FeedKey, FeedState]:
        """The key that the feed is stored under and its state at `now`.

        What is remembered is a head, so an embargo lifts at its second all the same.
        """
        found = self._heads.fresh(name, now)
        if found is None:
            try:
                found = self._store.head(self._renamed.fresh(name, now) or name)
            except StoreUnavailable:
                found = self._heads.stale(name)
                if found is None:
                    raise
            else:
                self._heads.remember(name, found, now)
                if found[0] != name:
                    self._renamed.remember(name, found[0], now)
        key, head = found
        return key, head.at(now)

    def document(self, key: FeedKey, format_: Format, state: FeedState, now: datetime) -> Printed:
        """The document of that state; in trouble an earlier one, unless an embargo has lifted since."""
        remembered = self._printed.stale((key, format_.name))
        if remembered and remembered.state.revision == state.revision:
            return remembered
        try:
            printed = self._found(key, format_, state) or self._rendered(key, format_, state, now)
        except StoreUnavailable:
            if remembered is None or _lifted(remembered.state, now):
                raise
            return remembered
        self._remember(key, format_, printed, now)
        return printed

    def _found(self, key: FeedKey, format_: Format, state: FeedState) -> Printed | None:
        packed = self._documents.find(key, document_kind(self._site, format_), state.revision)
        return Printed(state, packed) if packed else None

    def _rendered(self, key: FeedKey, format_: Format, state: FeedState, now: datetime) -> Printed:
        feed, missing = self._store.feed(key, self._site, state)
        document, unwritable = render(feed, format_)
        # mtime=0: otherwise the same document would be other bytes at every rendering.
        packed = gzip.compress(document, compresslevel=6, mtime=0)
        return Printed(state, packed, Rendered((*missing, *unwritable), self._kept(key, format_, state, packed, now)))

    def _kept(self, key: FeedKey, format_: Format, state: FeedState, packed: bytes, now: datetime) -> bool:
        """A document that cannot be stored is served all the same: the next reader renders it again."""
        try:
            self._documents.keep(key, document_kind(self._site, format_), state.revision, packed, now)
        except StoreUnavailable:
            return False
        return True

    def _remember(self, key: FeedKey, format_: Format, printed: Printed, now: datetime) -> None:
        told = Printed(printed.state, printed.packed)
        self._printed.remember((key, format_.name), told, now, len(printed.packed))


def _lifted(state: FeedState, now: datetime) -> bool:
    return state.next_release_at is not None and state.next_release_at <= now
