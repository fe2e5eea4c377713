"""Errors of feedgen's documents that would mislead readers, and their correction in Byline's documents.

Each test first shows the error with feedgen alone. When feedgen corrects it, the test fails and the workaround can be removed.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from feedgen.feed import FeedGenerator
from lxml import etree

from byline.formats.rss_atom import write_atom, write_rss
from tests.formats.test_rss_atom import NS
from tests.support.factories import article, enclosure, feed, image, site

MOMENT = datetime(2026, 3, 14, tzinfo=UTC)


def plain_feed() -> Any:
    """A feed as feedgen's documentation would make one."""
    generator = FeedGenerator()
    generator.id("tag:example.com,2026:feed")
    generator.title("Feed")
    generator.link(href="https://www.example.com", rel="alternate")
    generator.description("About")
    generator.updated(MOMENT)
    return generator


def plain_entry(generator: Any, number: int = 1) -> Any:
    entry = generator.add_entry()
    entry.id(f"tag:example.com,2026:{number}")
    entry.title(f"Entry {number}")
    entry.link(href=f"https://www.example.com/{number}")
    entry.updated(MOMENT)
    return entry


def rss(document: bytes) -> Any:
    return etree.fromstring(document).find("channel")


def atom(document: bytes) -> Any:
    return etree.fromstring(document)


def test_an_entrys_links_keep_their_rel() -> None:
    generator = plain_feed()
    plain_entry(generator).link(href="https://media.example.com/a.mp3", rel="enclosure", type="audio/mpeg", length="1")
    plain = atom(generator.atom_str()).findall("atom:entry/atom:link", NS)
    ours = atom(write_atom(feed(article(enclosures=(enclosure(),))))).findall("atom:entry/atom:link", NS)
    assert [link.get("rel") for link in plain] == [None, None]
    assert [link.get("rel") for link in ours] == ["alternate", "enclosure"]


def test_the_channels_link_is_the_page_and_not_whatever_link_came_last() -> None:
    generator = plain_feed()
    generator.link(href="https://feeds.example.com/rss.xml", rel="self")
    assert rss(generator.rss_str()).findtext("link") == "https://feeds.example.com/rss.xml"
    assert rss(write_rss(feed())).findtext("link") == "https://www.example.com"


def test_hubs_are_named_in_rss_too() -> None:
    generator = plain_feed()
    generator.link(href="https://hub.example.com/", rel="hub")
    assert rss(generator.rss_str()).findall("atom:link[@rel='hub']", NS) == []
    hubs = rss(write_rss(feed(site=site(hubs=("https://hub.example.com/",))))).findall("atom:link[@rel='hub']", NS)
    assert [hub.get("href") for hub in hubs] == ["https://hub.example.com/"]


def test_articles_come_in_the_order_they_are_given() -> None:
    generator = plain_feed()
    for number in (1, 2):
        plain_entry(generator, number)
    assert [item.text for item in rss(generator.rss_str()).iterfind("item/title")] == ["Entry 2", "Entry 1"]
    assert [item.text for item in rss(write_rss(feed(article(1), article(2)))).iterfind("item/title")] == [
        "Headline 1",
        "Headline 2",
    ]


def test_no_date_is_invented() -> None:
    generator = FeedGenerator()
    invented = generator.updated()
    assert invented.year >= 2026
    assert rss(generator_without_dates().rss_str()).find("item/pubDate") is None
    assert rss(write_rss(feed(article()))).findtext("item/pubDate") == "Sat, 14 Mar 2026 11:59:00 +0000"


def generator_without_dates() -> Any:
    generator = plain_feed()
    plain_entry(generator)
    return generator


def test_content_is_html_in_atom_and_beside_a_description_in_rss() -> None:
    generator = plain_feed()
    plain_entry(generator).content("<p>Content</p>")
    assert atom(generator.atom_str()).find("atom:entry/atom:content", NS).get("type") is None
    assert rss(generator.rss_str()).find("item/content:encoded", NS) is None
    ours = feed(article(summary=""))
    assert atom(write_atom(ours)).find("atom:entry/atom:content", NS).get("type") == "html"
    assert rss(write_rss(ours)).findtext("item/content:encoded", None, NS) == "<p>Content 1.</p>"


def test_authors_without_a_mail_address_are_named_in_rss() -> None:
    generator = plain_feed()
    plain_entry(generator).author(name="Jane Doe")
    assert b"Jane Doe" not in generator.rss_str()
    assert rss(write_rss(feed(article()))).findtext("item/dc:creator", None, NS) == "Jane Doe"


def test_an_enclosure_has_a_length_that_is_a_number() -> None:
    generator = plain_feed()
    plain_entry(generator).enclosure("https://media.example.com/a.mp3", None, "audio/mpeg")
    assert rss(generator.rss_str()).find("item/enclosure").get("length") in {"None", "0"}
    assert rss(write_rss(feed(article(enclosures=(enclosure(),))))).find("item/enclosure").get("length") == "1234567"


def test_a_picture_has_an_element_of_its_own_with_its_credit_and_sizes() -> None:
    generator = plain_feed()
    generator.load_extension("media")
    entry = plain_entry(generator)
    entry.media.content({"url": image().url, "width": 1600})
    with pytest.raises(TypeError):
        generator.rss_str()
    picture = rss(write_rss(feed(article(image=image())))).find("item/media:content", NS)
    assert picture.get("width") == "1600"
    assert picture.findtext("media:credit", None, NS) == "Ann Photo"


def test_the_generators_name_does_not_change_with_the_library() -> None:
    assert "lkiesow" in plain_feed().atom_str().decode()
    assert rss(write_rss(feed())).findtext("generator") == "Byline"
    generator = atom(write_atom(feed())).find("atom:generator", NS)
    assert (generator.text, generator.get("version")) == ("Byline", None)


def test_a_control_character_would_take_the_whole_feed_down_without_quarantine() -> None:
    generator = plain_feed()
    plain_entry(generator).title("\x00")
    with pytest.raises(ValueError, match="XML compatible"):
        generator.rss_str()
