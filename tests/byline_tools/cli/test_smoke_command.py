"""`byline smoke` asks a running service for everything, and says what differs."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from byline_tools.cli.desk_client import over_http
from byline_tools.deploy.smoke_api import api
from byline_tools.deploy.smoke_desk import desk
from byline_tools.deploy.smoke_feeds import feeds
from byline_tools.local import sample
from byline_tools.local.machine import CREDENTIALS, SIGNER
from tests.support.command_line import Byline
from tests.support.serving import free_ports, serving


class Wrong(BaseHTTPRequestHandler):
    """A server that answers everything with `status` and nothing else."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a running local server with the profiles and the world section of the sample newsroom."""
    port = free_ports()
    with serving("--port", str(port), *(file for file in sample.FILES if file.stem in {"profiles", "world"})):
        yield port


class Closed(Wrong):
    """A server that refuses everything."""

    status = 403


@contextmanager
def wrong(handler: type[Wrong] = Wrong) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def test_the_local_service_answers_everything_as_it_should(byline: Byline, port: int) -> None:
    result = byline("smoke", "--local", "--port", port, looked_at=True)
    assert (result.status, result.err) == (0, ""), result.out
    assert "answers are right." in result.out


def test_every_question_is_in_the_json(byline: Byline, port: int) -> None:
    result = byline("smoke", "--local", "--port", port, "--json")
    rows = json.loads(result.out)
    assert len(rows) > 70
    assert {row["difference"] for row in rows} == {""}


def test_a_server_that_does_nothing_right_differs_in_nearly_every_answer() -> None:
    with wrong() as address:
        results = [*feeds(address), *desk(address, over_http(address, SIGNER, CREDENTIALS["AWS_DEFAULT_REGION"]))]
    differences = [each for each in results if each.difference]
    assert len(differences) > 40
    assert "expected 304, not 200" in {each.difference for each in differences}


@pytest.mark.parametrize("question", ["desk: /feeds unsigned", "RSS: Content-Type", "an unknown section"])
def test_a_difference_says_what_was_expected_and_what_came(question: str) -> None:
    with wrong() as address:
        results = [*feeds(address), *desk(address, over_http(address, SIGNER, CREDENTIALS["AWS_DEFAULT_REGION"]))]
    (result,) = [each for each in results if each.question == question]
    assert result.difference.startswith("expected ")


def test_without_a_server_it_says_where_nothing_answers_and_asks_what_may_be_missing(byline: Byline) -> None:
    port = free_ports()
    result = byline("smoke", "--local", "--port", port)
    assert result.status == 1
    assert result.err == f"byline: nothing answers at http://127.0.0.1:{port}: does `make serve` run, with the same PORT?\n"


@pytest.mark.parametrize(("handler", "difference"), [(Closed, ""), (Wrong, "expected 403, not 200")])
def test_an_api_behind_a_cdn_has_to_refuse_everybody_else(handler: type[Wrong], difference: str) -> None:
    with wrong(handler) as address:
        (result,) = api({"OnlyThroughCdn": "true"}, {"ApiUrl": address})
    assert result.difference == difference


def test_the_api_of_a_stack_with_a_name_has_to_be_closed() -> None:
    with wrong() as address:
        (result,) = api({"OnlyThroughCdn": "false"}, {"ApiUrl": address, "NameTarget": "d-1.example.com"})
    assert result.difference == "it is not so"
    outputs = {"ApiUrl": f"http://127.0.0.1:{free_ports()}", "NameTarget": "d-1.example.com"}
    assert [each.difference for each in api({"OnlyThroughCdn": "false"}, outputs)] == [""]


def test_an_open_api_is_not_asked_whether_it_is_closed() -> None:
    assert list(api({"OnlyThroughCdn": "false"}, {"ApiUrl": "http://127.0.0.1:9"})) == []
