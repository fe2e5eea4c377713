"""Byline publishing: an article that four feeds show is stored, and then all twelve documents that it changes are made."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from benchmarks.newsroom import article
from byline.desk.publisher import Publisher
from byline.formats.registry import FORMATS
from byline.model.feed import feeds_of
from byline.serving.document_cache import DocumentCache
from byline.settings import Settings
from byline.storage.dynamodb import Table, connect
from byline.storage.feed_reader import FeedReader

ARTICLE = article(10)
"""It has no section but the polled one."""


def prepare() -> Callable[[], int]:
    """What publishes a new version of the article; says how many documents that made."""
    site = Settings.read(os.environ).site
    table = Table(connect(), os.environ["TABLE_NAME"])
    store, versions = FeedReader(table), count(1)
    publisher = Publisher(table, lambda: datetime.now(UTC))
    document_cache = DocumentCache(table, site, memo_seconds=0)

    def publish() -> int:
        now, version = datetime.now(UTC), next(versions)
        publisher.put(replace(ARTICLE, title=f"{ARTICLE.title}, version {version} of {os.getpid()}"))
        wanted = [(key, format_) for key in feeds_of(ARTICLE) for format_ in FORMATS]
        for key, format_ in wanted:
            # The canned table leaves heads as they are, so that they get their new revision here.
            state = replace(store.head(key)[1].at(now), revision=f"{os.getpid()}-{version}")
            document_cache.document(key, format_, state, now)
        return len(wanted)

    return publish
