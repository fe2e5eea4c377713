"""The function that processes the table's stream: it announces changed feeds and completes unfinished edits."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger

from byline.announcing import cdn
from byline.announcing.announcements import AnnouncementResult
from byline.announcing.announcer import NOTIFYING_SECONDS, Announcer
from byline.announcing.hubs import Hubs
from byline.desk.publisher import Publisher
from byline.errors import BylineError
from byline.model.site import Site
from byline.model.times import utc_now
from byline.settings import AnnouncingSettings
from byline.storage.dynamodb import Table, TimeLeft, connect
from byline.storage.stream import Change, change_in, committed_at
from byline_http.counting import Counts

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

FINISHING_SECONDS = 10.0
"""How long a batch finishes edits, at most; the next goes on. Other changes in its lane of the stream wait for it."""

logger = Logger(service="announce_changes")
counts = Counts("announce_changes", os.environ)


@dataclass(frozen=True, slots=True)
class Container:
    """The objects that are created once for each container."""

    table: Table
    site: Site
    hubs: Hubs
    cdn: cdn.Cdn | None
    memo_seconds: float
    clock: Callable[[], datetime]
    pause: Callable[[float], None]

    def publisher(self, time_left: TimeLeft) -> Publisher:
        """Completes unfinished edits, and leaves time for announcements."""
        return Publisher(self.table.within(time_left, NOTIFYING_SECONDS), self.clock)

    def announcer(self, time_left: TimeLeft) -> Announcer:
        """Announces within `time_left`."""
        purge = self.cdn.purge if self.cdn else None
        return Announcer(
            self.table,
            self.site,
            memo_seconds=self.memo_seconds,
            ping=self.hubs.ping,
            purge=purge,
            clock=self.clock,
            pause=self.pause,
            time_left=time_left,
        )


def make_handler(environment: Mapping[str, str], clock: Callable[[], datetime], pause: Callable[[float], None]) -> Handler:
    """The handler for Lambda. It reads `environment` and connects to AWS on its first batch.

    `clock` returns aware UTC, `pause` waits for a number of seconds.
    """
    handle: Handler = logger.inject_lambda_context(partial(_handle, cache(partial(_container, environment, clock, pause))))
    return handle


def _container(environment: Mapping[str, str], clock: Callable[[], datetime], pause: Callable[[float], None]) -> Container:
    settings = AnnouncingSettings.read(environment)
    table = Table(connect(), settings.table_name)
    purged = cdn.Cdn(cdn.connect(), settings.distribution) if settings.distribution else None
    return Container(table, settings.site, Hubs(settings.site.hubs), purged, settings.memo_seconds, clock, pause)


def _handle(container: Callable[[], Container], event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return the failed records of a batch, which Lambda sends again. A failed record does not stop the others."""
    changes: dict[str, Change] = {}
    failed = set()
    for record in event["Records"]:
        number = record.get("dynamodb", {}).get("SequenceNumber", "")
        try:
            changes[number] = change_in(record)
        except Exception:
            logger.exception("record not understood", sequence_number=number)
            failed.add(number)
    failed |= _finish(container().publisher(context.get_remaining_time_in_millis), changes, context.get_remaining_time_in_millis)
    announcer = container().announcer(context.get_remaining_time_in_millis)
    names = [feed for change in changes.values() for feed in change.feeds]
    withdrawals = " ".join(number for number, change in changes.items() if change.withdraws)
    result = announcer.announce(names, committed_at(event["Records"]), withdrawals)
    _report(result)
    return {"batchItemFailures": [{"itemIdentifier": number} for number in [*failed, *_unannounced(changes, result)]]}


def _finish(publisher: Publisher, changes: Mapping[str, Change], time_left: TimeLeft) -> set[str]:
    """Go on with unfinished edits, and return the records of those that failed. Each step brings a record of its own."""
    failed, until = set[str](), time_left() - 1000 * FINISHING_SECONDS
    for key in {change.unfinished for change in changes.values() if change.unfinished}:
        try:
            publisher.profiles.finish(key, enough=lambda: time_left() < until)
        except Exception:
            numbers = [number for number, change in changes.items() if change.unfinished == key]
            logger.exception("edit not finished", feed=str(key), sequence_numbers=numbers)
            failed.update(numbers)
    return failed


def _unannounced(changes: Mapping[str, Change], result: AnnouncementResult) -> list[str]:
    """The records whose feeds could not be announced, or whose withdrawal the CDN could not be purged of."""
    return [
        number
        for number, change in changes.items()
        if result.failed.keys() & set(change.feeds) or (change.withdraws and result.purges_failed)
    ]


def _report(result: AnnouncementResult) -> None:
    """Log what needs attention, and count what was done."""
    for left_out in result.left_out:
        logger.error("article left out", article_id=left_out.article_id, reason=left_out.reason)
    for feed, error in result.failed.items():
        trace = None if isinstance(error, BylineError) else error
        logger.warning("feed not announced", feed=str(feed), reason=f"{type(error).__name__}: {error}", exc_info=trace)
    for hub in result.failed_hubs:
        logger.warning("hub did not hear of a change", hub=hub)
    counts.activity("FeedsAnnounced", len(result.announced))
    counts.activity("DocumentsRendered", result.rendered)
    counts.failure("ArticlesLeftOut", len(result.left_out))
    counts.activity("HubPings", result.pings)
    counts.failure("HubPingsFailed", len(result.failed_hubs))
    counts.activity("Purges", result.purges)
    counts.failure("PurgesFailed", result.purges_failed)
    counts.flush()


handler = make_handler(os.environ, utc_now, time.sleep)
