"""What the tests of the artefact share, and the table of times that `make e2e` ends with."""

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
    """The address of the one AWS of all tests."""
    with moto_server() as address:
        yield address


@pytest.fixture(scope="session")
def deployment(aws: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Deployment]:
    """What `make build` built: every function of the template, up, with an empty table."""
    with deployed(aws, "byline", BUILT, PARAMETERS, tmp_path_factory.mktemp("logs")) as deployment:
        yield deployment
        request.config.stash.setdefault(ROWS, []).extend(rows_of(deployment))


@pytest.fixture(scope="session")
def probe(aws: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The function that tells what it is given."""
    with deployed(aws, "probe", PROBE, {"Greeting": "hello"}, tmp_path_factory.mktemp("logs")) as deployment:
        yield deployment


@pytest.fixture
def another(deployment: Deployment) -> Iterator[Another]:
    """The deployment with a new container of a function: `another("ServeFeeds", endpoint="...", NAME="value")`."""
    with ExitStack() as up:
        yield lambda name, endpoint="", **variables: up.enter_context(deployment.with_another(name, endpoint, **variables))


@pytest.fixture(scope="session")
def publisher(deployment: Deployment) -> Publisher:
    """Writes to the deployment's table, in which the world section and Jane Doe are."""
    publisher = deployment.publisher()
    for profile in (section(), author()):
        publisher.put(profile)
    return publisher


@pytest.fixture
def silence() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server((HOST, 0), backlog=100) as listening:
        yield f"http://{HOST}:{listening.getsockname()[1]}"


@pytest.fixture
def nobody() -> str:
    """An address where nothing listens."""
    with socket.create_server((HOST, 0)) as listening:
        return f"http://{HOST}:{listening.getsockname()[1]}"


@pytest.fixture
def measure(request: pytest.FixtureRequest) -> Measure:
    """Calls something many times; the table at the end tells how long it took: `measure("ServeFeeds", "304", call)`."""
    return measured(request.config.stash.setdefault(ROWS, []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.section("how long it took here, where nothing is as fast or as slow as in Lambda")
    rows: list[Row] = config.stash.get(ROWS, [])
    for line in table_of(rows):
        terminalreporter.write_line(line)
