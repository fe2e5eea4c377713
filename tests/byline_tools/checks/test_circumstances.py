"""The time and the address."""

from datetime import timedelta

from byline_tools.checks.circumstances import Circumstances
from tests.byline_tools.checks.good import NOW


def test_a_minute_ahead_is_not_yet_the_future() -> None:
    assert not Circumstances(NOW).ahead(NOW + timedelta(seconds=60))
    assert Circumstances(NOW).ahead(NOW + timedelta(seconds=61))
