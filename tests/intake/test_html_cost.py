"""HTML that takes quadratic time is too costly, and what parsing costs is computed in linear time."""

import sys
from collections.abc import Callable
from functools import partial

import pytest

from byline.intake.html import LONGEST_HTML
from byline.intake.html_cost import HIGHEST_COST, parsing_cost
from tests.intake.costly_html import COSTLY, NEVER_CLOSED, USUAL


def calls(work: Callable[[], object]) -> int:
    """The number of Python and C calls that `work` makes."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("kind", COSTLY)
def test_other_html_that_takes_quadratic_time_is_too_costly(kind: str) -> None:
    assert parsing_cost(COSTLY[kind](LONGEST_HTML)) > HIGHEST_COST


@pytest.mark.parametrize("unit", [*USUAL.values(), *NEVER_CLOSED])
def test_computing_the_cost_is_linear(unit: str) -> None:
    """The model of the parser makes a bounded number of calls for each tag, however many elements are open."""
    html = unit * (20_000 // len(unit))
    assert calls(partial(parsing_cost, html)) <= 40 * html.count("<") + 100
