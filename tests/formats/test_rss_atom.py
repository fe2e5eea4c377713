"""RSS 2.0 and Atom 1.0."""

import html
import locale
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from byline.formats.rss_atom import write_atom, write_rss
from byline.model.feed_key import author_feed, section_feed
from tests.support.factories import NOW, article, author, enclosure, feed, image, section, site

NS = {
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WORLD = {"key": section_feed("world"), "profile": section("world", url="https://www.example.com/world", image=image())}


def rss(*articles: Any, **changes: Any) -> Any:
    return etree.fromstring(write_rss(feed(*articles, **changes))).find("channel")


def atom(*articles: Any, **changes: Any) -> Any:
    return etree.fromstring(write_atom(feed(*articles, **changes)))


def texts(element: Any, path: str) -> list[str]:
    return [found.text for found in element.iterfind(path, NS)]


def test_a_channel_says_what_it_is_where_it_is_and_how_often_it_changes() -> None:
    channel = rss(article(), **WORLD)
    assert channel.findtext("title") == "World – The Gazette"
    assert channel.findtext("link") == "https://www.example.com/world"
    assert channel.findtext("description") == "All about world."
    assert channel.findtext("language") == "en"
    assert channel.findtext("lastBuildDate") == "Sat, 14 Mar 2026 12:00:00 +0000"
    assert channel.findtext("ttl") == "15"
    assert channel.findtext("image/url") == "https://img.example.com/ship.jpg"
    (own,) = channel.iterfind("atom:link[@rel='self']", NS)
    assert own.get("href") == "https://feeds.example.com/sections/world/rss.xml"


def test_an_atom_feed_says_the_same() -> None:
    document = atom(article(), **WORLD)
    assert document.findtext("atom:id", None, NS) == "tag:example.com,2026:sections/world"
    assert document.findtext("atom:title", None, NS) == "World – The Gazette"
    assert document.findtext("atom:subtitle", None, NS) == "All about world."
    assert document.findtext("atom:updated", None, NS) == "2026-03-14T12:00:00+00:00"
    assert document.findtext("atom:logo", None, NS) == "https://img.example.com/ship.jpg"
    assert document.get(XML_LANG) == "en"
    links = {link.get("rel"): link.get("href") for link in document.iterfind("atom:link", NS)}
    assert links == {
        "self": "https://feeds.example.com/sections/world/atom.xml",
        "alternate": "https://www.example.com/world",
    }


def test_an_authors_feed_is_by_that_author_and_described_by_their_bio() -> None:
    jane = author(url="https://www.example.com/jane")
    document = atom(article(), key=author_feed("jane-doe"), profile=jane)
    assert texts(document, "atom:author/atom:name") == ["Jane Doe"]
    assert texts(document, "atom:subtitle") == ["Jane Doe writes."]
    assert rss(article(), key=author_feed("jane-doe"), profile=jane).findtext("description") == "Jane Doe writes."


@pytest.mark.parametrize("text", ["Ships & <b>harbours</b>", "a &amp; b", "1 < 2", "“Quoted” 'text' \"here\""])
def test_the_description_of_a_feed_is_shown_as_it_was_typed(text: str) -> None:
    """RSS's description is HTML, Atom's subtitle plain text."""
    for about in (
        {"key": author_feed("jane-doe"), "profile": author(bio=text)},
        {"key": section_feed("world"), "profile": section("world", description=text)},
        {"site": site(description=text)},
        {"site": site(title=text, description="")},
    ):
        described = rss(**about).findtext("description")
        assert "<" not in described
        assert html.unescape(described) == text
        subtitle = atom(**about).find("atom:subtitle", NS)
        assert (subtitle.text, dict(subtitle.attrib)) == (text, {})


def test_titles_and_names_are_plain_text_in_rss_too() -> None:
    """Most readers do not parse them as HTML."""
    named = section("world", title="Q&A <b>", image=image())
    channel = rss(
        article(tags=("a & b",)), key=section_feed("world"), profile=named, profiles=(named,), site=site(rights="© A & B")
    )
    assert channel.findtext("title") == channel.findtext("image/title") == "Q&A <b> – The Gazette"
    assert channel.findtext("copyright") == "© A & B"
    assert texts(channel, "item/category") == ["Q&A <b>", "a & b"]


def test_an_item_has_its_elements_in_the_order_readers_expect() -> None:
    (item,) = rss(article(1, updated=NOW, tags=("ships",))).iterfind("item")
    assert item.findtext("title") == "Headline 1"
    assert item.findtext("link") == "https://www.example.com/world/1"
    assert item.findtext("pubDate") == "Sat, 14 Mar 2026 11:59:00 +0000"
    assert item.findtext("atom:updated", None, NS) == "2026-03-14T12:00:00+00:00"
    assert texts(item, "category") == ["World", "ships"]
    assert texts(item, "dc:creator") == ["Jane Doe"]
    names = [child.tag for child in item]
    assert names.index("description") < names.index(f"{{{NS['content']}}}encoded")
    assert item.findtext("content:encoded", None, NS) == "<p>Content 1.</p>"


def test_an_entry_has_the_same_elements() -> None:
    (entry,) = atom(article(1, updated=NOW, tags=("ships",))).iterfind("atom:entry", NS)
    assert texts(entry, "atom:title") == ["Headline 1"]
    assert texts(entry, "atom:published") == ["2026-03-14T11:59:00+00:00"]
    assert texts(entry, "atom:updated") == ["2026-03-14T12:00:00+00:00"]
    assert [each.get("term") for each in entry.iterfind("atom:category", NS)] == ["World", "ships"]
    assert texts(entry, "atom:author/atom:name") == ["Jane Doe"]
    content = entry.find("atom:content", NS)
    assert (content.get("type"), content.text) == ("html", "<p>Content 1.</p>")


@pytest.mark.parametrize("article_id", [article().id, "https://t.example/é?a=1&b=港"])
def test_an_article_has_the_same_permanent_id_in_both(article_id: str) -> None:
    (guid,) = rss(article(id=article_id)).iterfind("item/guid")
    assert (guid.text, guid.get("isPermaLink")) == (article_id, "false")
    assert texts(atom(article(id=article_id)), "atom:entry/atom:id") == [article_id]


def test_articles_stay_in_the_order_of_the_feed() -> None:
    stories = [article(number) for number in (1, 2, 3)]
    assert texts(rss(*stories), "item/title") == texts(atom(*stories), "atom:entry/atom:title")
    assert texts(rss(*stories), "item/title") == ["Headline 1", "Headline 2", "Headline 3"]


def test_an_enclosure_is_not_a_second_alternate_link() -> None:
    heard = article(enclosures=(enclosure(), enclosure(url="https://media.example.com/2.mp3")))
    (only,) = rss(heard).iterfind("item/enclosure")
    assert dict(only.attrib) == {"url": "https://media.example.com/talk.mp3", "length": "1234567", "type": "audio/mpeg"}
    links = [dict(link.attrib) for link in atom(heard).iterfind("atom:entry/atom:link", NS)]
    assert [link.get("rel", "alternate") for link in links] == ["alternate", "enclosure", "enclosure"]
    assert links[0] == {"href": heard.url, "rel": "alternate", "type": "text/html"}
    assert links[1] == {
        "href": "https://media.example.com/talk.mp3",
        "rel": "enclosure",
        "type": "audio/mpeg",
        "length": "1234567",
        "title": "The talk",
    }


@pytest.mark.parametrize("path", ["rss", "atom"])
def test_a_picture_keeps_its_alt_its_caption_and_its_credit(path: str) -> None:
    root = rss(article(image=image())) if path == "rss" else atom(article(image=image()))
    (picture,) = root.iterfind(".//media:content", NS)
    assert dict(picture.attrib) == {
        "url": "https://img.example.com/ship.jpg",
        "medium": "image",
        "type": "image/jpeg",
        "width": "1600",
        "height": "900",
    }
    assert texts(picture, "media:title") == ["A ship"]
    assert texts(picture, "media:description") == ["The ship leaves."]
    (credit,) = picture.iterfind("media:credit", NS)
    assert (credit.text, credit.get("role"), credit.get("scheme")) == ("Ann Photo", "photographer", "urn:ebu")


def test_a_credit_without_a_picture_is_shown_alone() -> None:
    credited = article(image=image(url=None, alt="", caption="", width=None, height=None, media_type=None))
    (item,) = rss(credited).iterfind("item")
    assert texts(item, "media:credit") == ["Ann Photo"]
    assert item.find("media:content", NS) is None
    assert texts(atom(credited), "atom:entry/media:credit") == ["Ann Photo"]


def test_a_title_is_escaped_once_and_a_summary_stays_plain_text() -> None:
    sharp = article(title="Q&A: is 1 < 2?", summary="Q&A: <b> is a tag")
    assert texts(rss(sharp), "item/title") == texts(atom(sharp), "atom:entry/atom:title") == ["Q&A: is 1 < 2?"]
    assert texts(atom(sharp), "atom:entry/atom:summary") == ["Q&A: <b> is a tag"]
    assert texts(rss(sharp), "item/description") == ["Q&amp;A: &lt;b&gt; is a tag"]


def test_every_author_of_a_story_is_named() -> None:
    both = article(authors=("jane-doe", "john-roe"))
    assert texts(rss(both), "item/dc:creator") == ["Jane Doe", "John Roe"]
    assert texts(atom(both), "atom:entry/atom:author/atom:name") == ["Jane Doe", "John Roe"]


def test_a_mail_address_is_shown_only_where_its_owner_made_it_public() -> None:
    public = atom(article(), profiles=[author(email="jane@example.com")])
    assert texts(public, "atom:entry/atom:author/atom:email") == ["jane@example.com"]
    assert atom(article()).find("atom:entry/atom:author/atom:email", NS) is None


def test_a_story_in_another_language_says_so() -> None:
    foreign = article(language="ar")
    assert texts(rss(foreign), "item/dc:language") == ["ar"]
    assert atom(foreign).find("atom:entry", NS).get(XML_LANG) == "ar"
    assert atom(article(language="en")).find("atom:entry", NS).get(XML_LANG) is None


def test_a_story_without_content_or_summary_is_still_complete() -> None:
    bare = article(content="", summary="")
    assert texts(rss(bare), "item/description") == ["Headline 1"]
    assert atom(bare).find("atom:entry/atom:link", NS).get("href") == bare.url
    assert atom(bare).find("atom:entry/atom:summary", NS) is None


def test_no_clock_is_in_the_bytes() -> None:
    story = article(1, published=NOW - timedelta(days=1000), enclosures=(enclosure(),), image=image())
    assert write_rss(feed(story)) == write_rss(feed(story))
    assert write_atom(feed(story)) == write_atom(feed(story))


def test_writing_leaves_the_locale_of_the_process_alone() -> None:
    before = locale.setlocale(locale.LC_ALL)
    write_rss(feed(article()))
    assert locale.setlocale(locale.LC_ALL) == before
