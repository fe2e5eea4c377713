"""Events between the calls of an edit: another edit, or a poll at the second of a release."""

from copy import deepcopy
from typing import Any

import pytest

from tests.proof.comparison import NAMES, Comparison
from tests.proof.edits import EDITS, MOST_CALLS, SOON
from tests.proof.expected import shown_to_reader
from tests.proof.faults import Moment
from tests.proof.model import Model
from tests.proof.newsroom import SITE_TITLE, Desk, Edit, outcome_of

OTHERS = [
    "publish",
    "withdraw with a notice",
    "go back",
    "take an address",
    "erase",
    "change an author",
    "rename a section",
    "retire",
    "erase an author",
]


def in_order(model: Model, *edits: tuple[str, Edit]) -> tuple[dict[str, Any], list[Any]]:
    """The outcomes of the edits, by editor, and the responses to readers afterwards."""
    model = deepcopy(model)
    outcomes = {who: outcome_of(edit, model) for who, edit in edits}
    return outcomes, [shown_to_reader(model, name, SITE_TITLE) for name in NAMES]


def come_together(both: Comparison, one: Edit, other: Edit, moment: Moment) -> bool:
    """Whether the first edit reaches that moment, at which the other edit is made."""
    outcomes, desk = dict[str, Any](), Desk(both.newsroom.table, both.clock, both.newsroom.new_revision)
    orders = ([("one", one), ("other", other)], [("other", other), ("one", one)])
    with both.for_a_while():
        both.client.choose(lambda: outcomes.update(other=outcome_of(other, desk)), moment)
        outcomes["one"] = outcome_of(one, both.desk)
        if both.client.has_happened:
            seen = [both.newsroom.response(name) for name in NAMES]
            assert (outcomes, seen) in [in_order(both.model, *order) for order in orders]
    return both.client.has_happened


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("one", EDITS)
def test_two_edits_at_once_are_as_good_as_one_after_the_other(begun: Comparison, one: str, other: str) -> None:
    calls = next(call for call in range(MOST_CALLS) if not come_together(begun, EDITS[one], EDITS[other], Moment(call)))
    assert calls > 1


def time_goes_by(both: Comparison, edit: Edit, moment: Moment) -> bool:
    """Whether the edit reaches that moment, at which an embargo lifts and a reader polls every feed."""

    def lift() -> None:
        both.clock.now += SOON
        for name in NAMES:
            both.newsroom.response(name)

    with both.for_a_while():
        both.client.choose(lift, moment)
        edit(both.desk)
        both.model.now = both.clock()
        edit(both.model)
        both.compare_documents()
    return both.client.has_happened


@pytest.mark.parametrize("name", EDITS)
def test_no_document_made_during_an_edit_is_stale_after_it(begun: Comparison, name: str) -> None:
    calls = next(call for call in range(MOST_CALLS) if not time_goes_by(begun, EDITS[name], Moment(call)))
    assert calls > 1
