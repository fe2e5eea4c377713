"""The counts of all processes are added up and printed at the end."""

from collections import Counter

import pytest

from tests.proof.comparison import COUNTED
from tests.proof.edits import begun

__all__ = ["begun"]

ADDED_UP: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--steps", type=int, default=1_800, help="the least number of steps in simulated time")
    parser.addoption("--lifecycles", type=int, default=40, help="the number of random lifecycles, with failures and without")
    parser.addoption("--damaged-files", type=int, default=2_000, help="the least number of damaged files that are imported")
    parser.addoption("--seed", type=int, default=0, help="the seed of the first newsroom, lifecycles or damage")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Add the counts of a pytest-xdist worker that has ended."""
    ADDED_UP.update(getattr(node, "workeroutput", {}).get("counted", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["counted"] = dict(COUNTED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, count in sorted((ADDED_UP + COUNTED).items()):
        terminalreporter.write_line(f"{count:8,} {name}")
