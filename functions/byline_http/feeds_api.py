"""What a poll that finds nothing new does without: logs, metrics, and the routes that are not feeds. Part of `serve_feeds`."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.metrics import MetricUnit

from byline.errors import StoreUnavailable, UnknownFeed
from byline.formats.rendering import Rendered
from byline.serving import responses
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

logger = Logger(service="serve_feeds")
metrics = Metrics(namespace="Byline", service="serve_feeds")
app = APIGatewayHttpResolver()


def resolve(event: dict[str, Any], context: Any, feed_service: FeedService) -> dict[str, Any]:
    """The answer to a request for something that is no feed."""
    app.append_context(feed_service=feed_service)  # type: ignore[no-untyped-call]
    return app.resolve(event, context)


@app.route("/", METHODS)
def directory() -> Response[bytes]:
    """Every feed, for people."""
    return _respond(app.context["feed_service"].directory)


@app.route("/feeds.opml", METHODS)
def subscriptions() -> Response[bytes]:
    """Every feed, for readers."""
    return _respond(app.context["feed_service"].subscriptions)


def _respond(call: Callable[[Request], responses.Response]) -> Response[bytes]:
    try:
        response = call(Request(app.current_event.http_method, app.current_event.headers))
    except Exception as error:
        response = refusal(error)
    record(response, "page")
    return Response(status_code=response.status, headers=dict(response.headers), body=response.body)


def refusal(error: Exception) -> responses.Response:
    """The one place where errors become HTTP. Whatever is our fault is a 503: readers give up on a feed for less."""
    match error:
        case UnknownFeed():
            return responses.not_found(error.feed)
        case StoreUnavailable():
            logger.warning("store unavailable", operation=error.operation, table=error.table)
        case _:
            logger.error("unexpected error", exc_info=error)
    return responses.service_unavailable()


def record(response: responses.Response, format_: str) -> None:
    """Count an answer in a format, and tell what somebody should look at."""
    metrics.add_dimension(name="format", value=format_)
    metrics.add_metric(f"Answers{response.status}", MetricUnit.Count, 1)
    _flush()
    if response.rendered:
        _tell(response.rendered)


def _tell(rendered: Rendered) -> None:
    for left_out in rendered.left_out:
        logger.error("article left out", article_id=left_out.article_id, reason=left_out.reason)
    metrics.add_metric("DocumentsRendered", MetricUnit.Count, 1)
    metrics.add_metric("ArticlesLeftOut", MetricUnit.Count, len(rendered.left_out))
    metrics.add_metric("DocumentsNotStored", MetricUnit.Count, int(not rendered.stored))
    _flush()


def _flush() -> None:
    metrics.flush_metrics()
    # Powertools keeps what it does not write where metrics are switched off.
    metrics.clear_metrics()
