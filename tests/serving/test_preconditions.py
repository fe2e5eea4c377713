"""The preconditions in request headers."""

import pytest

from byline.errors import Refused
from byline.serving.preconditions import precondition


@pytest.mark.parametrize(
    ("if_match", "if_none_match", "stored", "new"),
    [
        (None, None, True, True),
        ('"r1"', None, True, False),
        (' "r1" ', None, True, False),
        ('"r0", "r1"', None, True, False),
        ('"r0","r1"', None, True, False),
        ("*", None, True, False),
        ('"r0"', None, False, False),
        ('W/"r1"', None, False, False),  # compared strongly (13.1.1)
        ("r1", None, False, False),
        ("", None, False, False),
        (None, "*", False, True),
        (None, " * ", False, True),
        ("*", "*", False, False),
    ],
)
def test_an_edit_is_made_to_what_its_editor_expects(
    if_match: str | None, if_none_match: str | None, stored: bool, new: bool
) -> None:
    stated = precondition(if_match, if_none_match)
    assert (stated.holds("r1"), stated.holds(None)) == (stored, new)


@pytest.mark.parametrize("if_none_match", ['"r1"', ""])
def test_an_edit_that_is_not_to_meet_a_certain_revision_is_refused(if_none_match: str) -> None:
    with pytest.raises(Refused, match="if-none-match"):
        precondition(None, if_none_match)
