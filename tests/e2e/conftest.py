"""Fixtures for the tests of the artefact, and the table of times at the end of `make e2e`."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from byline.desk.publisher import Publisher
from byline_tools.local.machine import HOST
from tests.e2e.cloud import moto_server
from tests.e2e.deployment import BUILT, Another, Deployment, deployed
from tests.e2e.measuring import ROWS, Measure, Row, measured, rows_of, table_of
from tests.support.factories import author, section
from tests.support.stacks import PARAMETERS

PROBE = Path(__file__).parent / "probe" / "template.yaml"


@pytest.fixture(scope="session")
def aws(elsewhere: None) -> Iterator[str]:
    """The address of AWS, which all tests share."""
    with moto_server() as address:
        yield address


@pytest.fixture(scope="session")
def deployment(aws: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Deployment]:
    """The output of `make build`: every function of the template is running, and the table is empty."""
    with deployed(aws, "byline", BUILT, {**PARAMETERS, "WithDashboard": "true"}, tmp_path_factory.mktemp("logs")) as deployment:
        yield deployment
        request.config.stash.setdefault(ROWS, []).extend(rows_of(deployment))


@pytest.fixture(scope="session")
def probe(aws: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The function that reports its input and environment."""
    with deployed(aws, "probe", PROBE, {"Greeting": "hello"}, tmp_path_factory.mktemp("logs")) as deployment:
        yield deployment


@pytest.fixture
def another(deployment: Deployment) -> Iterator[Another]:
    """Returns the deployment with a new container of a function: `another("ServeFeeds", endpoint="...", NAME="value")`."""
    with ExitStack() as up:
        yield lambda name, endpoint="", **variables: up.enter_context(deployment.with_another(name, endpoint, **variables))


@pytest.fixture(scope="session")
def publisher(deployment: Deployment) -> Publisher:
    """Writes to the deployment's table, which has the section World and the author Jane Doe."""
    publisher = deployment.publisher()
    for profile in (section(), author()):
        publisher.put(profile)
    return publisher


@pytest.fixture
def silence() -> Iterator[str]:
    """The address of a server that accepts connections and never responds."""
    with socket.create_server((HOST, 0), backlog=100) as listening:
        yield f"http://{HOST}:{listening.getsockname()[1]}"


@pytest.fixture
def unreachable() -> str:
    """An address without a listener."""
    with socket.create_server((HOST, 0)) as listening:
        return f"http://{HOST}:{listening.getsockname()[1]}"


@pytest.fixture
def measure(request: pytest.FixtureRequest) -> Measure:
    """Makes a call many times and adds its duration to the table at the end: `measure("ServeFeeds", "304", call)`."""
    return measured(request.config.stash.setdefault(ROWS, []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.section("how long it took here, where nothing is as fast or as slow as in Lambda")
    rows: list[Row] = config.stash.get(ROWS, [])
    for line in table_of(rows):
        terminalreporter.write_line(line)
