"""Random lifecycles, with and without failures, compared with the model."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.lifecycles import Lifecycles, TroubledLifecycles

PARTS = 4
"""The number of tests into which the lifecycles are divided, so that all processors are busy until the end."""

LONG = settings(max_examples=10, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("lifecycles", [Lifecycles, TroubledLifecycles])
def test_readers_see_what_they_ought_to_whatever_is_done(lifecycles: type[Lifecycles], part: int) -> None:
    run_state_machine_as_test(lifecycles, settings=LONG)
