"""byline_tools.checks.fetching: which addresses are fetched, and which are refused."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from byline_tools.checks import fetching
from byline_tools.checks.fetching import CannotFetch, fetch


class Site(BaseHTTPRequestHandler):
    """Answers by path, with the User-Agent in the body."""

    def do_GET(self) -> None:
        status, headers = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET" and status != 304:
            self.wfile.write(str(self.headers["User-Agent"]).encode())

    do_HEAD = do_GET

    def log_message(self, *args: object) -> None:
        """Log nothing."""


ANSWERS: dict[str, tuple[int, dict[str, str]]] = {
    "/feed": (200, {"X-Thing": "1"}),
    "/moved": (301, {"Location": "/feed"}),
    "/gone": (410, {}),
    "/same": (304, {}),
    "/file": (302, {"Location": "file:///etc/hostname"}),
    "/ftp": (302, {"Location": "ftp://localhost/"}),
    "/loop": (302, {"Location": "/loop"}),
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_feed_is_fetched_under_the_checkers_name(site: str) -> None:
    answer = fetch(f"{site}/feed")
    assert (answer.status, answer.body, answer.headers["x-thing"]) == (200, b"byline-check", "1")


def test_the_address_is_the_end_of_the_redirects(site: str) -> None:
    assert fetch(f"{site}/moved").address == f"{site}/feed"


@pytest.mark.parametrize(("path", "status"), [("/gone", 410), ("/same", 304)])
def test_every_status_gives_a_response(site: str, path: str, status: int) -> None:
    assert fetch(site + path).status == status


def test_head_has_no_body(site: str) -> None:
    assert fetch(f"{site}/feed", "HEAD").body == b""


def test_a_redirect_to_a_file_is_not_followed(site: str) -> None:
    assert fetch(f"{site}/file").status == 302


def test_a_redirect_to_ftp_is_refused(site: str) -> None:
    with pytest.raises(CannotFetch, match="unknown url type"):
        fetch(f"{site}/ftp")


def test_a_loop_of_redirects_ends(site: str) -> None:
    assert fetch(f"{site}/loop").status == 302


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://localhost/", "http://127.0.0.1:1/", "http://[", "http://a b/", "fog"]
)
def test_an_address_without_a_response_is_refused(address: str) -> None:
    with pytest.raises(CannotFetch, match="cannot fetch"):
        fetch(address)


def test_a_response_over_the_limit_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 5)
    with pytest.raises(CannotFetch, match="more than 5 bytes"):
        fetch(f"{site}/feed")
