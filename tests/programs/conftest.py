"""Fixtures for the tests of reader programs, and the table at the end of `make check-readers`."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.programs.reading import FEEDS, TOLERATED, Answers, Feed, Home, Note

COLUMNS = ("program", "version", "format", "feed", "stories seen", "polls")


@pytest.fixture(params=FEEDS, ids=str)
def feed(request: pytest.FixtureRequest) -> Feed:
    assert isinstance(request.param, Feed)
    return request.param


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def answers(capfd: pytest.CaptureFixture[str]) -> Answers:
    """Returns the statuses of a feed's responses since the last call, from the request log of the service."""
    return lambda feed: re.findall(rf"GET {re.escape(feed.path)} (\d+)$", capfd.readouterr().err, re.MULTILINE)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Adds to the table: for a program and a feed, a column and its text."""
    return lambda program, feed, column, what: record_property("table", [program, feed.format, feed.name, column, what])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = [list(COLUMNS), *_rows(terminalreporter)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(COLUMNS))]
    terminalreporter.section("what reader programs saw")
    for row in rows:
        terminalreporter.write_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    terminalreporter.write_line("\nTolerated differences:")
    for each in TOLERATED:
        terminalreporter.write_line(f"  {each.program}, {' and '.join(each.formats)}: {each.reason}")


def _rows(terminalreporter: pytest.TerminalReporter) -> Iterator[list[str]]:
    table: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for program, format_, name, column, what in _noted(terminalreporter):
        table.setdefault((program, format_, name), {}).setdefault(column, []).append(what)
    order = [(feed.name, feed.format) for feed in FEEDS]
    for program, format_, name in sorted(table, key=lambda key: (key[0], order.index((key[2], key[1])))):
        cells = table[program, format_, name]
        texts = ["; ".join(sorted(cells.get(column, ["nothing"]))) for column in COLUMNS[4:]]
        yield [program, _version(program), format_, name, *texts]


def _noted(terminalreporter: pytest.TerminalReporter) -> Iterator[list[Any]]:
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                yield from (value for name, value in report.user_properties if name == "table")


def _version(package: str) -> str:
    """Return the version of the package, because not every program reports its own."""
    asked = shutil.which("dpkg-query")
    if not asked:
        return "unknown"
    command = [asked, "--show", "--showformat=${Version}", package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    return done.stdout or "unknown"
