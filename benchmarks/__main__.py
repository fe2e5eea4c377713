"""`make bench` writes docs/performance.md; `make bench-budgets` checks the budgets that the last `make bench` met."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from benchmarks import report
from benchmarks.laboratory import Laboratory
from benchmarks.machine import machine, versions
from benchmarks.measuring import Result, measure, peaks, usages
from benchmarks.processes import can_count
from benchmarks.rows import SIZES, Row, budgeted, others
from benchmarks.subjects import CHANGING, FULL_RENDER, NEW, USUAL, naive, poll

MEASURED = Path(__file__).parent / "measured.json"


def main() -> int:
    """Return 1 if a budget that was met before is exceeded, otherwise 0."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--date", default="", help="the date in docs/performance.md")
    parser.add_argument("--budgets", action="store_true", help="measure only rows with a budget, by instructions; write nothing")
    options = parser.parse_args()
    console = Console(width=160)
    if options.budgets and not can_count():
        console.print("valgrind is not installed: nothing was measured")
        return 1
    with Laboratory() as laboratory, Progress(console=console) as progress:
        laboratory.start([*reversed(SIZES), USUAL, CHANGING, NEW])
        if options.budgets:
            return hold(console, measure(laboratory, _rows(laboratory)[0], progress, with_times=False))
        measured = {"date": options.date, **_everything(laboratory, progress)}
    MEASURED.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    report.PAGE.write_text(report.page(measured), encoding="utf-8")
    console.print(report.table(measured["rows"]))
    return 0


def _rows(laboratory: Laboratory) -> tuple[list[Row], list[Row]]:
    for size in SIZES:
        laboratory.first_poll("serve_feeds", size)
    etags = [laboratory.first_poll(name, USUAL)["etag"] for name in ("serve_feeds", "benchmarks.naive")]
    return budgeted(*etags), others(*etags)


def _everything(laboratory: Laboratory, progress: Progress) -> dict[str, Any]:
    with_budget, without = _rows(laboratory)
    results = measure(laboratory, [*with_budget, *without], progress, with_times=True)
    first = {name: laboratory.first_poll(name, USUAL) for name in ("serve_feeds", "benchmarks.naive")}
    etags = [each["etag"] for each in first.values()]
    return {
        "machine": machine(),
        "versions": versions(),
        "rows": [result.stored() for result in results],
        "polls": usages(laboratory, etags[0], SIZES),
        "peak_memory_kb": peaks(laboratory, *etags),
        "answers": {name: {"body": each["body"], "logged": each["logged"]} for name, each in first.items()},
        "read_units": _read_units(laboratory, *etags),
    }


def _read_units(laboratory: Laboratory, etag: str, naive_etag: str) -> dict[str, float]:
    subjects = {"304": poll(etag), "200": poll("", CHANGING), "render": FULL_RENDER, "naive": naive(naive_etag)}
    return {name: laboratory.usage(subject).read_units for name, subject in subjects.items()}


def hold(console: Console, results: Sequence[Result]) -> int:
    """Print the results. Return 1 if one exceeds a budget that measured.json records as met, otherwise 0."""
    before = json.loads(MEASURED.read_text(encoding="utf-8"))["rows"] if MEASURED.exists() else []
    met_before = {row["row"] for row in before if row["has_budget"] and row["met"]}
    console.print(report.table([result.stored() for result in results]))
    broken = [result.row.name for result in results if result.row.name in met_before and not result.is_met()]
    for name in broken:
        console.print(f"[red]{name}: was within its budget, and no longer is")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
