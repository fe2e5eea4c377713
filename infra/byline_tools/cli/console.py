"""How commands tell what they did: a bar while it lasts, a table for people, JSON for scripts."""

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

JSON_HELP = "Tell the outcome as JSON; so it is where nobody looks."


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go: `as_json`, or else as a table."""

    as_json: bool

    def rows(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
        """Tell `rows`; the table has only `columns`, JSON has everything."""
        if self.as_json:
            click.echo(json.dumps(rows, ensure_ascii=False))
            return
        table = Table(box=None, header_style="bold")
        for column in columns:
            table.add_column(column.replace("_", " "), overflow="fold")
        for row in rows:
            table.add_row(*(click.unstyle(str(row.get(column, ""))) for column in columns))
        console = Console(highlight=False, markup=False, emoji=False)
        console.print(table if rows else "Nothing.")


def _output(_ctx: click.Context, _param: click.Parameter, value: bool) -> Output:
    return Output(value or not sys.stdout.isatty())


output_option = click.option("--json", "output", is_flag=True, callback=_output, help=JSON_HELP)


@contextmanager
def progress(what: str, total: int) -> Iterator[Any]:
    """A bar on standard error while something long goes on, if somebody is looking."""
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda: shown.advance(task)
