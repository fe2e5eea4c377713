"""The service on this machine: the routes and handlers of template.yaml behind an HTTP server, beside an embedded DynamoDB."""

import importlib
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.api_gateway import NOT_FOUND, SERVER_ERROR, HttpRequest, HttpResponse, event_for, find_route, response_from
from infra.embedded_dynamodb import HOST, environment_with, serving_dynamodb
from infra.stack import Stack

QUIET = {"POWERTOOLS_METRICS_DISABLED": "true"}
"""Metrics are lines for CloudWatch, which is not here."""

Handler = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: where it answers, where its DynamoDB does, and the stack it was made from."""

    address: str
    dynamodb: str
    stack: Stack


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What Lambda tells a handler of its own invocation."""

    aws_request_id: str
    function_name: str
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:000000000000:function:local"
    memory_limit_in_mb: int = 512

    def get_remaining_time_in_millis(self) -> int:
        """As much as the template's Timeout gives."""
        return 10_000


class Functions:
    """The template's functions, called in this process: one invocation at a time each, as in a container of Lambda's.

    Made, each is imported anew, as at a cold start: it reads the environment of this moment.
    """

    def __init__(self, stack: Stack) -> None:
        self._routes = stack.routes()
        self._handlers = {handler: _cold_start(handler) for handler in {route.handler for route in self._routes}}
        self._locks = {handler: threading.Lock() for handler in self._handlers}

    def respond(self, request: HttpRequest) -> HttpResponse:
        """What API Gateway would send back: 404 where no route fits, 500 where the handler raised."""
        match = find_route(self._routes, request.method, request.path)
        if match is None:
            return NOT_FOUND
        event = event_for(request, match, datetime.now(UTC))
        context = LambdaContext(event["requestContext"]["requestId"], match.route.handler)
        try:
            with self._locks[match.route.handler]:
                return response_from(self._handlers[match.route.handler](event, context))
        except Exception:
            traceback.print_exc()
            return SERVER_ERROR


def _cold_start(handler: str) -> Handler:
    """The callable that Lambda would call for `module.callable`."""
    module, _, name = handler.rpartition(".")
    sys.modules.pop(module, None)
    found: Handler = getattr(importlib.import_module(module), name)
    return found


def server(respond: Callable[[HttpRequest], HttpResponse], port: int = 0) -> ThreadingHTTPServer:
    """An HTTP server on 127.0.0.1 that answers with `respond`; raises OSError if the port is taken."""

    class Connection(_Connection):
        answer = staticmethod(respond)

    return ThreadingHTTPServer((HOST, port), Connection)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Byline"
    sys_version = ""
    timeout = 30
    answer: Callable[[HttpRequest], HttpResponse]

    def _serve(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal():
            self.send_error(400)
            return
        body = self.rfile.read(int(length))
        request = HttpRequest(self.command, self.path, list(self.headers.items()), body, self.client_address[0])
        response = type(self).answer(request)
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        # To HEAD a length of 0 would be a lie about GET (RFC 9110, section 8.6).
        if response.status != 304 and self.command != "HEAD":
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD" and response.status != 304:
            self.wfile.write(response.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 - http.server's signature
        """One line a request, so that the reader's behaviour can be watched."""
        self.log_message("%s %s %s", self.command, self.path, code)


@contextmanager
def running(parameters: Mapping[str, str], port: int = 0, dynamodb_port: int = 0) -> Iterator[Service]:
    """Everything up, with an empty table, until the block ends; a port of 0 is any free one. OSError if one is taken."""
    http = server(lambda request: functions.respond(request), port)  # noqa: PLW0108 - functions come to be below
    address = f"http://{HOST}:{http.server_address[1]}"
    stack = Stack({**parameters, "FeedsUrl": address})
    with http, serving_dynamodb(stack, dynamodb_port) as dynamodb, environment_with({**stack.environment(), **QUIET}):
        functions = Functions(stack)
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Service(address, dynamodb, stack)
        finally:
            http.shutdown()
            thread.join()
