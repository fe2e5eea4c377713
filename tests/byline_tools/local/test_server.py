"""The template's routes and functions behind HTTP, as a client sees them."""

import json
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.credentials import Credentials

from byline_tools.local import sample
from byline_tools.local.api_gateway import BAD_REQUEST, NOT_FOUND, SERVER_ERROR, HttpRequest
from byline_tools.local.http_server import answering, server
from byline_tools.local.machine import HOST, SIGNER
from byline_tools.local.server import Functions, Service, running
from byline_tools.local.signing import signed
from byline_tools.local.stack import LAMBDA_TIMEOUT, Stack

TEMPLATE = """
Parameters: {}
Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Handler: some_function.handler
      Events:
        Thing: {Type: HttpApi, Properties: {Method: ANY, Path: "/things/{name}"}}
"""
FUNCTION = """
import os

STARTED_WITH = os.environ.get("STARTED_WITH")

def handler(event, context):
    if event["pathParameters"]["name"] == "broken":
        raise ValueError("this function is broken")
    return {
        "event": event,
        "request": context.aws_request_id,
        "left": context.get_remaining_time_in_millis(),
        "started_with": STARTED_WITH,
    }
"""


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """A running service with an empty table, requested once so that its function is connected to that table."""
    with running(sample.PARAMETERS) as service:
        with connected(service) as connection:
            assert ask(connection, "GET", "/")[0].status == 200
        yield service


@pytest.fixture
def client(service: Service) -> Iterator[HTTPConnection]:
    """A persistent connection."""
    with connected(service) as connection:
        yield connection


@pytest.fixture
def functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    """A stack of one function, which returns its arguments."""
    (tmp_path / "some_function.py").write_text(FUNCTION, encoding="utf-8")
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield Stack({}, tmp_path / "template.yaml")
    sys.modules.pop("some_function", None)


def connected(service: Service) -> closing[HTTPConnection]:
    return closing(HTTPConnection(HOST, urlsplit(service.address).port or 0, timeout=10))


