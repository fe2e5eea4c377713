"""Byline publishing: stores an article of four feeds, then renders the twelve changed documents."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from benchmarks.newsroom import article
from byline.desk.publisher import Publisher
from byline.formats.registry import FORMATS
from byline.model.kinds import feeds_of
from byline.serving.document_cache import DocumentCache
from byline.settings import Settings
from byline.storage.dynamodb import Table, connect
from byline.storage.feed_lookup import find_served

ARTICLE = article(10)
"""An article whose only section is the polled one."""


def prepare() -> Callable[[], int]:
    """A function that publishes a new version of the article and returns how many documents it rendered."""
    site = Settings.read(os.environ).site
    table = Table(connect(), os.environ["TABLE_NAME"])
    versions = count(1)
    publisher = Publisher(table, lambda: datetime.now(UTC))
    document_cache = DocumentCache(site, memo_seconds=0)

    def publish() -> int:
        now, version = datetime.now(UTC), next(versions)
        publisher.put(replace(ARTICLE, title=f"{ARTICLE.title}, version {version} of {os.getpid()}"))
        wanted = [(key, format_) for key in feeds_of(ARTICLE) for format_ in FORMATS]
        for key, format_ in wanted:
            # The canned table does not update heads, so the new revision is set here.
            state = replace(find_served(table, key).head.at(now), revision=f"{os.getpid()}-{version}")
            document_cache.document(table, key, format_, state, now)
        return len(wanted)

    return publish
