"""A request arrives complete or not at all, and its response is sent unchanged."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from byline_tools.local import http_server
from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.http_server import answering, server
from byline_tools.local.machine import HOST

Echo = tuple[int, list[HttpRequest]]


@pytest.fixture
def echo() -> Iterator[Echo]:
    """The port of a server that sends back the body of each request, and the requests it got."""
    requests: list[HttpRequest] = []

    def respond(request: HttpRequest) -> HttpResponse:
        requests.append(request)
        return HttpResponse(201, (("X-Twice", "a"), ("X-Twice", "b")), request.body)

    http = server(respond)
    with answering(http):
        yield http.server_address[1], requests
    http.server_close()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get"])
def test_a_request_comes_in_as_it_was_sent_and_its_answer_goes_out(echo: Echo, method: str) -> None:
    port, requests = echo
    with closing(HTTPConnection(HOST, port, timeout=10)) as client:
        client.request(method, "/a%20b?c=d", "é".encode(), {"X-Name": "1"})
        response = client.getresponse()
        assert (response.status, response.read(), response.headers.get_all("X-Twice")) == (201, "é".encode(), ["a", "b"])
    assert (requests[0].method, requests[0].target, requests[0].body, requests[0].source_ip) == (
        method,
        "/a%20b?c=d",
        "é".encode(),
        HOST,
    )
    assert ("X-Name", "1") in requests[0].headers


def test_each_request_is_logged_in_a_line_unless_the_server_is_quiet(echo: Echo, capsys: pytest.CaptureFixture[str]) -> None:
    port, _ = echo
    with closing(HTTPConnection(HOST, port, timeout=10)) as client:
        client.request("GET", "/logged")
        client.getresponse().read()
    assert capsys.readouterr().err.rstrip().endswith("GET /logged 201")


@pytest.mark.parametrize("headers", [b"Content-Length: many", b"Content-Length: -1", b"Transfer-Encoding: chunked"])
def test_a_body_whose_end_is_not_known_is_refused_and_what_follows_is_no_request(echo: Echo, headers: bytes) -> None:
    port, requests = echo
    with socket.create_connection((HOST, port), timeout=10) as client:
        client.sendall(b"PUT /a HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n1d\r\nGET /smuggled HTTP/1.1\r\n\r\n\r\n0\r\n\r\n")
        response = b"".join(iter(lambda: client.recv(65536), b""))
    assert response.startswith(b"HTTP/1.1 400 ")
    assert response.count(b"HTTP/1.1 ") == 1
    assert requests == []


def received(port: int, sent: bytes) -> bytes:
    with socket.create_connection((HOST, port), timeout=10) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


@pytest.mark.parametrize("length", ["10485761", "9" * 30, "9" * 5_000, "0" * 5_000 + "10485761"])
def test_a_body_over_the_limit_of_api_gateway_is_not_read(echo: Echo, capfd: pytest.CaptureFixture[str], length: str) -> None:
    port, requests = echo
    response = received(port, b"PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + length.encode() + b"\r\n\r\nabc")
    head, _, body = response.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert (body, requests) == (b'{"message":"Request Entity Too Large"}', [])
    assert "Traceback" not in capfd.readouterr().err


def test_a_body_that_ends_too_early_is_no_request(echo: Echo, capfd: pytest.CaptureFixture[str]) -> None:
    port, requests = echo
    assert received(port, b"PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc") == b""
    assert requests == []
    assert "Traceback" not in capfd.readouterr().err


def test_a_method_that_is_no_word_is_refused(echo: Echo) -> None:
    port, requests = echo
    assert received(port, b"GE(T /a HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert requests == []


TLS = bytes.fromhex("16030100c8010000c40303") + b"\x00" * 180 + b"\n"


@pytest.mark.parametrize(
    "sent",
    [TLS, b"GET /a b c HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"GET"],
    ids=["TLS", "spaces", "another version", "a long line", "unfinished"],
)
def test_what_is_no_request_is_reported_in_a_line_at_most(echo: Echo, capfd: pytest.CaptureFixture[str], sent: bytes) -> None:
    port, requests = echo
    received(port, sent)
    said = capfd.readouterr().err
    assert (requests, said.count("\n") <= 1, len(said) < 150, "Traceback" in said) == ([], True, True, False)


def test_a_client_that_leaves_before_the_response_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    gone = threading.Event()

    def respond(_: HttpRequest) -> HttpResponse:
        gone.wait(10)
        return HttpResponse(200, (), b"x" * 10_000_000)

    http = server(respond, quiet=True)
    with answering(http):
        with socket.create_connection((HOST, http.server_address[1]), timeout=10) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        gone.set()
    http.server_close()
    assert "Traceback" not in capfd.readouterr().err


def test_an_idle_connection_is_closed_without_a_word(
    echo: Echo, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server._Connection, "timeout", 0.05)
    port, _ = echo
    with socket.create_connection((HOST, port), timeout=10) as client:
        assert client.recv(1) == b""
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_an_error(echo: Echo) -> None:
    port, _ = echo
    with pytest.raises(OSError, match="in use"):
        server(lambda _: HttpResponse(200), port)
