"""Entries of Atom are read."""

import pytest

from byline_tools.importers.feeds.feed import Format
from byline_tools.importers.notes import Note
from tests.support.factories import moment
from tests.support.feeds import atom, entry, only, page, read

X = "http://www.w3.org/1999/xhtml"
XHTML = f'<content type="xhtml"><div xmlns="{X}">A <b>b</b><br/>c</div></content>'


def test_an_entry_becomes_an_article() -> None:
    article = read(atom(entry(1))).articles[0]
    assert (article["guid"], article["url"]) == ("tag:old.example.com,2026:1", "https://old.example.com/world/1/")
    assert (article["published"], article["updated"]) == ("2026-03-01T08:01:00+00:00", "2026-03-01T09:01:00+00:00")
    assert article["content"] == "<p>Text 1.</p>"
    assert page(atom(entry(1))).format is Format.ATOM


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ('<content type="html">&lt;b&gt;x&lt;/b&gt; &amp;amp; y</content>', "<b>x</b> &amp; y"),
        ("<content>1 &lt; 2</content>", "1 &lt; 2"),
        (XHTML, '<div>A <b>b</b><br>c</div>'),
        (XHTML.replace("<b>", f"<x:b xmlns:x='{X}'>").replace("</b>", "</x:b>"), "<div>A <b>b</b><br>c</div>"),
        ('<content type="image/png">iVBOR</content><summary>Teaser.</summary>', "Teaser."),
        ('<content type="html" xml:base="https://old.example.com/x/">&lt;a href="y"&gt;z&lt;/a&gt;</content>',
         '<a href="https://old.example.com/x/y">z</a>'),
    ],
)  # fmt: skip
def test_content_is_html_whatever_its_type(content: str, html: str) -> None:
    assert only(atom(entry(content=content))).content == html


def test_a_summary_stands_for_missing_content_which_is_noted() -> None:
    found = read(atom(entry(content="<summary>Teaser.</summary>")))
    assert found.articles[0]["content"] == "Teaser."
    assert Note("articles with a summary in place of their text, because the feed has no more", "summary") in found.notes


def test_an_entry_without_time_of_publication_has_that_of_its_update() -> None:
    assert only(atom(entry(published=""))).published == moment("2026-03-01T09:01:00")


def test_the_authors_of_the_feed_are_those_of_entries_without_any() -> None:
    head = "<author><name>The Desk</name></author>"
    assert only(atom(entry(1), head=head)).authors == ("The Desk",)
    assert only(atom(entry(1, "<author><name>Jane Doe</name></author>"), head=head)).authors == ("Jane Doe",)


def test_links_media_and_categories_are_read() -> None:
    more = (
        '<link rel="enclosure" href="https://img.example/a.mp3" type="audio/mpeg" length="3"/>'
        '<category term="world" label="World"/><category term="sport"/>'
    )
    link = '<link rel="related" href="/x"/><link rel="alternate" href="/world/1/"/>'
    item = only(
        atom(entry(1, more, link=link), attributes='xml:base="https://old.example.com/"').replace("enclosure", "enclosure")
    )
    assert item.url == "https://old.example.com/world/1/"
    assert item.categories == ("World", "sport")
    assert item.enclosures == ({"url": "https://img.example/a.mp3", "media_type": "audio/mpeg", "length": 3},)


def test_atom_0_3_is_read() -> None:
    text = atom(
        entry(
            content='<content type="text/html" mode="escaped">&lt;p&gt;x</content>',
            published="<issued>2026-03-01T08:00:00Z</issued>",
        )
    )
    item = only(text.replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"))
    assert (item.content, item.published) == ("<p>x", moment("2026-03-01T08:00:00"))


def test_an_id_is_kept_to_the_byte() -> None:
    text = atom(entry(id="<id> ../é x&amp;amp;y\n</id>"), attributes='xml:base="https://old.example.com/"')
    assert only(text).id == "../é x&amp;y"
