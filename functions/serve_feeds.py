"""The function that serves every feed, the directory and the subscription list: parse, one call, respond."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.metrics import MetricUnit

from byline import serving
from byline.dynamodb import Table, connect
from byline.errors import StoreUnavailable, UnknownFeed
from byline.feeds import FeedKey, Kind
from byline.formats import FORMATS, Format
from byline.settings import Settings
from byline.store import Store

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

logger = Logger(service="serve_feeds")
metrics = Metrics(namespace="Byline", service="serve_feeds")
app = APIGatewayHttpResolver()


@cache
def settings() -> Settings:
    """The function's settings, read at the first request."""
    return Settings.read(os.environ)


@cache
def newsstand() -> serving.Newsstand:
    """One for the life of the container, so that its connection to DynamoDB is kept."""
    table = Table(connect(), settings().table_name)
    return serving.Newsstand(Store(table), settings().site, lambda: datetime.now(UTC))


def _feed(kind: Kind, format_: Format) -> Callable[..., Response[bytes]]:
    def serve(slug: str = "") -> Response[bytes]:
        return _respond(partial(newsstand().feed, FeedKey(kind, slug), format_))

    return serve


def _directory() -> Response[bytes]:
    return _respond(newsstand().directory)


def _subscriptions() -> Response[bytes]:
    return _respond(newsstand().subscriptions)


def _respond(call: Callable[[serving.Request], serving.Answer]) -> Response[bytes]:
    answer = _answer(call)
    # A poll that finds nothing new leaves no line behind: logs would cost more than the answer.
    if answer.status != 304:
        _record(answer)
    return Response(status_code=answer.status, headers=dict(answer.headers), body=answer.body)


def _record(answer: serving.Answer) -> None:
    for left_out in answer.left_out:
        logger.error("article left out", article_id=left_out.article_id, reason=left_out.reason)
    if answer.left_out:
        metrics.add_metric("ArticlesLeftOut", MetricUnit.Count, len(answer.left_out))
    metrics.add_metric(f"Answers{answer.status}", MetricUnit.Count, 1)
    metrics.flush_metrics()
    # Powertools keeps what it does not write where metrics are switched off.
    metrics.clear_metrics()


def _answer(call: Callable[[serving.Request], serving.Answer]) -> serving.Answer:
    """The one place where errors become HTTP. Whatever is our fault is a 503: readers give up on a feed for less."""
    event = app.current_event
    try:
        return call(serving.Request(event.http_method, event.headers))
    except UnknownFeed as error:
        return serving.unknown(error.feed, settings().site)
    except StoreUnavailable as error:
        logger.warning("store unavailable", operation=error.operation, table=error.table)
    except Exception:
        logger.exception("unexpected error")
    return serving.unavailable()


app.route("/", METHODS)(_directory)
app.route("/feeds.opml", METHODS)(_subscriptions)
for format_ in FORMATS:
    app.route(f"/{format_.file_name}", METHODS)(_feed(Kind.SITE, format_))
    for kind in (Kind.SECTION, Kind.AUTHOR):
        app.route(f"/{kind}/<slug>/{format_.file_name}", METHODS)(_feed(kind, format_))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Lambda's entry: an API Gateway HTTP API event (payload 2.0) in, the answer in its form out."""
    return app.resolve(event, context)
