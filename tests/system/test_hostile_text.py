"""Typed or pasted text: the result of each case is defined and the same in every format."""

import json
from typing import Any

import pytest
from lxml import etree

from byline.errors import Refused
from byline.formats.registry import ATOM, FORMATS, JSON_FEED, RSS
from byline.formats.rendering import LARGEST_DOCUMENT, render
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline_tools.checks.document import check
from tests.support.factories import NOW, feed

ORIGIN = Origin("https://www.example.com", "example.com,2026")


def admit(**fields: Any) -> Article:
    line = {"type": "article", "url": "https://www.example.com/a", "title": "A", "content": "<p>A.</p>"}
    admitted = ORIGIN.admit({**line, "published": "2026-03-14T06:30:00Z", **fields})
    assert isinstance(admitted, Article)
    return admitted


def titles(article: Article) -> set[str]:
    """The title in each of the formats."""
    documents = {format_: render(feed(article), format_)[0] for format_ in FORMATS}
    assert [finding for document in documents.values() for finding in check(document, now=NOW)] == []
    return {
        etree.fromstring(documents[RSS]).findtext("channel/item/title"),
        etree.fromstring(documents[ATOM]).findtext("{*}entry/{*}title"),
        json.loads(documents[JSON_FEED])["items"][0]["title"],
    }


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a ]]> b", "a ]]> b"),
        ("<![CDATA[a]]>", "<![CDATA[a]]>"),
        ("AT&T", "AT&T"),
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;amp;T", "AT&T"),
        ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
        ("<b>Bold</b> &lt;i&gt;move&lt;/i&gt;", "Bold move"),
        ("bell\x07 null\x00 escape\x1b", "bell null escape"),
        ("lone \ud83d surrogate \udc00", "lone surrogate"),
        ("not characters \ufffe\uffff", "not characters"),
        ("zero\u200bwidth\u200d and bidi \u202eabc\u202c", "zero\u200bwidth\u200d and bidi \u202eabc\u202c"),
        ("🚢 👩‍👩‍👧‍👦 𝔘𝔫𝔦 \U0010fffd", "🚢 👩‍👩‍👧‍👦 𝔘𝔫𝔦 \U0010fffd"),
        ("two\r\nlines\u2028or\tthree", "two lines or three"),
        ("x" * 1000, "x" * 1000),
    ],
)
def test_a_title_comes_out_the_same_in_every_format(typed: str, shown: str) -> None:
    assert titles(admit(title=typed)) == {shown}


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "empty"), (" \t", "empty"), ("\x00", "empty"), ("x" * 10_000, "10,000 characters")]
)
def test_a_title_that_cannot_be_one_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        admit(title=typed)


def test_as_many_articles_of_two_hundred_kilobytes_as_fit_are_shown_whole() -> None:
    body = "<p>" + "word " * 40_000 + "</p>"
    heavy = [admit(id=f"tag:example.com,2026:{number}", content=body) for number in range(8)]
    for format_ in FORMATS:
        document, left_out = render(feed(*heavy), format_)
        shown = document.count(b"tag:example.com,2026:") - document.count(b"tag:example.com,2026:site")
        assert (4 <= shown <= 5, len(document) <= LARGEST_DOCUMENT, left_out) == (True, True, [])
        assert document.count(b"word ") >= shown * 40_000
