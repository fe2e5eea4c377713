"""Reads the times that people and programs write (RFC 3339, section 5.6)."""

import re
from datetime import UTC, datetime, timedelta, timezone

TIME_PATTERN = (
    r"^((?:19|[2-9][0-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))[Tt ]"
    r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]|60)(?:\.([0-9]+))?)?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):?([0-5][0-9]))$(?!\n)"
)
"""The form of a time, as the schema states it too: RFC 3339, and besides a space for the T, which the RFC's note allows, a time
without seconds, and an offset without a colon (ISO 8601). Other programs write these."""

EXAMPLE = "2026-03-14T06:30:00Z"
_YEARS = "must be in the years 1900 to 9999 in UTC"


def stated_time(moment: object) -> datetime:
    """The time in UTC that a text states, or an aware datetime. Raises ValueError with the reason.

    A fraction of a second is rounded up, so that no article appears early. A leap second, 23:59:60, becomes the next second:
    POSIX time has none.
    """
    if isinstance(moment, datetime) and moment.tzinfo:
        return _in_utc(moment.replace(microsecond=0), 1 if moment.microsecond else 0)
    if not isinstance(moment, str) or not (found := re.match(TIME_PATTERN, moment)):
        raise ValueError(f"must be a date and time with an offset from UTC, such as {EXAMPLE}")
    day, hour, minute, second, fraction, sign, hours, minutes = found.groups(default="0")
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    begun = _in_utc(_on_day(day).replace(hour=int(hour), minute=int(minute), tzinfo=timezone(offset)), 0)
    if second == "60" and (begun.hour, begun.minute) != (23, 59):
        raise ValueError("has a leap second, but leap seconds exist at 23:59:60 UTC only")
    return _in_utc(begun, int(second) + (1 if fraction.strip("0") else 0))


def _on_day(day: str) -> datetime:
    try:
        return datetime.fromisoformat(f"{day}T00:00:00+00:00")
    except ValueError:
        raise ValueError(f"names the day {day}, which does not exist") from None


def _in_utc(moment: datetime, seconds: int) -> datetime:
    try:
        moment = moment.astimezone(UTC) + timedelta(seconds=seconds)
    except OverflowError:
        raise ValueError(_YEARS) from None
    if moment.year < 1900:
        raise ValueError(_YEARS)
    return moment
