"""Reports how long the functions take on this machine. No test depends on it."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import pytest

from tests.e2e.deployment import Deployment

WARM = 50
COLD = 5
"""Numbers of measurements."""

COLUMNS = ("function", "what", "times", "median", "slowest")

Row = tuple[str, str, str, str, str]


class Measure(Protocol):
    """Makes `times` calls, adds a row with their durations and returns their results."""

    def __call__(self, function: str, what: str, call: Callable[[], Any], times: int = WARM) -> list[Any]: ...


ROWS = pytest.StashKey[list[Row]]()


def measured(rows: list[Row]) -> Measure:
    """Return a Measure that adds to `rows`."""

    def measure(function: str, what: str, call: Callable[[], Any], times: int = WARM) -> list[Any]:
        results, seconds = [], []
        for _ in range(times):
            began = time.perf_counter()
            results.append(call())
            seconds.append(time.perf_counter() - began)
        rows.append(_row(function, what, [1000 * each for each in seconds]))
        return results

    return measure


def rows_of(deployment: Deployment) -> Iterator[Row]:
    """Yield the time and memory of every function that was called."""
    for name, runtime in deployment.runtimes.items():
        if runtime.seconds:
            yield _row(name, "INIT, by the runtime", runtime.initialisations())
            yield _row(name, "Duration, by REPORT", runtime.durations())
            yield _row(name, "first answer, with INIT", [1000 * runtime.seconds[0]])
            memory = f"{runtime.peak_memory() / 1024:.0f} MB"
            yield name, f"most memory, of {runtime.function.memory} MB", str(len(runtime.seconds)), memory, memory


def _row(function: str, what: str, milliseconds: Sequence[float]) -> Row:
    median, slowest = statistics.median(milliseconds), max(milliseconds)
    return function, what, str(len(milliseconds)), f"{median:.1f} ms", f"{slowest:.1f} ms"


def table_of(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table."""
    lines = [COLUMNS, *sorted(rows)]
    widths = [max(len(line[number]) for line in lines) for number in range(len(COLUMNS))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
