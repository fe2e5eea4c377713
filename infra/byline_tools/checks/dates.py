"""Dates in feeds: RFC 822 in RSS, RFC 3339 in Atom and JSON Feed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.finding import Flaw, error, shown, warning

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC822 = re.compile(
    rf"(?:(?P<weekday>{'|'.join(DAYS)}),\s*)?(?P<day>[0-9]{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>[0-9]{{2}}|[0-9]{{4}})"
    r"\s+(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?\s+(?P<zone>[+-][0-9]{4}|[A-Za-z]+)"
)
_RFC3339 = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:)([0-9]{2})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")
_NAMED_ZONES = {"GMT": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_PROFILE = "RSS profile, date and time"


def rfc822_flaws(text: str, circumstances: Circumstances) -> Iterator[Flaw]:
    """Yield the flaws in an RSS date (RSS 2.0; RFC 822, section 5; for the year RFC 1123, 5.2.14)."""
    match = _RFC822.fullmatch(text.strip())
    if match is None:
        yield error(f"{shown(text.strip())} is not an RFC 822 date", "RSS 2.0, pubDate; RFC 822, 5")
        return
    year, zone = match["year"], match["zone"]
    if len(year) == 2:
        yield warning(f"the year {year} has two digits", _PROFILE)
    if not zone.startswith(("+", "-")) and zone != "GMT":
        yield _zone_flaw(zone)
    moment = _rfc822_moment(match)
    if moment is None:
        yield error(f"{shown(text.strip())} does not exist as a day and time", "RFC 822, 5")
        return
    if match["weekday"] and DAYS[moment.weekday()] != match["weekday"]:
        yield error(f"{moment.date()} is a {DAYS[moment.weekday()]}, not a {match['weekday']}", "RFC 822, 5.2")
    yield from _future(moment, circumstances)


def _zone_flaw(zone: str) -> Flaw:
    if zone in _NAMED_ZONES:
        return warning(f"the zone {zone} is ambiguous for some readers: write a number such as +0000", _PROFILE)
    return error(f"{shown(zone)} is not a zone of RFC 822: write a number such as +0000", "RFC 822, 5.1")


def _rfc822_moment(match: re.Match[str]) -> datetime | None:
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    try:
        return datetime(
            year,
            MONTHS.index(match["month"]) + 1,
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            min(int(match["second"] or 0), 59),
            tzinfo=_offset(match["zone"]),
        )
    except ValueError:
        return None


def _offset(zone: str) -> timezone:
    if not zone.startswith(("+", "-")):
        return timezone(timedelta(hours=_NAMED_ZONES.get(zone, 0)))
    sign = -1 if zone.startswith("-") else 1
    return timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[3:])))


def rfc3339_flaws(text: str, says: str, circumstances: Circumstances) -> Iterator[Flaw]:
    """Yield the flaws in a date of Atom or JSON Feed (RFC 3339, 5.6, with upper-case T and Z as RFC 4287, 3.3 requires)."""
    moment = rfc3339_moment(text)
    if moment is None:
        yield error(f"{shown(text)} is not an RFC 3339 date such as 2026-03-14T06:30:00Z", says)
    else:
        yield from _future(moment, circumstances)


def rfc3339_moment(text: str) -> datetime | None:
    """Return the time that a date of Atom or JSON Feed denotes; None if it is not valid."""
    match = _RFC3339.fullmatch(text)
    if match is None:
        return None
    # datetime has no leap seconds; one counts as the second before it.
    second = "59" if match[2] == "60" else match[2]
    try:
        return datetime.fromisoformat(f"{match[1]}{second}{match[4]}")
    except ValueError:
        return None


def _future(moment: datetime, circumstances: Circumstances) -> Iterator[Flaw]:
    if circumstances.ahead(moment):
        # In the year 9999, conversion to UTC can overflow, so the offset stays.
        time = moment.isoformat() if moment.year == 9999 else moment.astimezone(UTC).isoformat()
        yield warning(
            f"{time} is in the future: readers hide the article, or show it early", "RSS 2.0, pubDate; RFC 4287, 4.2.15"
        )
