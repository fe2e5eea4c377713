"""byline_tools.checks.document: whole documents, and arbitrary bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.formats.registry import FORMATS, Format
from byline_tools.checks.document import Kind, check, kind_of
from tests.byline_tools.checks.good import ATOM, JSON_FEED, RSS, reported
from tests.support.factories import NOW, article, enclosure, feed, image

GOOD = [document.encode() for document in (RSS, ATOM, JSON_FEED)]
NAMES = "version title items id authors author name content_html content_text attachments tags _x date_published feed_url".split()
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["<a href='x'>", "2026-03-14T10:00:00Z", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=6),
    max_leaves=25,
)


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_bylines_own_feed_has_no_findings(format_: Format) -> None:
    full = feed(article(image=image(), enclosures=(enclosure(),)), article(2))
    address = format_.address(full.site, full.key)
    assert check(format_.write(full), address=address, now=NOW) == []


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_bylines_own_empty_feed_has_no_findings(format_: Format) -> None:
    assert check(format_.write(feed()), now=NOW) == []


def test_the_format_is_detected_by_the_content() -> None:
    assert [kind_of(document) for document in GOOD] == [Kind.RSS, Kind.ATOM, Kind.JSON_FEED]
    assert [kind_of(document) for document in (b"", b"<html/>", b"fog")] == [None, None, None]


def test_another_root_is_one_error() -> None:
    [(line, severity, what)] = reported("<html>\n</html>")
    assert (line, severity) == (1, "error")
    assert "the root 'html' is not that of RSS 2.0" in what


def test_the_default_time_is_the_present() -> None:
    assert check(RSS.encode()) == check(RSS.encode())


@given(st.binary())
def test_any_bytes_give_a_list_of_findings(document: bytes) -> None:
    assert check(document)


@given(
    st.sampled_from(GOOD),
    st.integers(0),
    st.integers(0, 60),
    st.binary(max_size=8) | st.sampled_from([b"<a/>", b'"', b"&#1;", b"[{"]),
)
def test_a_document_damaged_anywhere_gives_a_list_of_findings(document: bytes, at: int, length: int, put: bytes) -> None:
    at %= len(document)
    assert isinstance(check(document[:at] + put + document[at + length :], now=NOW), list)


@given(VALUES)
def test_any_json_gives_a_list_of_findings(value: Any) -> None:
    assert isinstance(check(json.dumps(value).encode(), now=NOW), list)


@given(st.lists(st.sampled_from(RSS.splitlines() + ATOM.splitlines()[2:])), st.sampled_from([(2, RSS), (1, ATOM)]))
def test_lines_of_feeds_in_any_order_give_a_list_of_findings(lines: list[str], frame: tuple[int, str]) -> None:
    keep, document = frame
    whole = document.splitlines()
    assert isinstance(check("\n".join([*whole[: keep + 1], *lines, *whole[-1:]]).encode(), now=NOW), list)
