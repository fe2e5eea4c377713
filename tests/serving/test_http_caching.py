"""RFC 9110 and RFC 9111, row by row."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.serving.http_caching import accepts_gzip, cache_control, entity_tag, http_date, is_conditional, is_not_modified
from tests.support.factories import NOW

ETAG = 'W/"abc"'
CHANGED = NOW
SAME = "Sat, 14 Mar 2026 12:00:00 GMT"
EARLIER = "Sat, 14 Mar 2026 11:59:59 GMT"
LATER = "Sat, 14 Mar 2026 12:00:01 GMT"


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since", "not_modified"),
    [
        (None, None, False),
        ('W/"abc"', None, True),
        ('"abc"', None, True),  # weak comparison
        ('"xyz"', None, False),
        ('"xyz", W/"abc"', None, True),
        ('"a,b" , "abc"', None, True),  # a tag may contain a comma
        ("*", None, True),
        (" * ", None, True),
        ('"abc-gzip"', None, True),  # Apache's mod_deflate
        ('W/"abc;gzip"', None, True),  # Jetty
        ('"abc--gzip"', None, True),
        ('"abc-br"', None, True),
        ('"abc-gzipped"', None, False),
        ("abc", None, False),  # no entity tag at all
        ("", None, False),
        ('"', None, False),
        (None, SAME, True),
        (None, LATER, True),
        (None, EARLIER, False),
        (None, "Saturday, 14-Mar-26 12:00:00 GMT", True),  # obsolete, but must be accepted (5.6.7)
        (None, "Sat Mar 14 12:00:00 2026", True),
        (None, "Sat, 14 Mar 2026 13:00:00 +0100", True),
        (None, "yesterday", False),
        (None, "", False),
        (None, "Sat, 99 Foo 2026 12:00:00 GMT", False),
        (None, "Mon, 01 Jan 99999999999999999999 00:00:00 GMT", False),
        (None, "Mon, 01 Jan 2026 00:00:00 +99999999999999999999", False),
        ('"xyz"', LATER, False),  # If-None-Match decides alone (13.1.3)
        ('"abc"', EARLIER, True),
        ("", LATER, False),
    ],
)
def test_a_conditional_request_is_answered_as_rfc_9110_says(
    if_none_match: str | None, if_modified_since: str | None, not_modified: bool
) -> None:
    headers = {"if-none-match": if_none_match, "if-modified-since": if_modified_since}
    sent = {name: value for name, value in headers.items() if value is not None}
    assert is_not_modified(sent, ETAG, CHANGED) is not_modified
    assert is_conditional(sent) is bool(sent)


def test_what_has_no_date_is_never_unmodified_by_date() -> None:
    assert not is_not_modified({"if-modified-since": LATER}, ETAG, None)


@given(st.text(), st.text())
def test_no_header_however_broken_raises(if_none_match: str, if_modified_since: str) -> None:
    headers = {"if-none-match": if_none_match, "if-modified-since": if_modified_since}
    assert is_not_modified(headers, ETAG, CHANGED) in {True, False}
    assert is_not_modified({"if-modified-since": if_modified_since}, ETAG, CHANGED) in {True, False}
    assert accepts_gzip(if_none_match) in {True, False}


@pytest.mark.parametrize(
    ("accept_encoding", "gzip"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("gzip; q=0.5", True),
        ("gzip;q=0.4, identity;q=0.5", False),
        ("identity", False),
        ("*", True),
        ("*;q=0", False),
        ("*;q=0, gzip", True),
        ("br, deflate", False),
        ("br;q=1, gzip;q=0.8", True),
        ("gzip;q=nonsense", False),
    ],
)
def test_gzip_is_sent_only_to_those_who_like_it(accept_encoding: str | None, gzip: bool) -> None:
    assert accepts_gzip(accept_encoding) is gzip


def test_a_document_may_be_cached_for_its_max_age_and_served_stale_for_a_while() -> None:
    usual = "public, max-age=900, s-maxage=60, stale-while-revalidate=0, stale-if-error=86400"
    assert cache_control(900, 60, NOW, None) == usual


@pytest.mark.parametrize(
    ("seconds_left", "expected"),
    [
        (60, "public, max-age=60, s-maxage=60, stale-while-revalidate=0, stale-if-error=0"),
        (10, "public, max-age=10, s-maxage=10, stale-while-revalidate=0, stale-if-error=0"),
        (0.5, "public, max-age=1, s-maxage=1, stale-while-revalidate=0, stale-if-error=0"),
    ],
)
def test_nothing_is_fresh_or_stale_past_a_release_in_its_last_minute(seconds_left: float, expected: str) -> None:
    assert cache_control(900, 60, NOW, NOW + timedelta(seconds=seconds_left)) == expected


@pytest.mark.parametrize("seconds_left", [61, 900, 3600, 86_400])
def test_an_earlier_release_cannot_be_seen(seconds_left: float) -> None:
    assert cache_control(900, 60, NOW, NOW + timedelta(seconds=seconds_left)) == cache_control(900, 60, NOW, None)


def test_an_entity_tag_is_weak_and_differs_with_its_parts() -> None:
    assert entity_tag("a", "bc").startswith('W/"')
    assert entity_tag("a", "bc") == entity_tag("a", "bc") != entity_tag("ab", "c")


def test_dates_are_written_as_imf_fixdate() -> None:
    assert http_date(NOW) == SAME


@pytest.mark.parametrize("text", ["gzip{}x", "gzip{};{}!", "{}gzip{},{}\x00", "gzip;{}q{}={}1{}x", "gzip;q=1{}{}x"])
def test_a_long_header_takes_no_longer_than_its_length(text: str) -> None:
    spaces = 100_000 * " "  # with backtracking, the first one would take minutes
    assert accepts_gzip(text.replace("{}", spaces)) is text.startswith("{}")
    assert accepts_gzip(f"gzip{spaces};{spaces}q{spaces}={spaces}0.5{spaces},{spaces}identity;q=0.4{spaces}")
