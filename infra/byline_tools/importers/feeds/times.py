"""The times in feeds: RFC 822 in RSS, RFC 3339 in Atom and JSON Feed, and what systems write in their place."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_FIRST_YEAR = 1900


def time_in(text: str) -> datetime | None:
    """The time in UTC that a text states, a fraction of a second rounded up; None if it states none after 1900.

    A time without an offset is in UTC.
    """
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = parse(text.strip())
            time = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
            time += timedelta(microseconds=-time.microsecond % 1_000_000)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        return time if time.year >= _FIRST_YEAR else None
    return None


def first_time(texts: Iterable[str]) -> datetime | None:
    """The time of the first text that states one."""
    return next(filter(None, map(time_in, texts)), None)
