"""How commands report: a progress bar while they run, then a table for people or JSON for scripts."""

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

FOLDED = 16
"""The characters of a line that a column gets at least, if it has as many."""

JSON_HELP = "JSON output; the default when standard output is not a terminal."


@dataclass(frozen=True, slots=True)
class Output:
    """Writes results to standard output: as JSON if `as_json`, else as a table."""

    as_json: bool

    def rows(
        self,
        rows: Sequence[Mapping[str, Any]],
        columns: Sequence[str],
        *,
        if_empty: str = "",
        summary: str = "",
        whole: Collection[str] = (),
    ) -> None:
        """Write `rows`. A table has only `columns`, `if_empty` in place of no rows, and `summary` below; JSON has all of them.

        A cell of a `whole` column is never folded: a table that does not fit is wider than the terminal.
        """
        if self.as_json:
            click.echo(json.dumps(rows, ensure_ascii=False))
            return
        table = Table(box=None, header_style="bold")
        for column in columns:
            table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in whole)
        for row in rows:
            table.add_row(*(click.unstyle(str(row.get(column, ""))) for column in columns))
        console = _console(sum(_least_width(rows, column, whole) + 2 for column in columns))
        console.print(table if rows else if_empty)
        if rows and summary:
            console.print(f" {summary}")


def _console(width: int) -> Console:
    """Standard output, at least as wide as `width`."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = max(console.width, width)
    return console


def _least_width(rows: Sequence[Mapping[str, Any]], column: str, whole: Collection[str]) -> int:
    """How many characters of a line a column needs."""
    longest = max((cell_len(str(row.get(column, ""))) for row in rows), default=0)
    return longest if column in whole else min(longest, FOLDED)


def _output(_ctx: click.Context, _param: click.Parameter, value: bool) -> Output:
    return Output(value or not sys.stdout.isatty())


output_option = click.option("--json", "output", is_flag=True, callback=_output, help=JSON_HELP)


@contextmanager
def progress(what: str, total: int) -> Iterator[Any]:
    """Show a progress bar on standard error if that is a terminal; yields the function that advances it by one."""
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def counted(counts: Mapping[tuple[str, str], int]) -> str:
    """Numbers of outcomes and kinds in words: `2 new articles, 1 unchanged section`."""
    return ", ".join(f"{number} {outcome} {kind}{'' if number == 1 else 's'}" for (outcome, kind), number in counts.items())
