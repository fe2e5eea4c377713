"""Whatever is remembered by whom, and whatever their clocks show: nobody sees anything early, late or twice."""

from collections import Counter
from math import ceil
from random import Random

import pytest

from tests.proof.comparison import COUNTED
from tests.proof.simulation import Simulation

STEPS = 150
"""The least number of steps of one newsroom."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Simulate a newsroom for each seed, as many as it takes to make the wanted number of steps."""
    if "seed" in metafunc.fixturenames:
        first, steps = (metafunc.config.getoption(name) for name in ("--seed", "--steps"))
        metafunc.parametrize("seed", range(first, first + ceil(steps / STEPS)))


def simulate(seed: int, steps: int) -> Counter[str]:
    """Run one newsroom whose course `seed` decides, and return what happened."""
    random, counted = Random(seed), Counter[str]()
    simulation = Simulation(random, random.choice([0.0, 5.0, 60.0]), random.random() < 0.6, counted)
    with simulation.opened():
        simulation.run(steps)
    return counted


def test_every_answer_was_true_within_its_bound(seed: int) -> None:
    COUNTED.update(simulate(seed, STEPS))
