"""Baseline: a document rendered at every request: head, Query, BatchGetItem, rendering, gzip. No HTTP, no Powertools."""

import gzip
import os
from collections.abc import Callable
from datetime import UTC, datetime

from benchmarks.newsroom import POLLED
from byline.formats.registry import RSS
from byline.formats.rendering import render
from byline.settings import Settings
from byline.storage.dynamodb import Table, connect
from byline.storage.feed_lookup import find_served
from byline.storage.feed_reader import FeedReader


def prepare(times: str = "1") -> Callable[[], list[bytes]]:
    """A function that renders the document `times` times."""
    settings = Settings.read(os.environ)
    table = Table(connect(), settings.table_name)
    store = FeedReader(table)

    def make() -> bytes:
        feed, _ = store.feed(POLLED, settings.site, find_served(table, POLLED).head.at(datetime.now(UTC)))
        return gzip.compress(render(feed, RSS)[0], compresslevel=6, mtime=0)

    return lambda: [make() for _ in range(int(times))]
