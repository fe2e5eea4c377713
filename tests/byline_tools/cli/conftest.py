"""The newsroom in which desk commands run, and the articles they publish."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import pytest

from byline.model.times import utc_now
from byline_tools.local import sample
from byline_tools.local.server import Service, running
from tests.byline_tools.cli.results import Target, Thing
from tests.support.command_line import Byline, Result
from tests.support.desks import WORLD, DeskFunction
from tests.support.serving import free_ports

NUMBERS = count(1)
TARGETS = ("local", "table")


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """Commands use the machine's clock, and so does DynamoDB here."""
    return utc_now


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """The service in this process, with one section, without a stream and without a log: tests read what commands print.

    Its desk reads the environment at its first request, before `byline` removes the newsroom from it.
    """
    with pytest.MonkeyPatch.context() as quiet, running(sample.PARAMETERS, free_ports()) as service:
        quiet.setattr(BaseHTTPRequestHandler, "log_message", lambda *_: None)
        desk = DeskFunction(lambda event, _: service.functions.invoke("manage_articles.handler", event))
        assert desk.put("/sections/world", WORLD).status == 201
        yield service


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a test have one of the targets, which its name decides, or with --other-target the other one."""
    if "target" in metafunc.fixturenames:
        number = crc32(metafunc.function.__name__.encode()) + metafunc.config.getoption("other_target")
        metafunc.parametrize("target", [pytest.param(TARGETS[number % 2], marks=pytest.mark.on_one_target)], indirect=True)


@pytest.fixture
def target(request: pytest.FixtureRequest, service: Service, monkeypatch: pytest.MonkeyPatch) -> Target:
    """The same newsroom, reached over HTTP and in the table. --api differs from --local in the address only."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", service.dynamodb)
    port = urlsplit(service.desk).port or 0
    return {
        "local": ("--local", "--port", str(port - 2)),
        "table": ("--to", "byline", "--site-url", "https://www.example.com"),
    }[str(request.param)]


@pytest.fixture
def number() -> int:
    """A unique number for the names of one test, because all tests share the newsroom."""
    return next(NUMBERS)


@pytest.fixture
def section(number: int) -> Thing:
    return {"type": "section", "slug": f"section-{number}", "title": f"Section {number}"}


@pytest.fixture
def story(number: int) -> Thing:
    return {
        "type": "article",
        "id": f"tag:example.com:rocket:{number}",
        "url": f"https://www.example.com/{number}",
        "title": f"Story {number} :rocket:",
        "content": "<p>Thick.</p>",
        "sections": [f"section-{number}"],
    }


@pytest.fixture
def publish(byline: Byline, target: Target, tmp_path: Path) -> Callable[..., Result]:
    def call(*things: Thing, looked_at: bool = False) -> Result:
        path = tmp_path / "news.ndjson"
        path.write_text("".join(json.dumps(thing) + "\n" for thing in things), encoding="utf-8")
        return byline("publish", path, *target, looked_at=looked_at)

    return call
