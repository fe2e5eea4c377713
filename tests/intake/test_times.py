"""Times are read as RFC 3339 writes them, and never as another time."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.intake.times import stated_time
from tests.support.factories import moment


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2026-03-14t06:30:00z", "2026-03-14T06:30:00"),
        ("2026-03-14 06:30:00+00:00", "2026-03-14T06:30:00"),
        ("2026-03-14T06:30Z", "2026-03-14T06:30:00"),
        ("2026-03-14T06:30:00+0530", "2026-03-14T01:00:00"),
        ("2026-03-14T06:30:00-00:00", "2026-03-14T06:30:00"),
        ("2026-03-14T06:30:00.000000000Z", "2026-03-14T06:30:00"),
        ("2026-03-14T06:30:00.000000001Z", "2026-03-14T06:30:01"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00"),
        ("2016-12-31T15:59:60.5-08:00", "2017-01-01T00:00:01"),
        ("2017-01-01T05:29:60+05:30", "2017-01-01T00:00:00"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00"),
        ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00"),
    ],
)
def test_a_time_is_read(sent: str, read: str) -> None:
    assert stated_time(sent) == moment(read)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ("2026-02-29T00:00:00Z", "names the day 2026-02-29, which does not exist"),
        ("2016-12-31T23:58:60Z", "has a leap second, but leap seconds exist at 23:59:60 UTC only"),
        ("2016-12-31T23:59:60-08:00", "has a leap second, but leap seconds exist at 23:59:60 UTC only"),
        ("2026-03-14T06:30:61Z", "must be a date and time with an offset from UTC, such as 2026-03-14T06:30:00Z"),
        ("2026-03-14T24:00:00Z", "must be a date and time with an offset from UTC, such as 2026-03-14T06:30:00Z"),
        ("2026-03-14T06:30:00Z\n", "must be a date and time with an offset from UTC, such as 2026-03-14T06:30:00Z"),
        ("٢٠٢٦-03-14T06:30:00Z", "must be a date and time with an offset from UTC, such as 2026-03-14T06:30:00Z"),
        ("1900-01-01T00:30:00+01:00", "must be in the years 1900 to 9999 in UTC"),
        ("9999-12-31T23:59:60Z", "must be in the years 1900 to 9999 in UTC"),
        ("9999-12-31T23:59:59-00:01", "must be in the years 1900 to 9999 in UTC"),
    ],
)
def test_a_wrong_time_is_refused_with_the_reason(sent: str, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(reason)}$"):
        stated_time(sent)


@given(st.datetimes(datetime(1901, 1, 1), datetime(9998, 1, 1)), st.integers(-1439, 1439))  # noqa: DTZ001 - gets its zone below
def test_a_time_that_python_writes_is_read_again(naive: datetime, minutes: int) -> None:
    written = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    read = stated_time(written.isoformat())
    assert read == stated_time(written)
    assert read.tzinfo is UTC
    assert timedelta(0) <= read - written < timedelta(seconds=1)