def ask(client: HTTPConnection, method: str, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    client.request(method, path, headers=headers)
    response = client.getresponse()
    return response, response.read()


def result_of(functions: Stack, target: str) -> Any:
    return json.loads(Functions(functions).respond(HttpRequest("GET", target, [])).body)


def test_a_path_that_nothing_has_is_the_functions_404(client: HTTPConnection) -> None:
    response, body = ask(client, "GET", "/wp-login.php")
    assert (response.status, body) == (404, b"There is no feed at /wp-login.php. All feeds: /\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_path_with_a_route_reaches_the_function(client: HTTPConnection) -> None:
    response, body = ask(client, "GET", "/rss.xml")
    assert response.status == 200
    assert b"<title>The Harbour Gazette</title>" in body


def test_the_feeds_say_they_are_where_the_server_is(service: Service, client: HTTPConnection) -> None:
    _, body = ask(client, "GET", "/feed.json")
    assert json.loads(body)["feed_url"] == f"{service.address}/feed.json"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_on_a_route_reaches_the_function(client: HTTPConnection, method: str) -> None:
    response, _ = ask(client, method, "/sections/world/rss.xml")
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


def test_what_stands_for_a_name_in_the_route_reaches_the_function(client: HTTPConnection) -> None:
    response, body = ask(client, "GET", "/sections/wrold/rss.xml")
    assert response.status == 404
    assert b"sections/wrold" in body


def test_head_is_answered_like_get_but_without_a_body(client: HTTPConnection) -> None:
    get, _ = ask(client, "GET", "/rss.xml")
    head, body = ask(client, "HEAD", "/rss.xml")
    assert (head.status, body) == (200, b"")
    assert (head.headers["ETag"], head.headers["Content-Length"]) == (get.headers["ETag"], None)


def test_head_on_an_error_has_no_body_either(client: HTTPConnection) -> None:
    response, body = ask(client, "HEAD", "/nowhere")
    assert (response.status, body) == (404, b"")
    assert ask(client, "GET", "/rss.xml")[0].status == 200


def test_a_304_has_neither_body_nor_length(client: HTTPConnection) -> None:
    etag = ask(client, "GET", "/rss.xml")[0].headers["ETag"]
    response, body = ask(client, "GET", "/rss.xml", **{"If-None-Match": etag})
    assert (response.status, body, response.headers["Content-Length"]) == (304, b"", None)


def test_one_connection_serves_many_requests(client: HTTPConnection) -> None:
    ask(client, "GET", "/rss.xml")
    connection = client.sock
    ask(client, "POST", "/rss.xml")
    ask(client, "GET", "/atom.xml")
    assert client.sock is connection


def test_a_length_that_is_no_number_is_a_bad_request(client: HTTPConnection) -> None:
    assert ask(client, "POST", "/rss.xml", **{"Content-Length": "many"})[0].status == 400


def test_a_handler_that_raises_is_api_gateways_500_and_the_server_goes_on(
    functions: Stack, capfd: pytest.CaptureFixture[str]
) -> None:
    http = server(Functions(functions).respond)
    with answering(http), closing(HTTPConnection(HOST, http.server_address[1], timeout=10)) as client:
        response, body = ask(client, "GET", "/things/broken")
        assert (response.status, body) == (500, b'{"message":"Internal Server Error"}')
        assert ask(client, "GET", "/things/a")[0].status == 200
    http.server_close()


def test_the_server_listens_on_this_machine_only(service: Service) -> None:
    assert service.address.startswith("http://127.0.0.1:")


def test_a_port_that_is_taken_is_an_error() -> None:
    with (
        socket.create_server((HOST, 0)) as taken,
        pytest.raises(OSError, match="in use"),
        running(sample.PARAMETERS, taken.getsockname()[1]),
    ):
        pass


def test_a_function_gets_the_event_and_a_context_of_the_same_request(functions: Stack) -> None:
    response = result_of(functions, "/things/a%20b?c=d")
    assert response["event"]["pathParameters"] == {"name": "a b"}
    assert response["event"]["requestContext"]["requestId"] == response["request"]
    assert 0 < response["left"] <= 1000 * LAMBDA_TIMEOUT


def test_a_function_starts_anew_with_the_environment_of_the_moment(functions: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("one", "two"):
        monkeypatch.setenv("STARTED_WITH", value)
        assert result_of(functions, "/things/a")["started_with"] == value


def test_an_error_of_a_function_is_a_500_and_its_traceback_is_shown(functions: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(traceback, "print_exc", lambda: shown.append(traceback.format_exc()))
    assert Functions(functions).respond(HttpRequest("GET", "/things/broken", [])) == SERVER_ERROR
    assert "this function is broken" in shown[0]


@pytest.mark.parametrize("target", ["", "//things/a", "http://[", "http://127.0.0.1/things/a", "/things/"])
def test_a_target_that_is_no_path_of_a_route_is_not_found(functions: Stack, target: str) -> None:
    assert Functions(functions).respond(HttpRequest("GET", target, [])) == NOT_FOUND


def signed_request(method: str, target: str, **headers: str) -> HttpRequest:
    """A request that the local desk accepts; `headers` have `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    made = signed(method, f"http://desk{target}", named, b"", SIGNER, "eu-west-1")
    return HttpRequest(method, target, [("Host", "desk"), *made.items()])


SIGNED = signed_request("GET", "/scheduled")


def asked(service: Service, request: HttpRequest) -> int:
    return service.functions.respond(request, signed=True).status


def test_the_desk_answers_whoever_has_signed_and_nobody_else(service: Service) -> None:
    other = Credentials("local", "guessed")
    forged = signed("GET", "http://desk/scheduled", {}, b"", other, "eu-west-1")
    assert asked(service, SIGNED) == 200
    assert asked(service, replace(SIGNED, headers=[("Host", "desk"), *forged.items()])) == 403
    assert asked(service, replace(SIGNED, target="/feeds")) == 403
    assert asked(service, replace(SIGNED, body=b"{}")) == 403
    assert asked(service, replace(SIGNED, headers=[])) == 403


def test_neither_api_has_the_routes_of_the_other(service: Service) -> None:
    assert service.functions.respond(SIGNED).status == 404
    assert asked(service, signed_request("GET", "/rss.xml")) == 404


def test_a_path_that_api_gateway_cannot_decode_is_a_bad_request(functions: Stack) -> None:
    for target in ("/things/%", "/things/100%25", "/things/%2525zz%"):
        assert Functions(functions).respond(HttpRequest("GET", target, [])) == BAD_REQUEST
