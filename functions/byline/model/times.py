"""The present time, and the text form of times in items and in JSON."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any


def utc_now() -> datetime:
    """The present time in UTC: the clock of the deployed functions. Tests pass another clock."""
    return datetime.now(UTC)


def format_time(moment: datetime) -> str:
    """A time in UTC as text that sorts by time: `2026-03-14T06:30:00Z`. Fractions of a second are dropped."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text: Any) -> datetime:
    """The time in `text`, as `format_time` writes it; raises ValueError for any other form.

    Only the punctuation is checked: a poll reads a dozen times, and comparing with the reformatted time takes six times as long.
    """
    if not isinstance(text, str) or len(text) != 20 or text[4::3] != "--T::Z":
        raise ValueError(f"{text!r} is not a time of the form 2026-03-14T06:30:00Z")
    return datetime.fromisoformat(text)


def format_times(moments: Iterable[datetime]) -> str:
    """Times as one text. botocore takes as long to read one element of a list as `parse_time` takes for seven times."""
    return " ".join(map(format_time, moments))


def parse_times(stored: Any) -> tuple[datetime, ...]:
    """The inverse of `format_times`; also reads the lists of texts in heads of schema 1. Raises ValueError."""
    return tuple(map(parse_time, stored.split() if isinstance(stored, str) else stored))
