"""What a poll that finds nothing new does without: logs, metrics, and the routes that are not feeds. Part of `serve_feeds`."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.metrics import MetricUnit

from byline.errors import StoreUnavailable, UnknownFeed
from byline.formats.rendering import Rendered
from byline.serving import responses as answers
from byline.serving.feed_service import Newsstand
from byline.serving.responses import Answer, Request

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

logger = Logger(service="serve_feeds")
metrics = Metrics(namespace="Byline", service="serve_feeds")
app = APIGatewayHttpResolver()


def resolve(event: dict[str, Any], context: Any, newsstand: Newsstand) -> dict[str, Any]:
    """The answer to a request for something that is no feed."""
    app.append_context(newsstand=newsstand)  # type: ignore[no-untyped-call]
    return app.resolve(event, context)


@app.route("/", METHODS)
def directory() -> Response[bytes]:
    """Every feed, for people."""
    return _respond(app.context["newsstand"].directory)


@app.route("/feeds.opml", METHODS)
def subscriptions() -> Response[bytes]:
    """Every feed, for readers."""
    return _respond(app.context["newsstand"].subscriptions)


def _respond(call: Callable[[Request], Answer]) -> Response[bytes]:
    try:
        answer = call(Request(app.current_event.http_method, app.current_event.headers))
    except Exception as error:
        answer = refusal(error)
    record(answer, "page")
    return Response(status_code=answer.status, headers=dict(answer.headers), body=answer.body)


def refusal(error: Exception) -> Answer:
    """The one place where errors become HTTP. Whatever is our fault is a 503: readers give up on a feed for less."""
    match error:
        case UnknownFeed():
            return answers.unknown(error.feed)
        case StoreUnavailable():
            logger.warning("store unavailable", operation=error.operation, table=error.table)
        case _:
            logger.error("unexpected error", exc_info=error)
    return answers.unavailable()


def record(answer: Answer, format_: str) -> None:
    """Count an answer in a format, and tell what somebody should look at."""
    metrics.add_dimension(name="format", value=format_)
    metrics.add_metric(f"Answers{answer.status}", MetricUnit.Count, 1)
    _flush()
    if answer.rendered:
        _tell(answer.rendered)


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
