"""byline_tools.checks.dates: RFC 822 and RFC 3339."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.dates import rfc822_flaws, rfc3339_flaws
from tests.byline_tools.checks.good import NOW

THEN = Circumstances(NOW)


@pytest.mark.parametrize(
    "text",
    [
        "Sat, 14 Mar 2026 11:00:00 GMT",
        "14 Mar 2026 11:00 +0100",
        " Sat, 7 Mar 2026 01:00:00 -0500 ",
        "Sat, 31 Dec 2016 23:59:60 GMT",
    ],
)
def test_a_date_of_rfc_822_is_valid(text: str) -> None:
    assert list(rfc822_flaws(text, THEN)) == []


@pytest.mark.parametrize(
    ("text", "severity", "what"),
    [
        ("2026-03-14T11:00:00Z", "error", "is not an RFC 822 date"),
        ("Sat, 14 March 2026 11:00:00 GMT", "error", "is not an RFC 822 date"),
        ("Samstag, 14 Mar 2026 11:00:00 GMT", "error", "is not an RFC 822 date"),
        ("Sat, 14 Mar 2026 11:00:00", "error", "is not an RFC 822 date"),
        ("", "error", "is not an RFC 822 date"),
        ("Sat, 14 Mar 26 11:00:00 GMT", "warning", "two digits"),
        ("Sat, 14 Mar 2026 05:00:00 EST", "warning", "is ambiguous for some readers"),
        ("Sat, 14 Mar 2026 05:00:00 CET", "error", "is not a zone of RFC 822"),
        ("Sun, 14 Mar 2026 11:00:00 GMT", "error", "2026-03-14 is a Sat, not a Sun"),
        ("30 Feb 2026 11:00:00 GMT", "error", "does not exist as a day and time"),
        ("14 Mar 2026 25:00:00 GMT", "error", "does not exist as a day and time"),
        ("14 Mar 2026 11:00:00 +9900", "error", "does not exist as a day and time"),
        ("Sat, 14 Mar 2026 12:02:00 GMT", "warning", "is in the future"),
    ],
)
def test_a_wrong_date_of_rss_is_found(text: str, severity: str, what: str) -> None:
    [flaw] = rfc822_flaws(text, THEN)
    assert flaw.severity == severity
    assert what in flaw.what


@pytest.mark.parametrize("text", ["2026-03-14T11:00:00Z", "2026-03-14T11:00:00.123456789+01:00", "2016-12-31T23:59:60Z"])
def test_a_date_of_rfc_3339_is_valid(text: str) -> None:
    assert list(rfc3339_flaws(text, "", THEN)) == []


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14",
        "2026-03-14T11:00:00",
        "2026-03-14t11:00:00z",
        "2026-03-14 11:00:00Z",
        "2026-02-30T11:00:00Z",
        "20260314T110000Z",
        " 2026-03-14T11:00:00Z",
        "٢٠٢٦-03-14T11:00:00Z",
    ],
)
def test_a_wrong_date_of_atom_is_found(text: str) -> None:
    [flaw] = rfc3339_flaws(text, "", THEN)
    assert "is not an RFC 3339 date" in flaw.what


def test_clocks_may_differ_by_a_minute() -> None:
    assert list(rfc3339_flaws("2026-03-14T12:00:59Z", "", THEN)) == []
    assert len(list(rfc3339_flaws("2026-03-14T12:01:01Z", "", THEN))) == 1


@given(
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.integers(-23, 23).map(lambda hours: f"{hours:+03}"),
)
def test_dates_in_the_first_and_last_year_are_checked(moment: str, hours: str) -> None:
    list(rfc3339_flaws(f"{moment}{hours}:00", "", THEN))
    year, month, day = moment[:10].split("-")
    list(
        rfc822_flaws(
            f"{day} {'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()[int(month) - 1]} {year} 23:59:59 {hours}00", THEN
        )
    )
