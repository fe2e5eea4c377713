"""A short run of tests/proof; `make prove` runs all of it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.comparison import Comparison
from tests.proof.edits import BEFORE, EDITS
from tests.proof.faults import Fault, Moment
from tests.proof.lifecycles import Lifecycles, TroubledLifecycles
from tests.proof.newsroom import an_empty_table
from tests.proof.test_every_call import goes_wrong
from tests.proof.test_two_editors import come_together, time_goes_by

SHORT = settings(
    max_examples=2,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
    phases=[Phase.generate],
)


@pytest.fixture
def begun() -> Iterator[Comparison]:
    with an_empty_table():
        both = Comparison()
        for edit in BEFORE:
            edit(both.model)
            edit(both.desk)
        yield both


@pytest.mark.parametrize("lifecycles", [Lifecycles, TroubledLifecycles])
def test_readers_see_what_they_ought_to_whatever_is_done(lifecycles: type[Lifecycles]) -> None:
    run_state_machine_as_test(lifecycles, settings=SHORT)


def test_an_edit_whose_answer_is_lost_and_that_is_repeated_is_made_once(begun: Comparison) -> None:
    for name in ("move", "rename a section"):
        assert goes_wrong(begun, EDITS[name], Fault.TIMED_OUT, Moment(0, "transact_write_items"))


def test_an_article_that_comes_in_while_its_section_is_renamed_shows_the_new_name(begun: Comparison) -> None:
    assert come_together(begun, EDITS["rename a section"], EDITS["publish"], Moment(0, "transact_write_items"))


def test_no_document_made_while_an_author_changes_is_stale_after_it(begun: Comparison) -> None:
    assert time_goes_by(begun, EDITS["change an author"], Moment(0, "transact_write_items"))


def test_what_differs_from_the_model_is_found(begun: Comparison) -> None:
    with begun.for_a_while():
        EDITS["withdraw"](begun.desk)
        with pytest.raises(AssertionError):
            begun.compare()
    begun.compare()
