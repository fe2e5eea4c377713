"""The desk's function: signed requests store, read, withdraw and retire articles, sections and authors."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from byline.desk.desk import Desk, desk_for
from byline.model.times import utc_now
from byline.settings import DeskSettings
from byline.storage.dynamodb import Table, connect
from byline_http import desk_api

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

logger = Logger(service="manage_articles")
metrics = Metrics(namespace="Byline", service="manage_articles")


def make_handler(environment: Mapping[str, str], clock: Callable[[], datetime]) -> Handler:
    """The handler for Lambda. It reads `environment` and connects to DynamoDB on its first request; `clock` returns aware UTC."""
    handle: Handler = logger.inject_lambda_context(partial(_respond, cache(partial(_desk, environment, clock))))
    return handle


def _desk(environment: Mapping[str, str], clock: Callable[[], datetime]) -> Desk:
    settings = DeskSettings.read(environment)
    return desk_for(settings, Table(connect(), settings.table_name), clock)


def _respond(desk: Callable[[], Desk], event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The response, in Lambda's form, to an event of an API Gateway HTTP API (payload 2.0)."""
    response = desk_api.resolve(event, context, desk())
    status = response["statusCode"]
    logger.info("answered", method=event["requestContext"]["http"]["method"], path=event["rawPath"], status=status)
    metrics.add_metric(f"Answers{status}", MetricUnit.Count, 1)
    metrics.flush_metrics()
    metrics.clear_metrics()  # if metrics are disabled, Powertools keeps them instead of writing them
    return response


handler = make_handler(os.environ, utc_now)
