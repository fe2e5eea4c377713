"""The part of `serve_feeds` that a 304 does not import: logs, metrics, errors, and the routes that are not feeds."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from byline.errors import NotThroughCdn, StoreUnavailable
from byline.model.redirect import asks_for_feed, old_path
from byline.serving import responses
from byline.serving.document_cache import Rendered
from byline.serving.feed_service import SUBSCRIPTIONS, FeedService
from byline.serving.responses import Request
from byline_http import resolving
from byline_http.counting import Counts

ROUTED_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""All methods are routed; the feed service responds with 405 to those that it does not allow."""

UNAVAILABLE = 503

logger = Logger(service="serve_feeds")
counts = Counts("serve_feeds", os.environ)
app = APIGatewayHttpResolver()


def resolve(
    path: str, whole_path: str, event: dict[str, Any], context: Any, feed_service: Callable[[], FeedService]
) -> dict[str, Any]:
    """The response, in Lambda's form, to a request for something other than a feed, at `path`; without a body for HEAD.

    `whole_path` has the path of FeedsUrl, if the request has it: an old path may be anywhere on the host. An error of
    `feed_service`, which makes the service from the settings, is a 503 like any other.
    """
    method = event["requestContext"]["http"]["method"]
    response = resolving.resolve(app, _at(path, event), context, feed_service=feed_service, whole_path=whole_path)
    return {**response, "body": ""} if method == "HEAD" else response


def _at(path: str, event: dict[str, Any]) -> dict[str, Any]:
    """`event` for `path` at the default stage: Powertools would cut the name of another one off, even if it is not there."""
    http = {**event["requestContext"]["http"], "path": path}
    return {**event, "rawPath": path, "requestContext": {**event["requestContext"], "stage": "$default", "http": http}}


@app.route("/", ROUTED_METHODS)
def directory() -> Response[bytes]:
    """An HTML page that lists every feed; or 301 to the feed that an old address here, such as `/?feed=rss2`, leads to."""
    query = _query()
    if not asks_for_feed(query):
        return _respond(lambda service: service.directory)
    old = old_path(app.context["whole_path"], query)
    return _respond(lambda service: lambda request: service.elsewhere("/", old, request) or service.directory(request))


@app.route(SUBSCRIPTIONS, ROUTED_METHODS)
def subscriptions() -> Response[bytes]:
    """An OPML document that lists every feed, for import by feed readers."""
    return _respond(lambda service: service.subscriptions)


@app.not_found
def unknown(_: Exception) -> Response[bytes]:
    """301 to the feed to which the path leads, or 404."""
    path, old = app.current_event.path, old_path(app.context["whole_path"], _query())
    return _respond(lambda service: lambda request: service.unknown(path, old, request))


def _query() -> Mapping[str, str]:
    return app.current_event.query_string_parameters or {}


def _respond(call: Callable[[FeedService], Callable[[Request], responses.Response]]) -> Response[bytes]:
    try:
        time_left = app.lambda_context.get_remaining_time_in_millis
        request = Request(app.current_event.http_method, app.current_event.headers, time_left)
        response = call(app.context["feed_service"]())(request)
    except Exception as error:
        response = error_response(error)
    record(response, "page")
    return Response(status_code=response.status, headers=dict(response.headers), body=response.body)


def error_response(error: Exception) -> responses.Response:
    """The response to an error. Every server error is a 503, because readers drop a feed for other errors."""
    match error:
        case NotThroughCdn():
            return responses.forbidden()
        case StoreUnavailable():
            logger.warning("store unavailable", operation=error.operation, table=error.table)
        case _:
            logger.error("unexpected error", exc_info=error)
    return responses.service_unavailable()


def record(response: responses.Response, format_: str) -> None:
    """Count a response by its status and format, log and count its rendering, if any.

    A 503 is counted by the version of the function too, because a gradual deployment is taken back if the new one answers so.
    """
    counts.activity(f"Answers{response.status}")
    counts.flush(format=format_)
    if response.status == UNAVAILABLE:
        counts.failure("Unavailable")
        counts.flush(version=os.environ.get("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"))
    if response.rendered:
        _record_rendered(response.rendered)


def _record_rendered(rendered: Rendered) -> None:
    for left_out in rendered.left_out:
        logger.error("article left out", article_id=left_out.article_id, reason=left_out.reason)
    counts.activity("DocumentsRendered")
    counts.failure("ArticlesLeftOut", len(rendered.left_out))
    counts.failure("DocumentsNotStored", int(not rendered.stored))
    counts.flush()
