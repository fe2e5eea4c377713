"""Two editors at once: before each call of the one, the other makes an edit. Readers see the two in one order or the other."""

from copy import deepcopy
from typing import Any

import pytest

from tests.proof.comparison import NAMES, Comparison
from tests.proof.edits import EDITS, MOST_CALLS
from tests.proof.faults import Moment
from tests.proof.model import Model, told
from tests.proof.newsroom import SITE_TITLE, Desk, Edit, outcome_of


def in_order(model: Model, *edits: tuple[str, Edit]) -> tuple[dict[str, Any], list[Any]]:
    """What comes of the edits, by who makes them, and what readers are told then."""
    model = deepcopy(model)
    outcomes = {who: outcome_of(edit, model) for who, edit in edits}
    return outcomes, [told(model, name, SITE_TITLE) for name in NAMES]


def come_together(both: Comparison, one: Edit, other: Edit, moment: Moment) -> bool:
    """Whether the first editor comes to that moment; then the other comes in."""
    take_back, outcomes = both.taken_back(), dict[str, Any]()
    desk = Desk(both.room.table, both.clock, both.room.new_revision)
    both.client.choose(lambda: outcomes.update(other=outcome_of(other, desk)), moment)
    outcomes["one"] = outcome_of(one, both.desk)
    both.client.choose(None)
    seen = [both.room.told(name) for name in NAMES]
    orders = ([("one", one), ("other", other)], [("other", other), ("one", one)])
    possible = [in_order(both.model, *order) for order in orders]
    take_back()
    if "other" in outcomes:
        assert (outcomes, seen) in possible
    return "other" in outcomes


@pytest.mark.parametrize("other", EDITS)
@pytest.mark.parametrize("one", EDITS)
def test_two_edits_at_once_are_as_good_as_one_after_the_other(begun: Comparison, one: str, other: str) -> None:
    calls = next(call for call in range(MOST_CALLS) if not come_together(begun, EDITS[one], EDITS[other], Moment(call)))
    assert calls > 1
