"""Items of RSS 2.0, 0.9x and 1.0 are read."""

import pytest

from byline_tools.importers.feeds.feed import Format
from byline_tools.importers.notes import Note
from tests.support.factories import moment
from tests.support.feeds import only, page, read, rss, rss_item

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example.com/"><title>The Gazette</title></channel>
<item rdf:about="https://old.example.com/1"><title>Headline</title><link>https://old.example.com/1</link>
<description>Text.</description><dc:date>2026-03-01T08:00:00Z</dc:date><dc:creator>Jane Doe</dc:creator></item>
</rdf:RDF>"""


def test_an_item_becomes_an_article_after_its_author() -> None:
    found = read(rss(rss_item(1)))
    assert found.articles == [
        {
            "type": "article",
            "guid": "https://old.example.com/?p=1",
            "url": "https://old.example.com/world/1/",
            "title": "Headline 1",
            "published": "2026-03-01T08:01:00+00:00",
            "summary": "Summary 1.",
            "content": "<p>Text 1.</p>",
            "language": None,
            "sections": [],
            "authors": ["jane-doe"],
            "tags": [],
            "image": None,
            "enclosures": [],
        }
    ]
    assert found.authors == [{"type": "author", "slug": "jane-doe", "name": "Jane Doe"}]


@pytest.mark.parametrize("guid", ["4711", "1234 at https://old.example.com", "https://old.example.com/é?a=1&b=%c3", "a&amp;b"])
@pytest.mark.parametrize("attributes", ["", 'xml:base="https://old.example.com/x/"'])
def test_a_guid_is_kept_to_the_byte(guid: str, attributes: str) -> None:
    assert only(rss(rss_item(guid=guid), attributes=attributes)).id == guid
    assert only(rss(rss_item(guid=guid), attributes=attributes).replace(' isPermaLink="false"', "")).id == guid


def test_without_a_guid_readers_know_the_link() -> None:
    assert only(rss(rss_item(guid=None))).id == "https://old.example.com/world/1/"


def test_a_guid_that_is_an_address_stands_for_a_missing_link() -> None:
    item = rss_item(link=None, guid="https://old.example.com/1")
    assert only(rss(item).replace(' isPermaLink="false"', "")).url == "https://old.example.com/1"
    assert only(rss(item)).url == ""


def test_rss_1_0_is_read() -> None:
    item = only(RDF)
    assert (item.id, item.published, item.authors) == ("https://old.example.com/1", moment("2026-03-01T08:00:00"), ("Jane Doe",))
    assert page(RDF).format is Format.RSS


def test_rss_0_91_with_its_document_type_is_read() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/rss-0.91.dtd">'
    text = doctype + rss(rss_item(title="caf&eacute;")).replace("&amp;eacute;", "&eacute;").replace("2.0", "0.91")
    assert only(text).title == "café"


def test_a_description_stands_for_missing_content_which_is_noted() -> None:
    found = read(rss(rss_item(encoded=None)))
    assert (found.articles[0]["content"], found.articles[0]["summary"]) == ("Summary 1.", None)
    assert Note("articles with a summary in place of their text, because the feed has no more", "description") in found.notes


def test_markup_that_is_not_escaped_is_content() -> None:
    item = only(
        rss(rss_item(encoded=None, description=None).replace("</item>", "<description>A <b>b</b> c</description></item>"))
    )
    assert item.content == "A <b>b</b> c"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("<author>jane@old.example.com (Jane Doe)</author>", ("Jane Doe",)),
        ("<author>jane@old.example.com</author>", ()),
        ("<author>Jane  Doe</author>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe</dc:creator><dc:creator>John Roe</dc:creator><author>X</author>", ("Jane Doe", "John Roe")),
        ("<atom:author><atom:name>Jane Doe</atom:name><atom:email>j@x.example</atom:email></atom:author>", ("Jane Doe",)),
    ],
)
def test_authors_are_named_without_their_mail_addresses(written: str, names: tuple[str, ...]) -> None:
    assert only(rss(rss_item(1, written, creator=None))).authors == names


@pytest.mark.parametrize(
    ("date", "time"),
    [
        ("Sun, 01 Mar 2026 09:00:00 +0100", "2026-03-01T08:00:00"),
        ("1 Mar 2026 08:00 GMT", "2026-03-01T08:00:00"),
        ("Sun, 01 Mar 2026 03:00:00 EST", "2026-03-01T08:00:00"),
        ("2026-03-01T08:00:00.2Z", "2026-03-01T08:00:01"),
        ("2026-03-01 08:00:00", "2026-03-01T08:00:00"),
    ],
)
def test_times_are_read(date: str, time: str) -> None:
    assert only(rss(rss_item(pubDate=date))).published == moment(time)


def test_a_time_that_cannot_be_read_is_kept_to_be_refused() -> None:
    item = only(rss(rss_item(pubDate="yesterday")))
    assert (item.published, item.date) == (None, "yesterday")
    assert read(rss(rss_item(pubDate="yesterday"))).articles[0]["published"] == "yesterday"


def test_pictures_and_attached_media_are_read() -> None:
    more = (
        '<media:group><media:content url="https://img.example/small.jpg" medium="image" width="90"/>'
        '<media:content url="https://img.example/large.jpg" type="image/jpeg" width="900" height="600">'
        "<media:description>Fog.</media:description></media:content></media:group>"
        "<media:credit>Ann Photo</media:credit>"
        '<enclosure url="https://img.example/a.mp3" length="12" type="audio/mpeg"/>'
        '<enclosure url="https://img.example/b" length="x" type=""/>'
    )
    found = read(rss(rss_item(1, more)))
    assert found.articles[0]["image"] == {
        "url": "https://img.example/large.jpg",
        "caption": "Fog.",
        "credit": "Ann Photo",
        "width": 900,
        "height": 600,
    }
    assert found.articles[0]["enclosures"] == [{"url": "https://img.example/a.mp3", "media_type": "audio/mpeg", "length": 12}]
    assert Note("left out of items", "attached media without a type or address") in found.notes


def test_a_thumbnail_stands_for_a_missing_picture() -> None:
    item = rss_item(1, '<media:thumbnail url="https://img.example/t.jpg"/>')
    assert only(rss(item)).image == {"url": "https://img.example/t.jpg"}


def test_categories_are_tags() -> None:
    found = read(rss(rss_item(1, "<category>World News</category><category>Sport</category>")))
    assert (found.articles[0]["tags"], found.sections) == (["World News", "Sport"], [])


def test_categories_become_sections_by_choice() -> None:
    mapping = {("category", "world-news"): "news"}
    found = read(rss(rss_item(1, "<category>World News</category><category>Sport</category>")), sections=mapping)
    assert (found.articles[0]["tags"], found.articles[0]["sections"]) == (["Sport"], ["news"])
    assert found.sections == [{"type": "section", "slug": "news", "title": "World News"}]
    assert Note("categories that became tags, because no section is given for them", "Sport") in found.notes


def test_the_lines_of_items_are_those_of_the_file_or_else_counted() -> None:
    text = rss(rss_item(1), rss_item(2))
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line == "<item>"]
    assert read(text).lines == lines
    assert read(text.replace("\n", "")).lines == [1, 2]
