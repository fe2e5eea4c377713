"""Announces each state of a feed once: renders its documents, purges the CDN and pings hubs.

Hubs fetch a document when they are pinged. So they are pinged only when no container of ServeFeeds can serve an earlier state
from memory, and after the CDN is purged; if it cannot be purged, the feed is announced again later. Without hubs, the CDN is
purged of withdrawals, renames and retirements only. Other readers do not depend on announcements: the next request gets the
current state.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from byline.announcing import cdn, hubs
from byline.announcing.announcements import AnnouncementResult, ChangedFeed
from byline.errors import PurgeFailed, UnknownFeed
from byline.formats.registry import FORMATS
from byline.model.feed_key import FeedKey
from byline.model.feed_state import EDITOR_SKEW, SECOND, SKEW
from byline.model.site import Site
from byline.serving.document_cache import DocumentCache
from byline.storage.announcements import Announcements
from byline.storage.dynamodb import Table, TimeLeft
from byline.storage.feed_lookup import find_served

END_SECONDS = 1.0
"""What recording leaves of the time, to return and log the result."""

RECORDING_SECONDS = 10.0
"""What notifying leaves of the time, to record what was announced."""

PURGING_SECONDS = 10.0
"""How long CloudFront takes for a purge, mostly."""

NOTIFYING_SECONDS = 2 * cdn.LONGEST_SECONDS + PURGING_SECONDS + hubs.LONGEST_SECONDS + RECORDING_SECONDS
"""What reading and rendering leave of the time. A feed that cannot be read by then is announced again later."""


class Announcer:
    """Announces the feeds of `site`, whose articles are in `table`, within `time_left`.

    `clock` returns aware UTC, `pause` waits for a number of seconds.

    Containers cache a feed's state for `memo_seconds`. `ping` sends the addresses of changed documents to hubs, and returns the
    hubs that did not accept them all. `purge` empties the CDN, and returns whether it succeeded; its argument identifies repeated
    requests. Without a CDN it is None.
    """

    def __init__(
        self,
        table: Table,
        site: Site,
        *,
        memo_seconds: float,
        ping: Callable[[list[str]], list[str]],
        purge: Callable[[str], bool] | None,
        clock: Callable[[], datetime],
        pause: Callable[[float], None],
        time_left: TimeLeft | None = None,
    ) -> None:
        self._table = table.within(time_left, NOTIFYING_SECONDS)
        self._announcements = Announcements(self._table)
        self._recording = Announcements(table.within(time_left, END_SECONDS))
        # Without a memo: an earlier document must not replace one that cannot be rendered.
        self._document_cache = DocumentCache(site, memo_seconds=0)
        self._site = site
        # A second more, because the stream states times in whole seconds, rounded down.
        self._forgotten_after = timedelta(seconds=memo_seconds) + 2 * SKEW + SECOND
        self._ping = ping
        self._purge = purge
        self._clock = clock
        self._pause = pause

    def announce(
        self, names: Iterable[FeedKey], committed_at: datetime | None = None, withdrawals: str = ""
    ) -> AnnouncementResult:
        """Announce the feeds among `names` whose state has not been announced; names may repeat, in any order.

        `committed_at` is when the latest of the changes was stored, by default now. `withdrawals` identifies changes after which
        readers must not get what was served before; the CDN is then purged at once and again when containers have forgotten it.

        A feed that cannot be read, rendered or recorded as announced is reported as failed under each of its given names. The
        other feeds are still announced.
        """
        result, wanted = AnnouncementResult(), dict.fromkeys(names)
        if withdrawals:
            self._purge_cdn(f"{withdrawals} at once", result)  # if it fails, the second one makes up for it
        now = self._clock()
        if (changed := self._changed(wanted, now, result)) or withdrawals:
            self._pause_until(max([(committed_at or now) + self._forgotten_after, *_soon_released(changed, now)]))
            changed = self._notify(self._as_of_now(changed, result), withdrawals, result)
        for feed in changed:
            self._record_announced(feed, result)
        return result

    def _changed(self, names: Iterable[FeedKey], now: datetime, result: AnnouncementResult) -> list[ChangedFeed]:
        """The feeds among `names` whose state at `now` has not been announced. Their documents are rendered and stored."""
        found: dict[FeedKey, ChangedFeed] = {}
        for name in names:
            if feed := self._find_changed(name, now, result):
                found.setdefault(feed.key, feed).names.append(name)  # two names may belong to one feed
        return [feed for feed in found.values() if self._render(feed, now, result)]

    def _as_of_now(self, changed: list[ChangedFeed], result: AnnouncementResult) -> list[ChangedFeed]:
        """The feeds in the state that they are in now, after the pause, unless they have been edited again meanwhile.

        Only a release makes it another state, which is rendered too. A later edit has a record of its own, which is announced
        when containers have forgotten this one.
        """
        now = self._clock()
        return [feed for old in changed if (feed := self._released(old, now, result))]

    def _released(self, old: ChangedFeed, now: datetime, result: AnnouncementResult) -> ChangedFeed | None:
        """The feed in its state at `now` if a release has made that another one; None if it cannot be had."""
        if old.head.at(now).revision == old.state.revision:
            return old
        try:
            head = find_served(self._table, old.key, consistent=True).head  # the article may have been moved or taken back
        except Exception as error:
            result.failed.update(dict.fromkeys(old.names, error))
            return None
        new = replace(old, head=head, state=head.at(now))
        if head.revision != old.head.revision or new.state.revision == old.state.revision:
            return old
        return new if self._render(new, now, result) else None

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
        return ChangedFeed(found.key, state.name(found.key), found.head, state)

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
            result.failed.update(dict.fromkeys(feed.names, error))
            return False
        return True

    def _pause_until(self, moment: datetime) -> None:
        left = (moment - self._clock()).total_seconds()
        if left > 0:
            self._pause(left)

    def _notify(self, changed: list[ChangedFeed], withdrawals: str, result: AnnouncementResult) -> list[ChangedFeed]:
        """Purge the CDN if readers must not get, or hubs would get, what it holds. Then ping the hubs.

        Returns the feeds that are announced: none if hubs would get something earlier.
        """
        awaited = changed if self._site.hubs else []
        if withdrawals or awaited:
            purged = self._purge_cdn(" ".join([withdrawals, *(feed.state.revision for feed in changed)]), result)
            result.purges_failed += int(not purged)
            if self._purge and (awaited or not purged):
                self._pause(PURGING_SECONDS)  # for CloudFront to purge, or for other purges to end before the stream tries again
            if awaited and not purged:
                result.failed |= {name: PurgeFailed(str(name)) for feed in changed for name in feed.names}
                return []
        addresses = [format_.address(self._site, feed.name) for feed in changed for format_ in FORMATS]
        result.pings, result.failed_hubs = len(addresses) * len(self._site.hubs), self._ping(addresses)
        return changed

    def _purge_cdn(self, reason: str, result: AnnouncementResult) -> bool:
        """Purge the CDN, if there is one; False if that fails."""
        if self._purge is None:
            return True
        result.purges += 1
        return self._purge(reason)

    def _record_announced(self, feed: ChangedFeed, result: AnnouncementResult) -> None:
        try:
            self._recording.record(feed.key, feed.state.revision)
        except Exception as error:
            result.failed.update(dict.fromkeys(feed.names, error))
        else:
            result.announced.append(feed.key)


def _soon_released(changed: Iterable[ChangedFeed], now: datetime) -> list[datetime]:
    """When every clock shows what an editor whose clock is ahead has published: nothing else would announce it."""
    return [release + SKEW for feed in changed for release in feed.head.due(now + SKEW + EDITOR_SKEW)]
