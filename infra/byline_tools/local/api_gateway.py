"""The work of an API Gateway HTTP API: find the route, make the event, and make the response from the function's result.

Event and result: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html,
payload format version 2.0. Routes: http-api-develop-routes.html in the same guide.
"""

import base64
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from byline_tools.local.stack import Route

STAGE = "$default"
_TEXT_TYPES = re.compile(r"text/|application/(json|javascript|xml|x-www-form-urlencoded|[\w.+-]+\+(json|xml))\b")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """An HTTP request; `target` is the path with its query."""

    method: str
    target: str
    headers: Sequence[tuple[str, str]]
    body: bytes = b""
    source_ip: str = "127.0.0.1"

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An HTTP response."""

    status: int
    headers: Sequence[tuple[str, str]] = field(default_factory=tuple)
    body: bytes = b""


NOT_FOUND = HttpResponse(404, (("Content-Type", "application/json"),), b'{"message":"Not Found"}')
FORBIDDEN = HttpResponse(403, (("Content-Type", "application/json"),), b'{"message":"Forbidden"}')
SERVER_ERROR = HttpResponse(500, (("Content-Type", "application/json"),), b'{"message":"Internal Server Error"}')


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a request, and the values of the route's `{names}` in its path."""

    route: Route
    path_parameters: Mapping[str, str]


def find_route(routes: Iterable[Route], method: str, path: str) -> Match | None:
    """The most specific route for the request; None if there is none, for which API Gateway responds 404.

    Literal segments take precedence over `{names}`, these over `{greedy+}` ones, and a method over ANY.
    """
    matches = [match for route in routes if (match := _match(route, method, path))]
    return min(matches, key=_generality, default=None)


def _generality(match: Match) -> tuple[bool, int, bool]:
    return "+}" in match.route.path, len(match.path_parameters), match.route.method == "ANY"


def _match(route: Route, method: str, path: str) -> Match | None:
    if route.method not in ("ANY", method):
        return None
    greedy = re.sub(r"\\{(\w+)\\\+\\}", r"(?P<\1>.+)", re.escape(route.path))
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", greedy)
    found = re.fullmatch(pattern, path)
    return Match(route, {name: unquote(value) for name, value in found.groupdict().items()}) if found else None


def event_for(request: HttpRequest, match: Match, now: datetime) -> dict[str, Any]:
    """The event with which API Gateway invokes the function of the route at the time `now`."""
    query = request.target.partition("?")[2]
    headers = _joined(request.headers)
    body, encoded = _body(request, headers.get("content-type", ""))
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{match.route.method} {match.route.path}",
        "rawPath": unquote(request.path),
        "rawQueryString": query,
        "headers": {name: value for name, value in headers.items() if name != "cookie"},
        "requestContext": _context(request, match, headers, now),
        "isBase64Encoded": encoded,
    }
    if "cookie" in headers:
        event["cookies"] = [cookie.strip() for cookie in headers["cookie"].split(";")]
    if query:
        event["queryStringParameters"] = _joined(parse_qsl(query, keep_blank_values=True), lower=False)
    if match.path_parameters:
        event["pathParameters"] = dict(match.path_parameters)
    if body:
        event["body"] = body
    return event


def _body(request: HttpRequest, content_type: str) -> tuple[str, bool]:
    """The body for an event, and whether it is base64: it is plain only if it is text by its media type and valid UTF-8."""
    if not request.body or _TEXT_TYPES.match(content_type):
        with suppress(UnicodeDecodeError):
            return request.body.decode(), False
    return base64.b64encode(request.body).decode(), True


def _context(request: HttpRequest, match: Match, headers: Mapping[str, str], now: datetime) -> dict[str, Any]:
    host = headers.get("host", "localhost")
    return {
        "accountId": "000000000000",
        "apiId": "local",
        "domainName": host,
        "domainPrefix": host.split(".")[0],
        "http": {
            "method": request.method,
            "path": unquote(request.path),
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": uuid.uuid4().hex,
        "routeKey": f"{match.route.method} {match.route.path}",
        "stage": STAGE,
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now.timestamp() * 1000),
    }


def _joined(pairs: Iterable[tuple[str, str]], *, lower: bool = True) -> dict[str, str]:
    """Each name once, with repeated values joined by commas; names in lower case unless `lower` is false."""
    joined: dict[str, str] = {}
    for written, value in pairs:
        name = written.lower() if lower else written
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def response_from(result: Any) -> HttpResponse:
    """The response to the client for the function's result. A result without a statusCode is the body of a 200."""
    if not isinstance(result, dict) or "statusCode" not in result:
        body = result if isinstance(result, str) else json.dumps(result)
        return HttpResponse(200, (("Content-Type", "application/json"),), body.encode())
    body = result.get("body") or ""
    headers = [(name, str(value)) for name, value in (result.get("headers") or {}).items()]
    headers += [("Set-Cookie", cookie) for cookie in result.get("cookies") or []]
    return HttpResponse(
        int(result["statusCode"]), headers, base64.b64decode(body) if result.get("isBase64Encoded") else body.encode()
    )
