"""The service on this machine: the functions of template.yaml behind two HTTP servers, and an embedded DynamoDB."""

import importlib
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from byline.model.times import utc_now
from byline_tools.local.api_gateway import (
    BAD_REQUEST,
    FORBIDDEN,
    NOT_FOUND,
    SERVER_ERROR,
    HttpRequest,
    HttpResponse,
    event_for,
    find_route,
    response_from,
)
from byline_tools.local.embedded_dynamodb import serving_dynamodb
from byline_tools.local.http_server import answering, server
from byline_tools.local.machine import EDITOR_HEADER, HOST, SIGNER, LambdaContext, environment_with, login_name
from byline_tools.local.signing import is_signed
from byline_tools.local.stack import Stack, make_handlers_importable

QUIET = {"POWERTOOLS_METRICS_DISABLED": "true", "POWERTOOLS_LOG_LEVEL": "WARNING"}
"""Metrics and most log lines are for CloudWatch only."""

Handler = Callable[[dict[str, Any], Any], Any]


class Functions:
    """The template's functions in this process. Each handles one invocation at a time, like a single Lambda container.

    Their modules are imported again, as at a cold start. They read the process's environment at their first invocation.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        make_handlers_importable()
        self._handlers = {handler: _cold_start(handler) for handler in stack.handlers()}
        self._locks = {handler: threading.Lock() for handler in self._handlers}

    def invoke(self, handler: str, event: dict[str, Any], request_id: str = "local") -> Any:
        """The result of the function for `event`. Exceptions of the function propagate."""
        with self._locks[handler]:
            ends_at = time.monotonic() + self.stack.time_limit(handler)
            return self._handlers[handler](event, LambdaContext(request_id, handler, ends_at))

    def respond(self, request: HttpRequest, *, signed: bool = False) -> HttpResponse:
        """The response of the API with `signed` routes, or of the other one.

        400 if the path is malformed, 404 if no route matches, 403 if a required signature is missing or wrong, 500 if the
        function raised.
        """
        if request.is_malformed:
            return BAD_REQUEST
        routes = [route for route in self.stack.routes() if route.signed == signed]
        match = find_route(routes, request.method, request.path)
        if match is None:
            return NOT_FOUND
        if signed and not is_signed(request, SIGNER):
            return FORBIDDEN
        editor, request = _named(request) if signed else (None, request)
        event = event_for(request, match, utc_now(), editor)
        try:
            return response_from(self.invoke(match.route.handler, event, event["requestContext"]["requestId"]))
        except Exception:
            traceback.print_exc()
            return SERVER_ERROR


def _named(request: HttpRequest) -> tuple[str, HttpRequest]:
    """The name of the person who sent the request, by default the login name here, and the request without that name."""
    names = [value for name, value in request.headers if name.lower() == EDITOR_HEADER.lower()]
    others = [(name, value) for name, value in request.headers if name.lower() != EDITOR_HEADER.lower()]
    return unquote(names[0]) if names else login_name(), replace(request, headers=others)


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: the addresses of the feeds' API, the desk's API and DynamoDB, and the functions."""

    address: str
    desk: str
    dynamodb: str
    functions: Functions


def _cold_start(handler: str) -> Handler:
    """The callable that Lambda calls for the handler `module.callable`, from a newly imported module."""
    module, _, name = handler.rpartition(".")
    sys.modules.pop(module, None)
    found: Handler = getattr(importlib.import_module(module), name)
    return found


@contextmanager
def running(parameters: Mapping[str, str], port: int = 0) -> Iterator[Service]:
    """Run a service with an empty table until the block ends. Raises OSError if a port is taken.

    The feeds' API has `port`, DynamoDB the next one, the desk's API the one after that. With 0, each has a free one.
    """
    with ExitStack() as up:
        feeds = up.enter_context(server(lambda request: functions.respond(request, signed=False), port))
        desk = up.enter_context(server(lambda request: functions.respond(request, signed=True), port and port + 2))
        stack = Stack({**parameters, "FeedsUrl": _address(feeds)})
        dynamodb = up.enter_context(serving_dynamodb(stack, port and port + 1))
        up.enter_context(environment_with({**stack.environment(), **QUIET}))
        functions = Functions(stack)
        for http in (feeds, desk):
            up.enter_context(answering(http))
        yield Service(_address(feeds), _address(desk), dynamodb, functions)


def _address(http: ThreadingHTTPServer) -> str:
    return f"http://{HOST}:{http.server_address[1]}"
