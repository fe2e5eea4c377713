"""The present moment, and how a time is written in items and in JSON and read again."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any


def utc_now() -> datetime:
    """The present moment in UTC: the clock of everything deployed. Tests pass another one."""
    return datetime.now(UTC)


def format_time(moment: datetime) -> str:
    """A time as stored and sorted: `2026-03-14T06:30:00Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text: Any) -> datetime:
    """The time that `format_time` wrote; raises ValueError.

    Its form is told from its signs alone: a poll reads a dozen times, and writing one again takes six times as long.
    """
    if not isinstance(text, str) or len(text) != 20 or text[4::3] != "--T::Z":
        raise ValueError(f"{text!r} is not a time as it is stored")
    return datetime.fromisoformat(text)


def format_times(moments: Iterable[datetime]) -> str:
    """Times as one text, since botocore takes as long over one time in a list as `parse_time` over seven."""
    return " ".join(map(format_time, moments))


def parse_times(stored: Any) -> tuple[datetime, ...]:
    """The times that `format_times` wrote, or those of a list, as heads of schema 1 have them; raises ValueError."""
    return tuple(map(parse_time, stored.split() if isinstance(stored, str) else stored))
