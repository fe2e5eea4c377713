"""Random lifecycles, with and without failures, compared with the model after each step."""

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.lifecycles import Lifecycles, TroubledLifecycles

AT_ONCE = 10
"""The number of lifecycles in one test: so many that all processors are busy until the end."""

LONG = settings(
    max_examples=AT_ONCE,
    stateful_step_count=120,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    print_blob=True,
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Divide the wanted number of lifecycles into parts with seeds of their own."""
    first, number = (metafunc.config.getoption(name) for name in ("--seed", "--lifecycles"))
    metafunc.parametrize("part", range(first, first + number // AT_ONCE))


@pytest.mark.parametrize("lifecycles", [Lifecycles, TroubledLifecycles])
def test_readers_and_the_desk_see_what_they_ought_to_whatever_is_done(lifecycles: type[Lifecycles], part: int) -> None:
    seeded = seed(part)(type(lifecycles.__name__, (lifecycles,), {}))
    run_state_machine_as_test(seeded, settings=LONG)
