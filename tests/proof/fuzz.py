"""`make fuzz`: ask the feeds' function with as many random requests as wanted, in two processes."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache
from multiprocessing import get_context
from secrets import token_hex

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from tests.proof.polled import Feeds, Report, feeds
from tests.proof.polls import Polls

PROCESSES = 2
CHUNK = 2_000
"""The events after which a process reports."""
MOST_SHOWN = 20
_UP = ExitStack()


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 1 if the response to any event was wrong, otherwise 0."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first event, to repeat one that went wrong")
    parser.add_argument("--seed", default="", help="a former run's seed; by default a new one")
    options = parser.parse_args(arguments)
    seed, console = options.seed or token_hex(4), Console()
    console.print(f"seed {seed}: repeat with --seed {seed}", highlight=False)
    report = _reported(seed, range(options.first, options.first + options.events), console)
    for kind, count in sorted(report.counted.items()):
        console.print(f"{count:12,} {kind}", highlight=False)
    console.print(f"{report.counted.total():12,} events, of which {len(report.wrong):,} had a wrong response", highlight=False)
    console.print(f"the slowest was event {report.slowest[1]}: {report.slowest[0] * 1000:.0f} ms", highlight=False)
    for wrong in report.wrong[:MOST_SHOWN]:
        console.print(wrong, markup=False, highlight=False)
    return 1 if report.wrong else 0


def _reported(seed: str, numbers: range, console: Console) -> Report:
    chunks = [(seed, numbers[start : start + CHUNK]) for start in range(0, len(numbers), CHUNK)]
    report = Report()
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with get_context("spawn").Pool(PROCESSES) as pool, Progress(*columns, console=console) as progress:
        task = progress.add_task("events", total=len(numbers))
        for chunk in pool.imap_unordered(_ask, chunks):
            report.add(chunk)
            progress.advance(task, chunk.counted.total())
    return report


def _ask(chunk: tuple[str, range]) -> Report:
    seed, numbers = chunk
    container, polls = _container(seed)
    return container.ask(polls, numbers)


@cache
def _container(seed: str) -> tuple[Feeds, Polls]:
    """The function of this process, which stays until the process ends."""
    container = _UP.enter_context(feeds())
    return container, Polls(seed, container.validators())


if __name__ == "__main__":
    sys.exit(main())
