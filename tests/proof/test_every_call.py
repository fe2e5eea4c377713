"""Every kind of fault at every DynamoDB call of every kind of edit: the result is the same as without the fault."""

import pytest

from tests.proof.comparison import Comparison
from tests.proof.edits import EDITS, MOST_CALLS
from tests.proof.faults import Fault, Moment
from tests.proof.newsroom import Edit


def goes_wrong(both: Comparison, edit: Edit, fault: Fault, moment: Moment) -> bool:
    """Whether the edit has that moment; what comes of it is compared with the model either way."""
    with both.for_a_while():
        both.client.choose(fault, moment)
        both.make(edit)
        both.compare_entries()
    return both.client.has_happened


@pytest.mark.parametrize("fault", [Fault.THROTTLED, Fault.KILLED_BEFORE])
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_ends_before_any_call_and_is_repeated_is_made_once(begun: Comparison, name: str, fault: Fault) -> None:
    calls = next(call for call in range(MOST_CALLS) if not goes_wrong(begun, EDITS[name], fault, Moment(call)))
    assert calls > 1


@pytest.mark.parametrize("fault", [Fault.TIMED_OUT, Fault.CONFLICT, Fault.KILLED_AFTER])
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_ends_after_any_transaction_and_is_repeated_is_made_once(begun: Comparison, name: str, fault: Fault) -> None:
    moments = (Moment(earlier, "transact_write_items") for earlier in range(MOST_CALLS))
    assert goes_wrong(begun, EDITS[name], fault, next(moments))
    while goes_wrong(begun, EDITS[name], fault, next(moments)):
        pass
