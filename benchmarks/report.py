"""Formats the results as a page, docs/performance.md, and as a table for the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks import cost
from benchmarks.rows import NOISE

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
COLUMNS = ("what", "against", "budget", "instructions", "reached in instructions", "in CPU time", "")

INTRODUCTION = """\
# Performance

Written by `make bench`{date}; do not edit. Every row is a ratio to a baseline measured in the same run: of instructions,
counted by valgrind, and of CPU time, as the median of alternating measurements. Budgets apply to instructions, because these
hardly depend on the machine. A budget counts as met if {noise:.1%} of it is unused, which is more than the difference between
two runs. The rows that compare the same poll in newsrooms of different sizes show how much CPU times vary.

The baselines are in [benchmarks/](../benchmarks): [naive.py](../benchmarks/naive.py) is a handler as in a tutorial,
[full_render.py](../benchmarks/full_render.py) renders a document at every request, and
[bare_get_item.py](../benchmarks/bare_get_item.py), [boto3_client.py](../benchmarks/boto3_client.py),
[bare_feedgen.py](../benchmarks/bare_feedgen.py), [bare_django.py](../benchmarks/bare_django.py) and
[render.mjs](../benchmarks/npm/render.mjs) use the libraries alone. The last two write strings instead of building a tree,
and omit elements that they do not support. DynamoDB is [a server with prepared responses](../benchmarks/canned_dynamodb.py) in a
separate process. Unless the row says otherwise, the newsroom has 1,000 articles of about 5 KB, and a feed shows 50 of them.

A cold row measures a whole process, from the start of Python to its end. "As deployed" is the output of `make build`, trimmed
and compiled. "Untrimmed" is the output of `sam build` from the same requirements, compiled for the comparison: SAM does not
compile, and Lambda cannot."""


def page(measured: Mapping[str, Any]) -> str:
    """The text of docs/performance.md."""
    date = f" on {measured['date']}" if measured["date"] else ""
    with_budget = [row for row in measured["rows"] if row["has_budget"]]
    without = [row for row in measured["rows"] if not row["has_budget"]]
    versions = ", ".join(f"{name} {number}" for name, number in measured["versions"].items())
    parts = [
        INTRODUCTION.format(date=date, noise=NOISE),
        f"Machine: {measured['machine']}. Versions: {versions}.",
        "## Budgets",
        _grid(COLUMNS, map(cells, with_budget)),
        "## Without a budget",
        _grid(COLUMNS[:-1], (cells(row)[:-1] for row in without)),
        "## What a poll reads",
        "The requests to DynamoDB of a poll that a container without a memo answers with 304.",
        _grid(("articles", "sections", "requests", "read units"), map(_numbers, measured["polls"])),
        "## Peak memory",
        _grid(("fresh process", "MB"), ((name, f"{kb / 1024:.0f}") for name, kb in measured["peak_memory_kb"].items())),
        "## What it costs",
        "The output of `make cost`; `.venv/bin/python -m benchmarks.cost --help` lists its options.",
        f"```text\n{cost.text(cost.Traffic(), measured)}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A row as text."""
    instructions = f"{_rounded(row['instructions'])} : {_rounded(row['baseline_instructions'])}"
    ratios = _ratio(row, "ratio") if row["instructions"] else "–", _ratio(row, "ratio_of_times")
    verdict = ("ok" if row["met"] else "**not reached**") if row["has_budget"] else ""
    return row["row"], row["against"], row["budget"], instructions, *ratios, verdict


def table(rows: Iterable[Mapping[str, Any]]) -> Table:
    """The rows for the terminal."""
    made = Table(*COLUMNS)
    for row in rows:
        made.add_row(*(cell.strip("*").replace("`", "") for cell in cells(row)), style=None if row["met"] else "red")
    return made


def _ratio(row: Mapping[str, Any], name: str) -> str:
    ratio = row[name]
    if ratio is None:
        return "–"
    return f"{ratio:,.{0 if ratio >= 100 else 1 if ratio >= 10 else 3}f} {row['sense']}"


def _rounded(instructions: int) -> str:
    """The number in millions, with at least three digits."""
    millions = instructions / 1e6
    return f"{millions:,.{0 if millions >= 1000 else 1 if millions >= 10 else 3}f} M"


def _numbers(row: Mapping[str, Any]) -> Iterable[str]:
    return (f"{value:,}" for value in row.values())


def _grid(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
