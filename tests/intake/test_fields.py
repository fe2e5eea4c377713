"""Each field is cleaned, then checked by the domain's own rule."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from byline.intake.fields import Address, Content, Count, Headline, Identifier, Line, MediaType, RelativeAddress, Slug, Time
from byline.model import values
from tests.support.factories import moment

HOSTILE = st.text(st.characters(codec=None), max_size=60)
ADDRESSES = st.lists(
    st.sampled_from("http https : / // [ ] @ ? # % .. ü 例 ex.example :80 ::1 xn-- \t".split(" ")) | HOSTILE, max_size=8
).map("".join)


def read(field: Any, value: object) -> Any:
    return TypeAdapter(field).validate_python(value)


@pytest.mark.parametrize(
    ("field", "sent", "kept"),
    [
        (Content, "a\x00\r\nb", "a\nb"),
        (Line, " a\n&amp;amp; <b>b</b>\ud800 ", "a & b"),
        (Line, "", ""),
        (Headline, "x &lt; y", "x < y"),
        (Slug, "world-2026", "world-2026"),
        (Address, " https://www.example.com/ ", "https://www.example.com/"),
        (Address, "HTTPS://www.example.com/a b", "https://www.example.com/a%20b"),
        (
            Address,
            "https://zürich.example/straße?q=größe#fuß",
            "https://xn--zrich-kva.example/stra%C3%9Fe?q=gr%C3%B6%C3%9Fe#fu%C3%9F",
        ),
        (Address, "https://zürich.example:8443/", "https://xn--zrich-kva.example:8443/"),
        (Address, "https://www.example.com/already%20escaped", "https://www.example.com/already%20escaped"),
        (RelativeAddress, "/pictures/größe.jpg", "/pictures/gr%C3%B6%C3%9Fe.jpg"),
        (RelativeAddress, "../a.jpg", "../a.jpg"),
        (MediaType, "Image/JPEG", "image/jpeg"),
        (Count, 0, 0),
        (Count, 1234.0, 1234),
        (Identifier, "https://t.example/é", "https://t.example/é"),
        (Identifier, "https://t.example/港", "https://t.example/港"),
        (Identifier, "urn:uuid:1", "urn:uuid:1"),
    ],
)
def test_a_field_is_cleaned(field: Any, sent: object, kept: object) -> None:
    assert read(field, sent) == kept


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        (Content, 5),
        (Line, None),
        (Line, "x" * (values.LONGEST_TEXT + 1)),
        (Headline, "<b> </b>"),
        (Headline, "\x00"),
        (Slug, "World"),
        (Slug, "world\n"),
        (Address, "http://[::1"),
        (Address, "/relative"),
        (Address, "javascript:alert(1)"),
        (Address, "https://" + "ü" * 70 + ".example/"),
        (Address, "https://\ud800.example/"),
        (Address, "https://www.example.com/\ud800"),
        (Address, "https://ü@www.example.com/" + "x" * values.LONGEST_ADDRESS),
        (RelativeAddress, "http://[::1"),
        (RelativeAddress, "//["),
        (RelativeAddress, "mailto:jane@example.com"),
        (RelativeAddress, "data:image/png;base64,AAAA"),
        (Identifier, "1"),
        (Count, -1),
        (Count, 1.5),
        (Count, float("inf")),
        (Count, True),
        (Count, "1"),
        (Count, 2**60),
    ],
)
def test_a_wrong_field_is_refused(field: Any, sent: object) -> None:
    with pytest.raises(ValidationError):
        read(field, sent)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-03-14T06:30:00Z", "2026-03-14T06:30:00"),
        ("2026-03-14 06:30Z", "2026-03-14T06:30:00"),
        ("2026-03-14T06:30:00+05:30", "2026-03-14T01:00:00"),
        ("2026-03-14T23:30:00-08:00", "2026-03-15T07:30:00"),
        ("2026-03-14T06:30:00.001Z", "2026-03-14T06:30:01"),
        ("2026-12-31T23:59:59.999999Z", "2027-01-01T00:00:00"),
    ],
)
def test_a_time_becomes_whole_seconds_in_utc(sent: str, kept: str) -> None:
    assert read(Time, sent) == moment(kept)
    assert read(Time, sent).tzinfo is UTC


@pytest.mark.parametrize(
    "sent",
    [
        "2026-03-14T06:30:00",
        "2026-03-14",
        "1773470000",
        1773470000,
        1773470000.5,
        None,
        "Sat, 14 Mar 2026 06:30:00 GMT",
        "1899-12-31T23:59:59Z",
        "9999-12-31T23:59:59.5Z",
        "9999-12-31T23:59:59-05:00",
        "0001-01-01T00:00:00+05:00",
        datetime(2026, 3, 14),  # noqa: DTZ001 - a time without a zone must be refused
    ],
)
def test_a_time_that_could_be_misread_is_refused(sent: object) -> None:
    with pytest.raises(ValidationError):
        read(Time, sent)


def test_letters_in_a_users_name_never_become_part_of_the_host() -> None:
    with pytest.raises(ValidationError):
        read(Address, "https://ü@www.example.com/")


@settings(deadline=None)
@given(ADDRESSES)
def test_any_string_is_a_valid_address_or_refused(sent: str) -> None:
    try:
        kept = read(Address, sent)
    except ValidationError:
        return
    assert values.web_address(kept) == kept


@settings(deadline=None)
@given(ADDRESSES)
def test_reading_an_address_twice_changes_nothing(sent: str) -> None:
    try:
        kept = read(Address, sent)
    except ValidationError:
        return
    assert read(Address, kept) == kept


@settings(deadline=None)
@given(HOSTILE)
def test_any_string_makes_a_valid_line(sent: str) -> None:
    assert values.text(read(Line, sent)) == read(Line, read(Line, sent))
