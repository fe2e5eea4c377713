"""Plain text as content becomes paragraphs; HTML stays as it is."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.intake.html_text import readable
from byline.intake.inputs import Origin
from byline.model.article import Article

ORIGIN = Origin("https://www.example.com", "example.com,2026")
THING: dict[str, Any] = {
    "type": "article",
    "url": "https://www.example.com/1",
    "title": "Title",
    "published": "2026-03-14T06:30:00Z",
}


def stored(content: str) -> str:
    article = ORIGIN.admit({**THING, "content": content})
    assert isinstance(article, Article)
    return article.content


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("One line.", "<p>One line.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One.\r\n \t\r\n\r\nTwo.\r\n", "<p>One.</p>\n<p>Two.</p>"),
        ("A verse\n  of two lines", "<p>A verse<br>of two lines</p>"),
        ("x < y and 5 > 3 <3", "<p>x &lt; y and 5 &gt; 3 &lt;3</p>"),
        ("a<b", "<p>a&lt;b</p>"),
        ("one <three> two", "<p>one &lt;three&gt; two</p>"),
        ("<Name>, <e-mail> or <x:y z=1>\n\n<3", "<p>&lt;Name&gt;, &lt;e-mail&gt; or &lt;x:y z=1&gt;</p>\n<p>&lt;3</p>"),
        ("AT&T, AT&amp;T, &#8212;, &uuml;", "<p>AT&amp;T, AT&amp;T, —, ü</p>"),
        ("https://t.example/?a=1&copy=2&section=3", "<p>https://t.example/?a=1&amp;copy=2&amp;section=3</p>"),
        ("&lt;b&gt;", "<p>&lt;b&gt;</p>"),
        ("?a=1&section;&para2;", "<p>?a=1&amp;section;&amp;para2;</p>"),
        ("<script>x</script>Only this.", "<p>Only this.</p>"),
        ("<custom-quote>Only this.</custom-quote>", "<p>Only this.</p>"),
        ("<!-- a -->Only this.\n\nAnd this.", "<p>Only this.</p>\n<p>And this.</p>"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_plain_text_becomes_paragraphs(content: str, html: str) -> None:
    assert stored(content) == html


@pytest.mark.parametrize("content", ["<p>One.</p>\n\nTwo.", "One.<br>\n\nTwo.", "<b>One</b>\n\nTwo", "a <b> c</b>"])
def test_html_stays_as_it_is(content: str) -> None:
    assert stored(content) == content


@settings(deadline=None)
@given(st.text(st.sampled_from("ab <>&;#/\n\tpéy!-"), max_size=40))
def test_what_is_stored_stays_as_it_is_when_it_is_sent_again(content: str) -> None:
    once = stored(content)
    assert stored(once) == once


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1), min_size=1))
def test_no_word_of_plain_text_is_lost(words: list[str]) -> None:
    assert readable(stored("\n".join(words))).split() == " ".join(words).split()
