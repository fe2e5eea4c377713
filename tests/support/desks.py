"""The desk's function behind API Gateway's events, and the requests and responses of a test."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from byline_http.article_addresses import path_of
from byline_tools.local.api_gateway import BAD_REQUEST, NOT_FOUND, HttpRequest, HttpResponse, event_for, find_route, response_from
from byline_tools.local.machine import LambdaContext
from byline_tools.local.stack import Stack
from tests.support.factories import NOW

CONTEXT = LambdaContext("request-1", "manage_articles")
ROUTES = [route for route in Stack({}).routes() if route.signed]

STORY = {"url": "https://www.example.com/1", "title": "A ship leaves", "content": "<p>It has left.</p>"}
WORLD = {"title": "World"}
JANE = {"name": "Jane Doe"}
TAG = "tag:example.com,2026:1"
at = path_of
EDITOR = "jane"
"""Who signs the requests."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response with decoded JSON; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def etag(self) -> str:
        return self.headers["etag"]

    @property
    def wrong_fields(self) -> list[str]:
        return [each["field"] for each in self.body["errors"]]


class DeskFunction:
    """Calls `handler` with the events that API Gateway makes of requests to the template's routes."""

    def __init__(self, handler: Callable[[dict[str, Any], Any], dict[str, Any]]) -> None:
        self.handler = handler

    def send(self, request: HttpRequest, **changes: Any) -> HttpResponse:
        """The response to `request`, whose event has `changes`."""
        if request.is_malformed:
            return BAD_REQUEST
        match = find_route(ROUTES, request.method, request.path)
        if match is None:
            return NOT_FOUND
        return response_from(self.handler({**event_for(request, match, NOW, EDITOR), **changes}, CONTEXT))

    def ask(self, method: str, target: str, thing: Any = None, /, *, raw: bytes | None = None, **headers: str) -> Response:
        """The response to a request with `thing` as JSON, or with `raw`, and with `headers`, whose names have _ for -."""
        body = raw if raw is not None else b"" if thing is None else json.dumps(thing).encode()
        given = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return _decoded(self.send(HttpRequest(method, target, list(given.items()), body)))

    def get(self, target: str) -> Response:
        return self.ask("GET", target)

    def put(self, target: str, thing: Any, **headers: str) -> Response:
        return self.ask("PUT", target, thing, raw=None, **headers)

    def patch(self, target: str, changes: Any, **headers: str) -> Response:
        return self.ask("PATCH", target, changes, raw=None, **headers)

    def delete(self, target: str, **headers: str) -> Response:
        return self.ask("DELETE", target, raw=None, **headers)


def _decoded(response: HttpResponse) -> Response:
    headers = {name.lower(): value for name, value in response.headers}
    return Response(response.status, headers, json.loads(response.body) if response.body else None)


def page(number: int) -> dict[str, str]:
    """The address of another article than STORY: no two articles have the same one."""
    return {"url": f"https://www.example.com/{number}"}


def story(**changes: Any) -> dict[str, Any]:
    """An article as sent by an editor."""
    return {**STORY, **changes}
