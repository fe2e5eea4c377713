"""The function that hears of every change of the table: it has changed feeds announced, and unfinished edits finished."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from byline.announcing import cdn
from byline.announcing.announcer import AnnouncementResult, Announcer
from byline.announcing.hubs import Hubs
from byline.desk.publisher import Publisher
from byline.errors import BylineError
from byline.model.feed_key import FeedKey
from byline.serving.document_cache import DocumentCache
from byline.settings import AnnouncingSettings
from byline.storage.documents import StoredDocuments
from byline.storage.dynamodb import Table, connect
from byline.storage.feed_reader import FeedReader
from byline.storage.stream import Change, change_in

logger = Logger(service="announce_changes")
metrics = Metrics(namespace="Byline", service="announce_changes")


@cache
def table() -> Table:
    """One connection for the life of the container."""
    return Table(connect(), settings().table_name)


@cache
def settings() -> AnnouncingSettings:
    """What the environment says."""
    return AnnouncingSettings.read(os.environ)


@cache
def announcer() -> Announcer:
    """One for the life of the container."""
    site, distribution = settings().site, settings().distribution
    purge = cdn.Cdn(cdn.connect(), distribution).purge if distribution else None
    document_cache = DocumentCache(FeedReader(table()), StoredDocuments(table()), site, memo_seconds=0)
    return Announcer(table(), document_cache, site, ping=Hubs(site.hubs).ping, purge=purge, clock=now)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ARG001 - Lambda's form
    """Lambda's entry: a batch of the stream in, the records that have to come again out. One bad record stops no other."""
    changes: dict[str, Change] = {}
    failed = set()
    for record in event["Records"]:
        number = record.get("dynamodb", {}).get("SequenceNumber", "")
        try:
            changes[number] = change_in(record)
            _finish(changes[number])
        except (BylineError, LookupError, TypeError, ValueError):
            logger.exception("record not understood or not finished", sequence_number=number)
            failed.add(number)
    told = announcer().announce(feed for change in changes.values() for feed in change.feeds)
    _tell(told)
    return {"batchItemFailures": [{"itemIdentifier": number} for number in [*failed, *_unannounced(changes, told)]]}


def _finish(change: Change) -> None:
    if change.unfinished:
        Publisher(table(), now).profiles.finish(change.unfinished)


def _unannounced(changes: Mapping[str, Change], told: AnnouncementResult) -> list[str]:
    failed: set[FeedKey] = set(told.failed)
    return [number for number, change in changes.items() if failed.intersection(change.feeds)]


def _tell(told: AnnouncementResult) -> None:
    """Count what was done, and name what somebody should look at."""
    for left_out in told.left_out:
        logger.error("article left out", article_id=left_out.article_id, reason=left_out.reason)
    for feed in told.failed:
        logger.warning("feed not announced", feed=str(feed))
    for hub in told.unheard:
        logger.warning("hub did not hear of a change", hub=hub)
    counted = {
        "FeedsAnnounced": len(told.announced),
        "DocumentsRendered": told.rendered,
        "ArticlesLeftOut": len(told.left_out),
        "HubPings": told.pings,
        "HubPingsFailed": len(told.unheard),
        "Purges": told.purges,
        "PurgesFailed": told.purges_failed,
    }
    for name, count in counted.items():
        metrics.add_metric(name, MetricUnit.Count, count)
    metrics.flush_metrics()
    metrics.clear_metrics()
