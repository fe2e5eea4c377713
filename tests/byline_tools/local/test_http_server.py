"""Requests come in whole or not at all, answers go out as they are."""

import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.http_server import answering, server
from byline_tools.local.machine import HOST

Echo = tuple[int, list[HttpRequest]]


@pytest.fixture
def echo() -> Iterator[Echo]:
    """A server that gives back what it was sent, and what came in."""
    came: list[HttpRequest] = []

    def respond(request: HttpRequest) -> HttpResponse:
        came.append(request)
        return HttpResponse(201, (("X-Twice", "a"), ("X-Twice", "b")), request.body)

    http = server(respond)
    with answering(http):
        yield http.server_address[1], came
    http.server_close()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_request_comes_in_as_it_was_sent_and_its_answer_goes_out(echo: Echo, method: str) -> None:
    port, came = echo
    with closing(HTTPConnection(HOST, port, timeout=10)) as client:
        client.request(method, "/a%20b?c=d", "é".encode(), {"X-Name": "1"})
        answer = client.getresponse()
        assert (answer.status, answer.read(), answer.headers.get_all("X-Twice")) == (201, "é".encode(), ["a", "b"])
    assert (came[0].method, came[0].target, came[0].body, came[0].source_ip) == (method, "/a%20b?c=d", "é".encode(), HOST)
    assert ("X-Name", "1") in came[0].headers


def test_each_request_is_told_in_a_line_unless_it_is_to_be_quiet(echo: Echo, capsys: pytest.CaptureFixture[str]) -> None:
    port, _ = echo
    with closing(HTTPConnection(HOST, port, timeout=10)) as client:
        client.request("GET", "/told")
        client.getresponse().read()
    assert capsys.readouterr().err.rstrip().endswith("GET /told 201")


@pytest.mark.parametrize("headers", [b"Content-Length: many", b"Content-Length: -1", b"Transfer-Encoding: chunked"])
def test_a_body_whose_end_is_not_known_is_refused_and_what_follows_is_no_request(echo: Echo, headers: bytes) -> None:
    port, came = echo
    with socket.create_connection((HOST, port), timeout=10) as client:
        client.sendall(b"PUT /a HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n1d\r\nGET /smuggled HTTP/1.1\r\n\r\n\r\n0\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert came == []


def test_a_port_that_is_taken_is_an_error(echo: Echo) -> None:
    port, _ = echo
    with pytest.raises(OSError, match="in use"):
        server(lambda _: HttpResponse(200), port)
