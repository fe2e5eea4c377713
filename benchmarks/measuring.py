"""Measures rows: instructions in parallel on all cores, then CPU times, one pair at a time."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from rich.progress import Progress

from benchmarks.laboratory import Laboratory
from benchmarks.processes import can_count
from benchmarks.rows import NOISE, Row
from benchmarks.subjects import FULL_RENDER, Size, Subject, naive, poll, render

AT_ONCE = 2
"""The number of processes that count instructions in parallel, which does not affect the counts."""

ROUNDS = 7
COLD_ROUNDS = 5

Counts = dict[tuple[Subject, bool], float]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a row: instructions of the subject and of its baseline (0 without valgrind), and the ratio of CPU times."""

    row: Row
    instructions: tuple[float, float]
    times: float | None

    @property
    def ratio(self) -> float | None:
        """The ratio of instructions, or of CPU times without valgrind."""
        return self.row.ratio(*self.instructions) if all(self.instructions) else self.times

    def is_met(self, to_spare: float = 0) -> bool:
        """Whether the row is within its budget with the share `to_spare` of it unused."""
        return self.ratio is not None and self.row.is_met(self.ratio, to_spare)

    def stored(self) -> dict[str, Any]:
        """The result for benchmarks/measured.json."""
        row = self.row
        record = {"row": row.name, "against": row.baseline, "budget": row.budget, "has_budget": row.bounds is not None}
        counted = dict(zip(("instructions", "baseline_instructions"), map(round, self.instructions), strict=True))
        return {
            **record,
            **counted,
            "sense": row.sense.value,
            "ratio": self.ratio,
            "ratio_of_times": self.times,
            "met": self.is_met(NOISE),
        }


def measure(laboratory: Laboratory, rows: Sequence[Row], progress: Progress, *, with_times: bool) -> list[Result]:
    """The results of all rows."""
    counts = _counts(laboratory, rows, progress) if can_count() else {}
    results = []
    timed = with_times or not counts
    task = progress.add_task("times", total=len(rows), visible=timed)
    for row in rows:
        counted = counts.get((row.subject, row.cold), 0.0), counts.get((row.against, row.cold), 0.0)
        results.append(Result(row, counted, _times(laboratory, row) if timed else None))
        progress.advance(task)
    return results


def _counts(laboratory: Laboratory, rows: Iterable[Row], progress: Progress) -> Counts:
    wanted = {(row.subject, row.cold): row.times[0] for row in rows} | {(row.against, row.cold): row.times[1] for row in rows}
    task = progress.add_task("instructions", total=len(wanted))

    def count(each: tuple[tuple[Subject, bool], int]) -> float:
        (subject, cold), times = each
        counted = laboratory.cold_instructions(subject) if cold else laboratory.instructions(subject, times)
        progress.advance(task)
        return counted

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(wanted, pool.map(count, wanted.items()), strict=True))


def _times(laboratory: Laboratory, row: Row) -> float:
    if row.cold:
        ratio = laboratory.ratio_of_cold_times(row.subject, row.against, COLD_ROUNDS)
    else:
        ratio = laboratory.ratio_of_times(row.subject, row.against, row.times, ROUNDS)
    return row.ratio(ratio, 1)


def usages(laboratory: Laboratory, etag: str, sizes: Iterable[Size]) -> list[dict[str, Any]]:
    """The DynamoDB usage of a poll that reads the head, in newsrooms of these sizes."""
    found = [(size, laboratory.usage(poll(etag, size))) for size in sizes]
    return [
        {"articles": size.articles, "sections": size.sections, "requests": usage.requests, "read_units": usage.read_units}
        for size, usage in found
    ]


def peaks(laboratory: Laboratory, etag: str, naive_etag: str) -> dict[str, int]:
    """The peak memory of fresh processes, in kB."""
    subjects = {
        "304": poll(etag),
        "200 from a stored document": poll(""),
        "Query, render and gzip of 50": FULL_RENDER,
        "render of 50, RSS": render("rss", 50),
        "render of 1000, RSS": render("rss", 1000),
        "naive handler": naive(naive_etag),
    }
    return {name: laboratory.cold(subject)["peak"] for name, subject in subjects.items()}
