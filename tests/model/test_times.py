"""A formatted time is parsed to the same time, and any other text is refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from byline.model.times import format_time, format_times, parse_time, parse_times
from tests.support.factories import NOW


@pytest.mark.parametrize("times", [(), (NOW,), (NOW, NOW + timedelta(hours=1))])
def test_times_are_read_as_they_were_written(times: tuple[datetime, ...]) -> None:
    assert parse_times(format_times(times)) == times


@pytest.mark.parametrize("year", [1900, 1999, 2026, 9999])
def test_a_time_is_read_as_it_was_written(year: int) -> None:
    assert parse_time(format_time(NOW.replace(year=year))) == NOW.replace(year=year)


@pytest.mark.parametrize(
    "text",
    [
        None,
        20260314,
        "2026-03-14T06:30:00+00:00",
        "2026-03-14T06:30:00.1Z",
        "2026-03-14T063000.1Z",
        "2026-03-14 06:30:00Z",
        "2026-W11-6T06:30:00Z",
        "2026-02-30T06:30:00Z",
        "2026-03-14T06:30:60Z",
        "2026-03-14T06:30:00z",
    ],
)
def test_what_is_not_a_time_as_it_is_stored_is_no_time(text: Any) -> None:
    with pytest.raises(ValueError, match=r"of the form|range|must be in"):
        parse_time(text)
