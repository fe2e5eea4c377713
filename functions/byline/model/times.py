"""The present moment, and how a time is written in items and in JSON and read again."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any


def utc_now() -> datetime:
    """The present moment in UTC: the clock of everything deployed. Tests pass another one."""
    return datetime.now(UTC)


def format_time(moment: datetime) -> str:
    """A time in UTC as text that sorts by time: `2026-03-14T06:30:00Z`. Fractions of a second are dropped."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text: Any) -> datetime:
    """The time in `text`, as `format_time` writes it; raises ValueError for any other form.

    Only the punctuation is compared, since a poll reads a dozen times: comparing with the time formatted again takes six times
    as long.
    """
    if not isinstance(text, str) or len(text) != 20 or text[4::3] != "--T::Z":
        raise ValueError(f"{text!r} is not a time as it is stored")
    return datetime.fromisoformat(text)


def format_times(moments: Iterable[datetime]) -> str:
    """Times as one text. botocore needs as long to read one element of a list as `parse_time` needs for seven times."""
    return " ".join(map(format_time, moments))


def parse_times(stored: Any) -> tuple[datetime, ...]:
    """The times in a text of `format_times`, or in a list of texts, as heads of schema 1 store them; raises ValueError."""
    return tuple(map(parse_time, stored.split() if isinstance(stored, str) else stored))
