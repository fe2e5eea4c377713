"""How commands report: a progress bar while they run, then a table for people or JSON for scripts."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

JSON_HELP = "JSON output; the default when standard output is not a terminal."


@dataclass(frozen=True, slots=True)
class Output:
    """Writes results to standard output: as JSON if `as_json`, else as a table."""

    as_json: bool

    def rows(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, if_empty: str = "", summary: str = "") -> None:
        """Write `rows`. A table has only `columns`, `if_empty` in place of no rows, and `summary` below; JSON has all of them."""
        if self.as_json:
            click.echo(json.dumps(rows, ensure_ascii=False))
            return
        table = Table(box=None, header_style="bold")
        for column in columns:
            table.add_column(column.replace("_", " "), overflow="fold")
        for row in rows:
            table.add_row(*(click.unstyle(str(row.get(column, ""))) for column in columns))
        console = Console(highlight=False, markup=False, emoji=False)
        console.print(table if rows else if_empty)
        if rows and summary:
            console.print(f" {summary}")


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
