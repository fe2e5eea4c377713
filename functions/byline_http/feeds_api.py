"""The part of `serve_feeds` that a 304 does not import: logs, metrics, errors, and the routes that are not feeds."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.metrics import MetricUnit

from byline.errors import StoreUnavailable
from byline.serving import responses
from byline.serving.document_cache import Rendered
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline_http import resolving

ROUTED_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""All methods are routed; the feed service responds with 405 to those that it does not allow."""

logger = Logger(service="serve_feeds")
metrics = Metrics(namespace="Byline", service="serve_feeds")
app = APIGatewayHttpResolver()


def resolve(path: str, event: dict[str, Any], context: Any, feed_service: FeedService) -> dict[str, Any]:
    """The response, in Lambda's form, to a request for something other than a feed, at `path`; without a body for HEAD."""
    method = event["requestContext"]["http"]["method"]
    response = resolving.resolve(app, _at(path, event), context, feed_service=feed_service)
    return {**response, "body": ""} if method == "HEAD" else response


def _at(path: str, event: dict[str, Any]) -> dict[str, Any]:
    """`event` for `path` at the default stage: Powertools would cut the name of another one off, even if it is not there."""
    http = {**event["requestContext"]["http"], "path": path}
    return {**event, "rawPath": path, "requestContext": {**event["requestContext"], "stage": "$default", "http": http}}


@app.route("/", ROUTED_METHODS)
def directory() -> Response[bytes]:
    """An HTML page that lists every feed."""
    return _respond(app.context["feed_service"].directory)


@app.route("/feeds.opml", ROUTED_METHODS)
def subscriptions() -> Response[bytes]:
    """An OPML document that lists every feed, for import by feed readers."""
    return _respond(app.context["feed_service"].subscriptions)


def _respond(call: Callable[[Request], responses.Response]) -> Response[bytes]:
    try:
        time_left = app.lambda_context.get_remaining_time_in_millis
        response = call(Request(app.current_event.http_method, app.current_event.headers, time_left))
    except Exception as error:
        response = error_response(error)
    record(response, "page")
    return Response(status_code=response.status, headers=dict(response.headers), body=response.body)


def error_response(error: Exception) -> responses.Response:
    """The response to an error. Every server error is a 503, because readers drop a feed for other errors."""
    match error:
        case StoreUnavailable():
            logger.warning("store unavailable", operation=error.operation, table=error.table)
        case _:
            logger.error("unexpected error", exc_info=error)
    return responses.service_unavailable()


def record(response: responses.Response, format_: str) -> None:
    """Count a response by its status and format, and log and count its rendering, if any."""
    metrics.add_dimension(name="format", value=format_)
    metrics.add_metric(f"Answers{response.status}", MetricUnit.Count, 1)
    _flush_metrics()
    if response.rendered:
        _record_rendered(response.rendered)


def _record_rendered(rendered: Rendered) -> None:
    for left_out in rendered.left_out:
        logger.error("article left out", article_id=left_out.article_id, reason=left_out.reason)
    metrics.add_metric("DocumentsRendered", MetricUnit.Count, 1)
    metrics.add_metric("ArticlesLeftOut", MetricUnit.Count, len(rendered.left_out))
    metrics.add_metric("DocumentsNotStored", MetricUnit.Count, int(not rendered.stored))
    _flush_metrics()


def _flush_metrics() -> None:
    metrics.flush_metrics()
    # If metrics are disabled, Powertools keeps them instead of writing them.
    metrics.clear_metrics()
