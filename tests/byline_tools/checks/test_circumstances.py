"""byline_tools.checks.circumstances: the time and the address of a check."""

from datetime import timedelta

from byline_tools.checks.circumstances import Circumstances
from tests.byline_tools.checks.good import NOW


def test_a_minute_ahead_does_not_count_as_the_future() -> None:
    assert not Circumstances(NOW).ahead(NOW + timedelta(seconds=60))
    assert Circumstances(NOW).ahead(NOW + timedelta(seconds=61))
