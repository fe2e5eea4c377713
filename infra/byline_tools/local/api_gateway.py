"""The work of an API Gateway HTTP API: find the route, make the event, and make the response from the function's result.

Event and result: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html,
payload format version 2.0. Routes: http-api-develop-routes.html in the same guide. What becomes of an encoded path is not
documented; it is as recorded in https://github.com/hotsock/voker/blob/a1c00bf/vokerhttp/testdata/ingress-paths.json.
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
ACCOUNT = "000000000000"
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
        """The path by which API Gateway finds the route: decoded once, and cut at a question mark, even at an encoded one."""
        return unquote(self.target.partition("?")[0]).partition("?")[0]

    @property
    def is_malformed(self) -> bool:
        """Whether API Gateway refuses the path: it decodes it twice, and each `%` must begin an encoded character."""
        return any(re.search("%(?![0-9A-Fa-f]{2})", path) for path in (self.target.partition("?")[0], self.path))


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An HTTP response."""

    status: int
    headers: Sequence[tuple[str, str]] = field(default_factory=tuple)
    body: bytes = b""


BAD_REQUEST = HttpResponse(400, (("Content-Type", "application/json"),), b'{"message":"Bad Request"}')
NOT_FOUND = HttpResponse(404, (("Content-Type", "application/json"),), b'{"message":"Not Found"}')
FORBIDDEN = HttpResponse(403, (("Content-Type", "application/json"),), b'{"message":"Forbidden"}')
TOO_LARGE = HttpResponse(413, (("Content-Type", "application/json"),), b'{"message":"Request Entity Too Large"}')
SERVER_ERROR = HttpResponse(500, (("Content-Type", "application/json"),), b'{"message":"Internal Server Error"}')


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a request, and the values of the route's `{names}` in its path."""

    route: Route
    path_parameters: Mapping[str, str]


def find_route(routes: Iterable[Route], method: str, path: str) -> Match | None:
    """The most specific route for a request's method and `path`; None if there is none, for which API Gateway responds 404.

    Literal segments take precedence over `{names}`, these over `{greedy+}` ones, and a method over ANY. ANY is every method.
    """
    matches = [match for route in routes if (match := _match(route, method, path))]
    return min(matches, key=_generality, default=None)


def _generality(match: Match) -> tuple[bool, int, int, bool]:
    literal = len(match.route.path.partition("{")[0])
    return "+}" in match.route.path, len(match.path_parameters), -literal, match.route.method == "ANY"


def _match(route: Route, method: str, path: str) -> Match | None:
    if route.method not in ("ANY", method):
        return None
    greedy = re.sub(r"\\{(\w+)\\\+\\}", r"(?P<\1>.+)", re.escape(route.path))
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", greedy)
    found = re.fullmatch(pattern, path, re.DOTALL)
    return Match(route, {name: unquote(value) for name, value in found.groupdict().items()}) if found else None


def event_for(request: HttpRequest, match: Match, now: datetime, editor: str | None = None) -> dict[str, Any]:
    """The event for the route's function at the time `now`; IAM user `editor` has signed the request, or None if it is open."""
    query = request.target.partition("?")[2]
    headers = _joined(request.headers)
    body, encoded = _body(request, headers.get("content-type", ""))
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{match.route.method} {match.route.path}",
        "rawPath": unquote(request.path),
        "rawQueryString": query,
        "headers": {name: value for name, value in headers.items() if name != "cookie"},
        "requestContext": {**_context(request, match, headers, now), **_authorizer(editor)},
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


def _authorizer(editor: str | None) -> dict[str, Any]:
    """What IAM adds to the context. Account 000000000000 is nobody's, so such an ARN never means that IAM has checked it."""
    if editor is None:
        return {}
    signer = {
        "accessKey": "local",
        "accountId": ACCOUNT,
        "callerId": editor,
        "cognitoIdentity": None,
        "principalOrgId": "aws:PrincipalOrgID",
        "userArn": f"arn:aws:iam::{ACCOUNT}:user/{editor}",
        "userId": editor,
    }
    return {"authorizer": {"iam": signer}}


def _context(request: HttpRequest, match: Match, headers: Mapping[str, str], now: datetime) -> dict[str, Any]:
    host = headers.get("host", "localhost")
    return {
        "accountId": ACCOUNT,
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
