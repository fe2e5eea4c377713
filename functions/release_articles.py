"""The function that looks each minute for what has come due. Feeds show it by then; this only has it announced."""

import os
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from byline.settings import table_name
from byline.storage.dynamodb import Table, connect
from byline.storage.schedule import release

logger = Logger(service="release_articles")
metrics = Metrics(namespace="Byline", service="release_articles")


@cache
def table() -> Table:
    """One connection for the life of the container."""
    return Table(connect(), table_name(os.environ))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:  # noqa: ARG001 - Lambda's form
    """Lambda's entry; what fails is asked for again by Lambda, and by the next minute."""
    released = release(table(), datetime.now(UTC))
    for article_id in released:
        logger.info("released", article_id=article_id)
    metrics.add_metric("ArticlesReleased", MetricUnit.Count, len(released))
    metrics.flush_metrics()
    metrics.clear_metrics()
