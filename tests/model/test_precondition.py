"""The revisions on which an edit may depend."""

import pytest

from byline.model.precondition import ANY, Precondition
from tests.support.preconditions import ABSENT, at_revision


@pytest.mark.parametrize(
    ("precondition", "stored", "new"),
    [
        (ANY, True, True),
        (ABSENT, False, True),
        (at_revision("r1"), True, False),
        (at_revision("r0"), False, False),
        (at_revision(""), False, False),
        (Precondition(exists=True), True, False),
        (Precondition(frozenset({"r0", "r1"})), True, False),
        (Precondition(frozenset()), False, False),
        (Precondition(exists=True, absent=True), False, False),
        (Precondition(frozenset({"r1"}), absent=True), False, False),
    ],
)
def test_a_precondition_holds_for_the_revisions_it_allows(precondition: Precondition, stored: bool, new: bool) -> None:
    assert (precondition.holds("r1"), precondition.holds(None)) == (stored, new)


def test_a_profile_without_a_revision_has_an_empty_one() -> None:
    assert at_revision("").holds("")
    assert not ABSENT.holds("")
