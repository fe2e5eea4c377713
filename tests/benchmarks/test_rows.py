"""When a budget counts as met, and how a result is reported."""

import json
from dataclasses import replace

import pytest
from rich.console import Console

from benchmarks import report
from benchmarks.__main__ import hold
from benchmarks.measuring import Result
from benchmarks.rows import NOISE, Row, Sense, budgeted, others
from benchmarks.subjects import FULL_RENDER, GET_ITEM

AT_LEAST = float("inf")
ROWS = [*budgeted("etag", "naive etag"), *others("etag", "naive etag")]


def row(bounds: tuple[float, float] | None, sense: Sense = Sense.TIMES) -> Row:
    return Row("this", "that", GET_ITEM, FULL_RENDER, (1, 1), sense, bounds)


@pytest.mark.parametrize(
    ("bounds", "ratio", "met"),
    [
        ((0, 1.15), 1.15, True),
        ((0, 1.15), 1.16, False),
        ((300, AT_LEAST), 300, True),
        ((300, AT_LEAST), 299, False),
        ((0.99, 1.01), 0.98, False),
        ((0.99, 1.01), 1.02, False),
        (None, 100, True),
    ],
)
def test_a_budget_is_met_within_its_bounds(bounds: tuple[float, float] | None, ratio: float, met: bool) -> None:
    assert row(bounds).is_met(ratio) is met


def test_a_row_stored_as_met_has_a_margin_and_is_json() -> None:
    results = {count: Result(row((0, 1.15)), (count, 1_000), None) for count in (1_100, 1_149, 1_200)}
    stored = {count: json.loads(json.dumps(result.stored()))["met"] for count, result in results.items()}
    assert stored == {1_100: True, 1_149: False, 1_200: False}
    assert [result.is_met() for result in results.values()] == [True, True, False]
    assert 1.15 * (1 - NOISE) < 1.149


@pytest.mark.parametrize(("instructions", "status"), [(1_000, 0), (2_000, 1)])
def test_a_budget_that_was_met_and_is_broken_fails_the_command(instructions: int, status: int) -> None:
    read = next(each for each in ROWS if each.name == "warm 304, head read")
    never_met = replace(read, name="a new row")
    results = [Result(read, (instructions, 1_000), None), Result(never_met, (2_000, 1_000), None)]
    assert hold(Console(quiet=True), results) == status


def test_without_counts_times_decide() -> None:
    assert Result(row((0, 1.15)), (0, 0), 1.1).is_met()
    assert not Result(row((0, 1.15)), (0, 0), None).is_met()


def test_a_sense_is_the_direction_of_a_ratio() -> None:
    assert row(None).ratio(10, 5) == 2
    assert row(None, Sense.TIMES_LESS).ratio(5, 10) == 2


def test_no_two_rows_are_the_same_and_only_budgeted_ones_have_a_budget() -> None:
    assert len({(each.name, each.baseline) for each in ROWS}) == len(ROWS)
    assert [each.bounds is not None for each in ROWS] == [True] * 7 + [False] * (len(ROWS) - 7)


def test_every_row_of_the_page_was_measured() -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    assert [each.name for each in ROWS if f"| {each.name} | {each.baseline} | {each.budget} |" not in page] == []
