"""A wheel made of this repository, and an environment with nothing else in it."""

import os
import signal
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pytest

from byline_tools.local.machine import CREDENTIALS, HOST

ROOT = Path(__file__).parents[2]
LOCKED = ROOT / "infra" / "requirements-serve.txt"

PORT = 18760

Run = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True, slots=True)
class Server:
    """The address of a running server, and the variables with which a command uses its DynamoDB."""

    port: int
    dynamodb: dict[str, str]


def build(folder: Path) -> Path:
    """The wheel, built in `folder` as `make wheel` builds it in dist/."""
    command: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def away(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the repository, with an environment that contains the wheel and the locked versions.

    The wheel's dependencies must be among these: its installation downloads nothing.
    """
    folder = tmp_path_factory.mktemp("away")
    venv.create(folder / "venv", with_pip=True)
    pip: list[str | Path] = [folder / "venv" / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
    subprocess.run([*pip, "--require-hashes", "-r", LOCKED], check=True)
    subprocess.run([*pip, "--no-index", wheel], check=True)
    return folder


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment variables of this process without those that point Python to the repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


@pytest.fixture(scope="session")
def run(away: Path, environment: dict[str, str]) -> Run:
    """Run one of the environment's programs in the folder, with variables of its own."""

    def run(program: str, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [away / "venv" / "bin" / program, *arguments]
        return subprocess.run(command, cwd=away, env={**environment, **variables}, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def server(away: Path, environment: dict[str, str]) -> Iterator[Server]:
    """`byline serve` with the sample newsroom, running until the test ends. It must stop without an error."""
    command: list[str | Path] = [away / "venv" / "bin" / "byline", "serve", "--port", f"{PORT}"]
    with subprocess.Popen(
        command, cwd=away, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        lines = list(takewhile(lambda line: "Ctrl-C" not in line, process.stdout))
        assert process.poll() is None, [*lines, process.stderr and process.stderr.read()]
        yield Server(PORT, {**CREDENTIALS, "AWS_ENDPOINT_URL_DYNAMODB": f"http://{HOST}:{PORT + 1}"})
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert process.returncode == 0
