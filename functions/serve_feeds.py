"""The function that serves every feed, the directory and the subscription list.

Nearly every request is a poll that gets 304. It imports neither Powertools nor feedgen, because importing them takes longer than
the rest of the poll.
"""

import base64
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from byline.errors import NotThroughCdn
from byline.formats.registry import document_at
from byline.model.times import utc_now
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request, Response
from byline.settings import Settings
from byline.storage.dynamodb import Table, connect

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

ORIGIN_KEY = "x-origin-key"
"""The header in which the CDN sends the key of its origin."""


def make_handler(environment: Mapping[str, str], clock: Callable[[], datetime]) -> Handler:
    """The handler for Lambda. It reads `environment` and connects to DynamoDB on its first request; `clock` returns aware UTC."""
    folder = _path_of(environment.get("FEEDS_URL", ""))
    return partial(_respond, folder, cache(partial(_container, environment, clock)))


def _container(environment: Mapping[str, str], clock: Callable[[], datetime]) -> tuple[FeedService, str | None]:
    settings = Settings.read(environment)
    table = Table(connect(), settings.table_name)
    return FeedService(table, settings.site, settings.memo_seconds, settings.shared_max_age, clock), settings.origin_key


def _feed_service(container: Callable[[], tuple[FeedService, str | None]], event: dict[str, Any]) -> FeedService:
    """The service for a request. Raises NotThroughCdn, and InvalidSetting."""
    feed_service, key = container()
    # Compared in whatever time it takes: what the key keeps people from is load, not anything secret.
    if key is not None and event["headers"].get(ORIGIN_KEY) != key:
        raise NotThroughCdn
    return feed_service


def _respond(
    folder: str, container: Callable[[], tuple[FeedService, str | None]], event: dict[str, Any], context: Any
) -> dict[str, Any]:
    """The response, in Lambda's form, to an event of an API Gateway HTTP API (payload 2.0); feeds are in `folder` of the host."""
    feed_service = partial(_feed_service, container, event)
    path = _path_in(folder, event)
    found = document_at(path)
    if found is None:
        from byline_http.feeds_api import resolve  # noqa: PLC0415 - see above

        return resolve(path, _path_in("", event), event, context, feed_service)
    request = Request(event["requestContext"]["http"]["method"], event["headers"], context.get_remaining_time_in_millis)
    try:
        response = feed_service().feed(*found, request)
    except Exception as error:
        from byline_http.feeds_api import error_response  # noqa: PLC0415 - see above

        response = error_response(error)
    if response.status != 304:
        from byline_http.feeds_api import record  # noqa: PLC0415 - see above

        record(response, found[1].name)
    return _lambda_response(request, response)


def _path_of(feeds_url: str) -> str:
    """The path of `feeds_url` as events have it, decoded: `/feeds` of `https://www.example.com/feeds`; empty if it has none."""
    path = "".join(f"/{part}" for part in feeds_url.strip().split("/")[3:] if part)
    if "%" not in path:
        return path
    from urllib.parse import unquote  # noqa: PLC0415 - hardly any path has one

    return unquote(path)


def _path_in(folder: str, event: Mapping[str, Any]) -> str:
    """The path of the document that `event` asks for, without the stage and without `folder`, the path of FeedsUrl.

    API Gateway leaves the stage in `rawPath`, and a CDN leaves the folder. Whether API Gateway leaves the key of an API mapping
    is documented (http-api-develop-integrations-lambda.html: it does not) otherwise than reported, so both ways work.
    """
    path: str = event["rawPath"]
    stage = event["requestContext"].get("stage", "$default")
    if stage != "$default":
        path = _inside(f"/{stage}", path)
    return _inside(folder, path) if folder else path


def _inside(folder: str, path: str) -> str:
    return path[len(folder) :] or "/" if f"{path}/".startswith(f"{folder}/") else path


def _lambda_response(request: Request, response: Response) -> dict[str, Any]:
    """A response to HEAD has no body, whatever its status (RFC 9110, section 9.3.2)."""
    body = base64.b64encode(response.body).decode() if response.body and request.method != "HEAD" else ""
    return {"statusCode": response.status, "headers": response.headers, "isBase64Encoded": True, "body": body}


handler = make_handler(os.environ, utc_now)
