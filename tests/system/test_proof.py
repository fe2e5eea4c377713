"""A short run of tests/proof; `make prove` runs all of it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.comparison import Comparison
from tests.proof.edits import BEFORE, EDITS
from tests.proof.lifecycles import Lifecycles, TroubledLifecycles
from tests.proof.newsroom import an_empty_table

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


def test_what_differs_from_the_model_is_found(begun: Comparison) -> None:
    with begun.for_a_while():
        EDITS["withdraw"](begun.desk)
        with pytest.raises(AssertionError):
            begun.compare()
    begun.compare()
