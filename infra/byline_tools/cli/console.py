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
from rich.progress import Progress, ProgressColumn, Task
from rich.table import Table
from rich.text import Text

JSON_HELP = "JSON output; the default when standard output is not a terminal."
SHORTEST_LINE = 16
"""In characters. Texts in a table are not broken into shorter lines."""


@dataclass(frozen=True, slots=True)
class Output:
    """Writes results to standard output: as JSON if `as_json`, else as a table. With `errors_too`, errors are JSON as well."""

    as_json: bool
    errors_too: bool = False

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

        A cell of a `whole` column is never broken, even if it has spaces.
        """
        if self.as_json:
            click.echo(json.dumps(rows, ensure_ascii=False))
            return
        console = Console(highlight=False, markup=False, emoji=False)
        cells = [[column.replace("_", " ") for column in columns]]
        cells += [[click.unstyle(str(row.get(column, ""))) for column in columns] for row in rows]
        if rows:
            _print(console, cells, [column in whole for column in columns])
        else:
            console.print(if_empty)
        if rows and summary:
            console.print(f" {summary}")

    def rows_before_error(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, summary: str = "") -> None:
        """Write `rows` of what was done before an error; nothing if the error is JSON, which has them itself (see `Partly`)."""
        if rows and not self.errors_too:
            self.rows(rows, columns, summary=summary)


def _output(_ctx: click.Context, _param: click.Parameter, value: bool) -> Output:
    return Output(value or not sys.stdout.isatty(), errors_too=value)


json_option = click.option("--json", is_flag=True, expose_value=False, help="JSON output of errors, too.")
"""For commands whose results have one form."""

output_option = click.option("--json", "output", is_flag=True, callback=_output, help=JSON_HELP)


def _print(console: Console, cells: list[list[str]], whole: Sequence[bool]) -> None:
    """Print a table whose first row is its heading. Words stay whole: ids, times; and so do all cells of `whole` columns.

    If the console is too narrow for them side by side, each row is printed as lines instead.
    """
    columns = list(zip(*cells, strict=True))
    narrowest = [_narrowest(column, unbroken) for column, unbroken in zip(columns, whole, strict=True)]
    if sum(narrowest) + 2 * len(columns) > console.width:
        _print_lines(cells)
        return
    table = Table(box=None, header_style="bold")
    for column, width, unbroken in zip(columns, narrowest, whole, strict=True):
        table.add_column(column[0], min_width=width, no_wrap=unbroken or all(" " not in cell for cell in column[1:]))
    for row in cells[1:]:
        table.add_row(*row)
    console.print(table)


def _narrowest(column: Sequence[str], unbroken: bool) -> int:
    """How narrow a column can be: as its longest word, but texts get SHORTEST_LINE characters, or all if `unbroken`."""
    if unbroken:
        return max(map(cell_len, column))
    heading, *values = column
    words = max((cell_len(word) for cell in values for word in cell.split()), default=0)
    texts = max((cell_len(cell) for cell in values if " " in cell), default=0)
    return max(words, min(texts, SHORTEST_LINE), cell_len(heading) if texts == 0 else 0)


def _print_lines(cells: list[list[str]]) -> None:
    heading, *rows = cells
    margin = max(map(cell_len, heading))
    for number, row in enumerate(rows):
        lines = [f" {name:{margin}}  {cell}" for name, cell in zip(heading, row, strict=True) if cell]
        click.echo("\n".join(([""] if number else []) + lines))


class _Rate(ProgressColumn):
    """How many steps are made in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Any]:
    """Show a progress bar on standard error if that is a terminal; yields the function that advances it by one.

    It has the rate and, unless `total` is None, the time that is left.
    """
    columns = (*Progress.get_default_columns(), _Rate())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


Counts = Mapping[tuple[str, str], int]
"""How many things of a kind had an outcome, by outcome and kind: `("new", "article")`."""


def nested(counts: Counts) -> dict[str, dict[str, int]]:
    """Numbers of outcomes and kinds for JSON: `{"new": {"article": 2}, "unchanged": {"section": 1}}`."""
    return {outcome: {kind: number for (each, kind), number in counts.items() if each == outcome} for outcome, _ in counts}


def plural(noun: str, number: int) -> str:
    """The noun, as it follows that number."""
    return noun if number == 1 else f"{noun}s"


def counted(counts: Counts) -> str:
    """Numbers of outcomes and kinds in words: `2 new articles, 1 unchanged section, 3 articles left alone`."""
    return ", ".join(_in_words(outcome, plural(kind, number), number) for (outcome, kind), number in counts.items())


def _in_words(outcome: str, things: str, number: int) -> str:
    return f"{number} {things} {outcome}" if " " in outcome else f"{number} {outcome} {things}"
