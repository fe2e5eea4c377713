"""The desk's function: articles, sections and authors are stored, told and taken back, behind signed requests only."""

import os
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from byline.desk.desk import Desk
from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline.settings import DeskSettings
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table, connect
from byline_http import desk_api

logger = Logger(service="manage_articles")
metrics = Metrics(namespace="Byline", service="manage_articles")


@cache
def desk() -> Desk:
    """One for the life of the container, with its connection to DynamoDB."""
    settings = DeskSettings.read(os.environ)
    table, origin = Table(connect(), settings.table_name), Origin(settings.site_url, settings.id_authority)
    return Desk(Publisher(table, now), DeskReader(table), origin, now)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Lambda's entry: an API Gateway HTTP API event (payload 2.0) in, the answer in its form out."""
    answer = desk_api.resolve({**event, "rawPath": _with_one_step_ids(event["rawPath"])}, context, desk())
    logger.info("answered", method=event["requestContext"]["http"]["method"], path=event["rawPath"], status=answer["statusCode"])
    metrics.add_metric(f"Answers{answer['statusCode']}", MetricUnit.Count, 1)
    metrics.flush_metrics()
    metrics.clear_metrics()  # also where they are disabled
    return answer


def _with_one_step_ids(path: str) -> str:
    """The path with an article's id, which may hold slashes and comes decoded, as one step of it."""
    before, found, article_id = path.partition("/articles/")
    return f"{before}{found}{quote(article_id, safe='')}" if found and not before else path
