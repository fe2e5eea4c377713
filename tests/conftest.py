"""Fixtures for all tests: a table made from the template, on moto; functions at a cold start; a running service."""

import gc
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from types import ModuleType

import pytest
from moto import mock_aws
from rich.console import Console

from byline.desk.publisher import Publisher
from byline.model.site import Site
from byline.serving.feed_service import FeedService
from byline.storage.dynamodb import Table, connect
from byline_tools.local import machine as local_machine
from byline_tools.local import sample
from byline_tools.local.embedded_dynamodb import fast_transactions
from byline_tools.local.serve import Newsroom, load
from byline_tools.local.server import Service, running
from byline_tools.local.stack import TABLE_NAME
from tests.support.command_line import Byline, caller
from tests.support.dates import dynamodb_at
from tests.support.desks import DeskFunction
from tests.support.factories import Clock, counter
from tests.support.quick_moto import quick_moto
from tests.support.stacks import STACK


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: tests also wait, for servers and for time limits."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--plain-moto", action="store_true", help="moto's own transactions in tests marked `plain_moto_too`")
    parser.addoption("--other-target", action="store_true", help="the other target in tests marked `on_one_target`")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Exempt what collection has made, more than a million objects, from every later garbage collection."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def elsewhere() -> Iterator[None]:
    """No test reads the AWS settings of the machine it runs on."""
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            environment.delenv(name)
        for name, value in local_machine.CREDENTIALS.items():
            environment.setenv(name, value)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick(request: pytest.FixtureRequest) -> Iterator[None]:
    """moto answers fast, except where its own transactions are asked for."""
    with nullcontext() if request.config.getoption("plain_moto") else quick_moto():
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def byline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Byline:
    """The command `byline`, called as from a shell."""
    return caller(monkeypatch, capsys)


@pytest.fixture
def plain_moto(request: pytest.FixtureRequest) -> bool:
    """Whether `table` has moto's own transactions, not the fast ones."""
    return bool(request.config.getoption("plain_moto") and request.node.get_closest_marker("plain_moto_too"))


@pytest.fixture
def table(plain_moto: bool, clock: Clock) -> Iterator[Table]:
    """The template's table, empty, on moto in this process, with `clock` as DynamoDB's. It retries without pauses."""
    with mock_aws(), nullcontext() if plain_moto else fast_transactions(), dynamodb_at(clock):
        client = connect()
        client.create_table(**STACK.table())
        yield Table(client, TABLE_NAME, sleep=lambda _: None, chance=lambda: 0.5)


@pytest.fixture
def feed_service_of(table: Table, clock: Clock) -> Callable[[Site], FeedService]:
    """Makes the feed service of a site, without a memo."""
    return lambda site: FeedService(table, site, 0, 60, clock)


@pytest.fixture
def publisher(table: Table, clock: Clock) -> Publisher:
    return Publisher(table, clock, counter())


class CurrentStdout:
    """Standard output at the time of writing: pytest replaces it between a test and its fixtures."""

    def write(self, text: str) -> None:
        sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


@pytest.fixture
def cold_start(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ModuleType]]:
    """Imports a function's module anew, as Lambda does at a cold start, with the template's environment and changes to it."""
    started: list[str] = []

    def start(name: str, **environment: str) -> ModuleType:
        for variable, value in {**STACK.environment(), "ACTIVITY_METRICS": "true", **environment}.items():
            monkeypatch.setenv(variable, value)
        sys.modules.pop(name, None)
        started.append(name)
        module = importlib.import_module(name)
        # serve_feeds logs in a module that a 304 does not import.
        logger = importlib.import_module("byline_http.feeds_api" if name == "serve_feeds" else name).logger
        monkeypatch.setattr(logger.handlers[0], "stream", CurrentStdout())
        logger.setLevel("INFO")  # a logger outlives the cold starts of one process, and so does its level
        return module

    yield start
    for name in started:
        sys.modules.pop(name, None)


@pytest.fixture
def desk(cold_start: Callable[..., ModuleType], clock: Clock) -> DeskFunction:
    """The desk's function at a cold start, with `clock` as its clock, behind the routes of the template."""
    return DeskFunction(cold_start("manage_articles").make_handler(os.environ, clock))


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """The whole service on a free port, with the profiles and the world section of the sample newsroom."""
    files = [file for file in sample.FILES if file.stem in {"profiles", "world"}]
    with running(sample.PARAMETERS) as service:
        load(Newsroom(files, sample.PARAMETERS, None), Console(quiet=True))
        yield service


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run with a skipped test fails, because a skipped test proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = len(terminalreporter.stats.get("skipped", []))
    terminalreporter.write_line(f"{skipped} tests were skipped: that is a failure" if skipped else "nothing was skipped")
