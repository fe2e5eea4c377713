"""The function that runs every minute and takes articles that are due from the schedule, so that they are announced.

Feeds show an article at its second without it.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from byline.model.times import utc_now
from byline.settings import table_name
from byline.storage.dynamodb import Table, connect
from byline.storage.schedule import release

Handler = Callable[[dict[str, Any], Any], None]

logger = Logger(service="release_articles")
metrics = Metrics(namespace="Byline", service="release_articles")


def make_handler(environment: Mapping[str, str], clock: Callable[[], datetime]) -> Handler:
    """What Lambda calls. It reads `environment` and connects to DynamoDB at its first call; `clock` gives aware UTC."""
    handle: Handler = logger.inject_lambda_context(partial(_handle, cache(partial(_table, environment)), clock))
    return handle


def _table(environment: Mapping[str, str]) -> Table:
    return Table(connect(), table_name(environment))


def _handle(table: Callable[[], Table], clock: Callable[[], datetime], event: dict[str, Any], context: Any) -> None:  # noqa: ARG001 - Lambda's
    """Release what is due. What fails is tried again a minute later."""
    released = release(table(), clock())
    for article_id in released:
        logger.info("released", article_id=article_id)
    metrics.add_metric("ArticlesReleased", MetricUnit.Count, len(released))
    metrics.flush_metrics()
    metrics.clear_metrics()


handler = make_handler(os.environ, utc_now)
