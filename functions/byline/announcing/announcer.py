"""Telling the world that feeds have changed: documents are made ready, the CDN is emptied, hubs are told. Once for each state.

Nothing depends on it: without any of this the next reader gets the present state all the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from byline.errors import StoreUnavailable, UnknownFeed
from byline.formats.registry import FORMATS
from byline.model.feed import LeftOut
from byline.model.feed_key import FeedKey
from byline.model.feed_state import FeedState
from byline.model.site import Site
from byline.serving.document_cache import DocumentCache
from byline.storage.announcements import Announcements
from byline.storage.dynamodb import Table
from byline.storage.feed_reader import FeedReader


@dataclass(slots=True)
class AnnouncementResult:
    """What was done about changed feeds. `failed` are the names of those that have to be announced again."""

    announced: list[FeedKey] = field(default_factory=list)
    failed: list[FeedKey] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    rendered: int = 0
    unheard: list[str] = field(default_factory=list)
    pings: int = 0
    purges: int = 0
    purges_failed: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A feed in a state that nobody has been told of."""

    key: FeedKey
    name: FeedKey
    state: FeedState


class Announcer:
    """Announces the feeds of `site`. `clock` gives aware UTC.

    `ping` tells hubs of documents by their addresses, and returns the hubs that did not hear it. `purge`, where there is a CDN,
    makes it forget paths, for a state that is told, and says whether it did.
    """

    def __init__(
        self,
        table: Table,
        document_cache: DocumentCache,
        site: Site,
        *,
        ping: Callable[[list[str]], list[str]],
        purge: Callable[[list[str], str], bool] | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._announcements = Announcements(table)
        self._reader = FeedReader(table)
        self._document_cache = document_cache
        self._site = site
        self._ping = ping
        self._purge = purge
        self._clock = clock

    def announce(self, names: Iterable[FeedKey]) -> AnnouncementResult:
        """Announce those of the feeds of which the world has not been told already; each may come twice and in any order.

        A feed that cannot be read or rendered now is told as failed and keeps the others from nothing.
        """
        told, now = AnnouncementResult(), self._clock()
        found = {name: each for name in dict.fromkeys(names) if (each := self._changed(name, now, told))}
        once = {each.key: each for each in found.values()}  # a feed may be meant by several of its names
        changed = [each for each in once.values() if self._has_documents(each, now, told)]
        if changed:
            self._spread(changed, told)
        for each in changed:
            self._note(each, told)
        told.failed += [name for name, each in found.items() if each.key in told.failed and name not in told.failed]
        return told

    def _changed(self, name: FeedKey, now: datetime, told: AnnouncementResult) -> Changed | None:
        try:
            found = self._reader.find(name, consistent=True)
            state = found.head.at(now)
            last = self._announcements.last(found.key)
        except UnknownFeed:
            return None
        except (StoreUnavailable, LookupError, TypeError, ValueError):  # away, or what is stored is no head
            told.failed.append(name)
            return None
        if last == state.revision:
            return None
        return Changed(found.key, state.name(found.key), state)

    def _has_documents(self, changed: Changed, now: datetime, told: AnnouncementResult) -> bool:
        if changed.state.retired:
            return True
        try:
            for format_ in FORMATS:
                document = self._document_cache.document(changed.key, format_, changed.state, now)
                if document.rendered:
                    told.rendered += 1
                    told.left_out += document.rendered.left_out
        except StoreUnavailable:
            told.failed.append(changed.key)
            return False
        return True

    def _spread(self, changed: list[Changed], told: AnnouncementResult) -> None:
        """The CDN first, so that a hub that comes to look finds what it was told of."""
        if self._purge:
            told.purges = 1
            paths, state = [path for each in changed for path in _paths(each)], [each.state.revision for each in changed]
            told.purges_failed = int(not self._purge(paths, " ".join(state)))
        topics = [format_.address(self._site, each.name) for each in changed for format_ in FORMATS]
        told.pings, told.unheard = len(topics) * len(self._site.hubs), self._ping(topics)

    def _note(self, changed: Changed, told: AnnouncementResult) -> None:
        try:
            self._announcements.record(changed.key, changed.state.revision)
        except StoreUnavailable:
            told.failed.append(changed.key)
        else:
            told.announced.append(changed.key)


def _paths(changed: Changed) -> list[str]:
    """What the CDN may hold of the feed, under the name it has and the one it had first."""
    prefixes = dict.fromkeys([changed.name.path, changed.key.path])
    return [f"{prefix}/*" for prefix in prefixes] if changed.key.slug else [f"/{format_.file_name}" for format_ in FORMATS]
