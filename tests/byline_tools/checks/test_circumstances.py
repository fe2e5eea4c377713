"""infra.checks.circumstances: the time and the address."""

from datetime import timedelta

from infra.checks.circumstances import Circumstances
from tests.checks.good import NOW


def test_a_minute_ahead_is_not_yet_the_future() -> None:
    assert not Circumstances(NOW).ahead(NOW + timedelta(seconds=60))
    assert Circumstances(NOW).ahead(NOW + timedelta(seconds=61))
