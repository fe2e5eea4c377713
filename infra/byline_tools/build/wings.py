"""The wings of the code, their sizes, and the imports between them: `make wings` prints them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from statistics import median
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from byline_tools.build.source_files import ROOT, FunctionSize, SourceFile, source_files
from byline_tools.build.wing_imports import Arrow, Arrows, arrows_between, back_up, circle_in, declared_order, levels

WIDTH = 130
"""The minimum width of the tables in columns; a narrower terminal wraps their lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wing:
    """The size of one wing, in lines. `level` is None if the wings import each other in a circle."""

    name: str
    level: int | None
    files: int
    lines: int
    median_file: float
    longest_file: str
    longest_file_lines: int
    functions: int
    median_function: float
    longest_function: str
    longest_function_lines: int


@dataclass(frozen=True, slots=True)
class Report:
    """All wings, highest level first, and the imports between them. `circle` and `back_up` should be empty."""

    wings: Sequence[Wing]
    arrows: Arrows
    back_up: Sequence[Arrow]
    circle: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """The report as values that can be written as JSON."""
        arrows = [{"from": importer, "to": imported, "imports": number} for (importer, imported), number in self.arrows.items()]
        wings = [asdict(wing) for wing in self.wings]
        return {"wings": wings, "arrows": arrows, "back_up": [list(arrow) for arrow in self.back_up], "circle": list(self.circle)}


def report_on(files: Iterable[SourceFile], pyproject: str) -> Report:
    """The report on `files`; `pyproject` is the text of the pyproject.toml that declares the order of the wings."""
    ordered = sorted(files, key=attrgetter("wing"))
    grouped = {name: list(wing) for name, wing in groupby(ordered, key=attrgetter("wing"))}
    arrows = arrows_between(ordered)
    circle = circle_in(arrows)
    level = {} if circle else levels(grouped, arrows)
    wings = [_wing(name, level.get(name), wing) for name, wing in grouped.items()]
    wings.sort(key=lambda wing: (-(wing.level or 0), wing.name))
    return Report(wings, arrows, back_up(arrows, declared_order(pyproject)), circle)


def _wing(name: str, level: int | None, files: Sequence[SourceFile]) -> Wing:
    functions = [function for file in files for function in file.functions]
    longest_file = max(files, key=attrgetter("lines"))
    longest_function = max(functions, key=attrgetter("lines"), default=FunctionSize("", 0))
    return Wing(
        name=name,
        level=level,
        files=len(files),
        lines=sum(file.lines for file in files),
        median_file=median(file.lines for file in files),
        longest_file=longest_file.path.as_posix(),
        longest_file_lines=longest_file.lines,
        functions=len(functions),
        median_function=median(function.lines for function in functions) if functions else 0,
        longest_function=longest_function.name,
        longest_function_lines=longest_function.lines,
    )


def sizes_table(report: Report) -> Table:
    """One row for each wing, sizes in lines."""
    table = Table(box=None, header_style="bold")
    for column in ("wing", "level", "files", "lines", "median", "longest file", "functions", "median", "longest function"):
        table.add_column(
            column, justify="left" if column in {"wing", "longest file", "longest function"} else "right", no_wrap=True
        )
    for wing in report.wings:
        file = f"{wing.longest_file.rpartition('/')[2]} {wing.longest_file_lines}"
        function = f"{wing.longest_function.rpartition('.')[2]} {wing.longest_function_lines}"
        level = "" if wing.level is None else wing.level
        cells = (wing.name, level, wing.files, wing.lines, wing.median_file, file, wing.functions, wing.median_function, function)
        table.add_row(*(f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in cells))
    return table


def imports_table(report: Report) -> Table:
    """The number of imports by the wing of each row from that of each column. Numbers below the diagonal are arrows back up."""
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("imports")
    for number in range(1, len(report.wings) + 1):
        table.add_column(str(number), justify="right")
    for number, row in enumerate(report.wings, start=1):
        cells = ("·" if column is row else str(report.arrows.get((row.name, column.name), "")) for column in report.wings)
        table.add_row(f"{number} {row.name}", *cells)
    return table


def totals(report: Report) -> str:
    """The number of wings, levels, arrows and imports, and every forbidden arrow."""
    floors = len({wing.level for wing in report.wings})
    circles = " → ".join(report.circle) or "0"
    up = ", ".join(f"{importer} → {imported}" for importer, imported in report.back_up) or "0"
    return (
        f"{len(report.wings)} wings on {floors} levels, {len(report.arrows)} arrows with {sum(report.arrows.values())} imports; "
        f"arrows back up: {up}; circles: {circles}"
    )


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def main(*, as_json: bool) -> None:
    """Print the size of each wing and the imports between wings."""
    report = report_on(source_files(), (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=2))
        return
    console = Console(highlight=False, width=max(Console().width, WIDTH))
    for part in (sizes_table(report), "", imports_table(report), "", totals(report)):
        console.print(part)


if __name__ == "__main__":
    main()
