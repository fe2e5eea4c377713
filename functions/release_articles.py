"""The function that runs every minute and removes due articles from the schedule, which causes their announcement.

Feeds show an article from its second on, even without it.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger

from byline.model.times import utc_now
from byline.settings import table_name
from byline.storage.dynamodb import Table, connect
from byline.storage.schedule import release
from byline_http.counting import Counts

Handler = Callable[[dict[str, Any], Any], None]

END_SECONDS = 1.0
"""What the table leaves of the time, to log and count what was released."""

logger = Logger(service="release_articles")
counts = Counts("release_articles", os.environ)


def make_handler(environment: Mapping[str, str], clock: Callable[[], datetime]) -> Handler:
    """The handler for Lambda. It reads `environment` and connects to DynamoDB on its first call; `clock` returns aware UTC."""
    handle: Handler = logger.inject_lambda_context(partial(_handle, cache(partial(_table, environment)), clock))
    return handle


def _table(environment: Mapping[str, str]) -> Table:
    return Table(connect(), table_name(environment))


def _handle(table: Callable[[], Table], clock: Callable[[], datetime], event: dict[str, Any], context: Any) -> None:  # noqa: ARG001 - Lambda's
    """Release the articles that are due. Failures are retried a minute later."""
    released = release(table().within(context.get_remaining_time_in_millis, END_SECONDS), clock())
    for article_id in released:
        logger.info("released", article_id=article_id)
    counts.activity("ArticlesReleased", len(released))
    counts.flush()


handler = make_handler(os.environ, utc_now)
