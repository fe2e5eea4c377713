"""Adds up the counts of the proof over all processes, and prints them at the end."""

from collections import Counter

import pytest

from tests.proof.comparison import COUNTED
from tests.proof.edits import begun

__all__ = ["begun"]

ADDED_UP: Counter[str] = Counter()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """One of pytest-xdist's workers has ended and hands over what it counted."""
    ADDED_UP.update(getattr(node, "workeroutput", {}).get("counted", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["counted"] = dict(COUNTED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, count in sorted((ADDED_UP + COUNTED).items()):
        terminalreporter.write_line(f"{count:8,} {name}")
