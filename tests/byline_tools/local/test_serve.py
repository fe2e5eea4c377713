"""byline_tools.local.serve: the whole service on this machine, from its start to Ctrl-C."""

import io
import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from rich.console import Console

from byline_tools.importers.records import FileRefused
from byline_tools.local import sample
from byline_tools.local.machine import HOST
from byline_tools.local.serve import Newsroom, PortTaken, serve
from tests.support import wordpress
from tests.support.serving import introduction, started

THINGS = [
    {"type": "section", "slug": "arts", "title": "Arts [/] Letters"},
    {"type": "author", "slug": "jane-doe", "name": "Jane [bold] Doe"},
    {
        "type": "article",
        "url": "https://www.example.com/arts/fog",
        "title": "Fog, a play",
        "published": "2026-03-14T06:30:00Z",
        "content": "<p>Thick.</p>",
        "sections": ["arts"],
        "authors": ["jane-doe"],
    },
]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.ndjson"
    path.write_text("".join(json.dumps(thing) + "\n" for thing in THINGS), encoding="utf-8")
    return path


@pytest.fixture
def signals() -> Iterator[None]:
    """Restore the signal handlers that `serve` replaces."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


def ends(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str]:
    process.send_signal(number)
    out, _ = process.communicate(timeout=20)
    return process.returncode, out


def start(port: int, *files: Path) -> None:
    serve(Newsroom(files, sample.PARAMETERS, None), port, Console(file=io.StringIO()))


@contextmanager
def neighbours() -> Iterator[tuple[int, socket.socket]]:
    """A free port followed by a port that the listener occupies and two free ones."""
    while True:
        with socket.create_server((HOST, 0)) as listener:
            port = listener.getsockname()[1] - 1
            try:
                for free in (port, port + 2, port + 3):
                    socket.create_server((HOST, free)).close()
            except OSError:
                continue
            yield port, listener
            return


def test_every_address_it_prints_answers_until_it_is_interrupted(news: Path) -> None:
    with started(news, "--title", "The Gazette") as process:
        text = introduction(process)
        addresses = re.findall(r"http://127\.0\.0\.1:\d+/\S*", text)
        assert len(addresses) == 2 + 3 * 3 + 1
        for address in addresses:
            with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
                content = answer.read().decode()
            assert answer.status == 200
            assert "The Gazette" in content
            assert ("Fog, a play" in content) == address.endswith(("/rss.xml", "/atom.xml", "/feed.json"))
        assert ends(process, signal.SIGINT) == (0, "\nStopped.\n")


def test_an_export_is_served_as_its_options_say(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    terms = [wordpress.term("category", each, each.title()) for each in ("world", "premium")]
    posts = [wordpress.item(number, each) for number, each in enumerate(terms, start=1)]
    path.write_text(wordpress.wxr(*posts, wordpress.item(3, post_type="page")), encoding="utf-8")
    options = ("--types", "post,page", "--sections", "news=category:world", "--members-only", "category:premium")
    with started(path, *options) as process:
        text = introduction(process)
        assert "Byline serves 3 articles in 1 section by 1 author" in text
        assert "members only (category:premium) 1" in text
        assert "Section News" in text or "Section World" in text


def test_it_prints_what_it_serves_and_stops_when_asked_to_terminate(news: Path) -> None:
    with started(news) as process:
        text = introduction(process)
        assert "Byline serves 1 article in 1 section by 1 author" in text
        assert "Section Arts [/] Letters" in text
        assert "Jane [bold] Doe" in text
        assert ends(process, signal.SIGTERM) == (0, "\nStopped.\n")


def test_a_taken_port_is_reported_with_a_remedy(signals: None) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            PortTaken, match=f"port {port} or one of the next three, .* is taken: .* --port {port + 10} .*PORT={port + 10}"
        ):
            start(port)


def test_a_taken_port_of_dynamodb_is_reported(signals: None) -> None:
    with neighbours() as (port, _), pytest.raises(PortTaken, match=f"port {port} or one of the next three, which DynamoDB"):
        start(port)


def test_a_forbidden_port_is_not_reported_as_taken(signals: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("byline_tools.local.serve.running", forbidden)
    with pytest.raises(PermissionError):
        start(80)


def test_a_file_that_cannot_be_read_is_not_reported_as_a_taken_port(signals: None, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        start(0, tmp_path / "nowhere.ndjson")


def test_a_file_with_errors_ends_it_and_leaves_its_ports_free(signals: None, news: Path) -> None:
    news.write_text('{"type": "poem"}', encoding="utf-8")
    with neighbours() as (port, listener):
        listener.close()
        with pytest.raises(FileRefused, match=r"news\.ndjson:1: "):
            start(port, news)
        for each in range(port, port + 4):
            socket.create_server((HOST, each)).close()
