"""Announces each state of a feed once: renders its documents, purges the CDN and pings hubs.

Readers do not depend on it: without an announcement, the next request still gets the current state.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from byline.announcing import cdn, hubs
from byline.errors import UnknownFeed
from byline.formats.registry import FORMATS
from byline.model.feed import LeftOut
from byline.model.feed_key import FeedKey
from byline.model.feed_state import FeedState
from byline.model.site import Site
from byline.serving.document_cache import DocumentCache
from byline.storage.announcements import Announcements
from byline.storage.dynamodb import Table, TimeLeft
from byline.storage.feed_lookup import find_served

END_SECONDS = 1.0
"""What recording leaves of the time, to return and log the result."""

RECORDING_SECONDS = 10.0
"""What notifying leaves of the time, to record what was announced."""

NOTIFYING_SECONDS = cdn.LONGEST_SECONDS + hubs.LONGEST_SECONDS + RECORDING_SECONDS
"""What reading and rendering leave of the time. A feed that cannot be read by then is announced again later."""


@dataclass(slots=True)
class AnnouncementResult:
    """The result of announcing changed feeds. `failed` has the feeds that must be announced again, each with its error."""

    announced: list[FeedKey] = field(default_factory=list)
    failed: dict[FeedKey, Exception] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    rendered: int = 0
    failed_hubs: list[str] = field(default_factory=list)
    pings: int = 0
    purges: int = 0
    purges_failed: int = 0


@dataclass(frozen=True, slots=True)
class ChangedFeed:
    """A feed in a state that has not been announced: its stored key and its present name."""

    key: FeedKey
    name: FeedKey
    state: FeedState


class Announcer:
    """Announces the feeds of `site`, whose articles are in `table`, within `time_left`. `clock` returns aware UTC.

    `ping` sends the addresses of changed documents to hubs, and returns the hubs that did not accept them all. `purge` removes
    paths from the CDN, and returns whether it succeeded; its second argument identifies repeated requests. Without a CDN it is
    None.
    """

    def __init__(
        self,
        table: Table,
        site: Site,
        *,
        ping: Callable[[list[str]], list[str]],
        purge: Callable[[list[str], str], bool] | None,
        clock: Callable[[], datetime],
        time_left: TimeLeft | None = None,
    ) -> None:
        self._table = table.within(time_left, NOTIFYING_SECONDS)
        self._announcements = Announcements(self._table)
        self._announced = Announcements(table.within(time_left, END_SECONDS))
        # Without a memo: an earlier document must not replace one that cannot be rendered.
        self._document_cache = DocumentCache(site, memo_seconds=0)
        self._site = site
        self._ping = ping
        self._purge = purge
        self._clock = clock

    def announce(self, names: Iterable[FeedKey]) -> AnnouncementResult:
        """Announce the feeds among `names` whose state has not been announced; names may repeat, in any order.

        A feed that cannot be read, rendered or recorded as announced is reported as failed under each of its given names. The
        other feeds are still announced.
        """
        result, now = AnnouncementResult(), self._clock()
        found = {name: feed for name in dict.fromkeys(names) if (feed := self._find_changed(name, now, result))}
        by_key = {feed.key: feed for feed in found.values()}  # two names may belong to one feed
        changed = [feed for feed in by_key.values() if self._render(feed, now, result)]
        if changed:
            self._notify(changed, result)
        for feed in changed:
            self._record_announced(feed, result)
        for name, feed in found.items():
            if feed.key in result.failed:
                result.failed.setdefault(name, result.failed[feed.key])
        return result

    def _find_changed(self, name: FeedKey, now: datetime, result: AnnouncementResult) -> ChangedFeed | None:
        try:
            found = find_served(self._table, name, consistent=True)
            state = found.head.at(now)
            if self._announcements.last(found.key) == state.revision:
                return None
        except UnknownFeed:
            return None
        except Exception as error:
            result.failed[name] = error
            return None
        return ChangedFeed(found.key, state.name(found.key), state)

    def _render(self, feed: ChangedFeed, now: datetime, result: AnnouncementResult) -> bool:
        """Render the feed's documents, unless the feed has ended; False if one cannot be rendered."""
        if feed.state.retired:
            return True
        try:
            for format_ in FORMATS:
                document = self._document_cache.document(self._table, feed.key, format_, feed.state, now)
                if document.rendered:
                    result.rendered += 1
                    result.left_out += document.rendered.left_out
        except Exception as error:
            result.failed[feed.key] = error
            return False
        return True

    def _notify(self, changed: list[ChangedFeed], result: AnnouncementResult) -> None:
        """Purge the CDN, then ping the hubs, because a pinged hub fetches the documents."""
        if self._purge:
            result.purges = 1
            paths, revisions = [path for feed in changed for path in _paths(feed)], [feed.state.revision for feed in changed]
            result.purges_failed = int(not self._purge(paths, " ".join(revisions)))
        addresses = [format_.address(self._site, feed.name) for feed in changed for format_ in FORMATS]
        result.pings, result.failed_hubs = len(addresses) * len(self._site.hubs), self._ping(addresses)

    def _record_announced(self, feed: ChangedFeed, result: AnnouncementResult) -> None:
        try:
            self._announced.record(feed.key, feed.state.revision)
        except Exception as error:
            result.failed[feed.key] = error
        else:
            result.announced.append(feed.key)


def _paths(feed: ChangedFeed) -> list[str]:
    """The paths of the feed's documents that the CDN may cache, under the feed's current and its first name."""
    prefixes = dict.fromkeys([feed.name.path, feed.key.path])
    return [f"{prefix}/*" for prefix in prefixes] if feed.key.slug else [f"/{format_.file_name}" for format_ in FORMATS]
