"""Each value is returned unchanged or refused with a reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from byline.model import values

RIGHT: list[tuple[Callable[[Any], object], Any]] = [
    (values.text, ""),
    (values.text, "tab\tline\nאבג 👩‍🚀"),
    (values.text, "x" * values.LONGEST_TEXT),
    (values.title, "x < y"),
    (values.title, "x" * values.LONGEST_TITLE),
    (values.content, ""),
    (values.content, "x" * values.LARGEST_CONTENT),
    (values.slug, "world-2026"),
    (values.slug, "x" * values.LONGEST_SLUG),
    (values.web_address, "https://www.example.com/a%20b?c=d#e"),
    (values.web_address, "http://[::1]:8000/"),
    *((values.base_address, each) for each in ("http://127.0.0.1:8000", "http://localhost", "https://EXAMPLE.com:65535/a%20b/c")),
    (values.permanent_id, "tag:example.com,2026:abc"),
    (values.permanent_id, "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"),
    (values.language, "en"),
    (values.language, "zh-Hant-TW"),
    (values.media_type, "image/svg+xml"),
    (values.mail_address, "jane.doe+news@mail.example.com"),
    (values.count, 0),
    (values.count, 2**53),
    (values.moment, datetime(1900, 1, 1, tzinfo=UTC)),
    (values.moment, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    (values.tag_authority, "example.com,2026"),
    (values.tag_authority, "example.com,2026-03-14"),
]
WRONG: list[tuple[Callable[[Any], object], Any]] = [
    (values.text, None),
    (values.text, b"bytes"),
    (values.text, "\x00"),
    (values.text, "\x1b[0m"),
    (values.text, "\ud800"),
    (values.text, "\ufffe"),
    (values.text, "\uffff"),
    (values.text, "x" * (values.LONGEST_TEXT + 1)),
    (values.title, ""),
    (values.title, " x"),
    (values.title, "x  y"),
    (values.title, "x\ny"),
    (values.title, "\u3000"),
    (values.title, "x" * (values.LONGEST_TITLE + 1)),
    (values.content, "x" * (values.LARGEST_CONTENT + 1)),
    (values.content, "é" * (values.LARGEST_CONTENT // 2 + 1)),
    (values.slug, ""),
    (values.slug, "World"),
    (values.slug, "a--b"),
    (values.slug, "-a"),
    (values.slug, "a\n"),
    (values.slug, "٣"),
    (values.slug, "x" * (values.LONGEST_SLUG + 1)),
    (values.web_address, "/relative"),
    (values.web_address, "//example.com/"),
    (values.web_address, "javascript:alert(1)"),
    (values.web_address, "https://"),
    (values.web_address, "https://example.com/a b"),
    (values.web_address, "https://example.com/é"),
    (values.web_address, "https://example.com/\n"),
    (values.web_address, "https://example.com/" + "x" * values.LONGEST_ADDRESS),
    *(
        (values.base_address, f"https://{each}")
        for each in ("feeds..example", "example.com.", "-a.example", "a.example:65536", "a.example:0")
    ),
    *(
        (values.base_address, f"https://a.example/{each}")
        for each in ("rss.xml", "a/feed.json", "feeds.opml", "..", "a/./b", "?a", "#a")
    ),
    (values.permanent_id, "abc"),
    (values.permanent_id, "tag:"),
    (values.permanent_id, "tag:a b"),
    (values.permanent_id, "tag:" + "x" * values.LONGEST_ID),
    (values.language, "en_GB"),
    (values.language, "english"),
    (values.media_type, "image"),
    (values.media_type, "Image/JPEG"),
    (values.media_type, "text/html; charset=utf-8"),
    (values.mail_address, "jane"),
    (values.mail_address, "jane@localhost"),
    (values.mail_address, "Jane <jane@example.com>"),
    (values.count, -1),
    (values.count, 2**53 + 1),
    (values.count, 1.0),
    (values.count, True),
    (values.count, "1"),
    (values.moment, "2026-03-14T12:00:00Z"),
    (values.moment, datetime(2026, 3, 14)),  # noqa: DTZ001 - a time without a zone must be refused
    (values.moment, datetime(2026, 3, 14, tzinfo=timezone(timedelta(hours=1)))),
    (values.moment, datetime(2026, 3, 14, microsecond=1, tzinfo=UTC)),
    (values.moment, datetime(1899, 12, 31, tzinfo=UTC)),
    (values.tag_authority, "example.com"),
    (values.tag_authority, "Example.com,2026"),
    *((values.tag_authority, each) for each in ("example..com,2026", "localhost,2026", "127.0.0.1,2026", "example.com,2026-13")),
]


def named(value: object) -> str:
    return str(getattr(value, "__name__", ascii(value)[:30]))


@pytest.mark.parametrize(("rule", "value"), RIGHT, ids=named)
def test_a_right_value_is_returned_as_it_is(rule: Callable[[Any], object], value: Any) -> None:
    assert rule(value) == value


@pytest.mark.parametrize(("rule", "value"), WRONG, ids=named)
def test_a_wrong_value_is_refused_with_a_reason_that_can_be_printed(rule: Callable[[Any], object], value: Any) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        rule(value)
    assert str(caught.value).encode()


def test_the_reason_names_the_character_that_xml_cannot_carry() -> None:
    with pytest.raises(ValueError, match=r"U\+001B"):
        values.text("\x1b[0m")


@settings(deadline=None)
@given(st.characters(codec=None))
def test_text_takes_exactly_the_characters_that_an_xml_writer_takes(character: str) -> None:
    element = etree.Element("x")
    assert accepts(values.text, character) == accepts(lambda value: setattr(element, "text", value), character)


def accepts(rule: Callable[[Any], object], value: Any) -> bool:
    try:
        rule(value)
    except ValueError:
        return False
    return True
