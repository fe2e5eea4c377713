"""The directory of all feeds, as a page and as OPML."""

from base64 import b64encode
from html.parser import HTMLParser
from urllib.parse import urljoin
from xml.etree import ElementTree

import listparser
import pytest

from byline.formats.directory import Directory, write_html, write_opml
from byline.model.feed_key import author_feed, section_feed
from tests.support.factories import site

DIRECTORY: Directory = [
    (author_feed("jane-doe"), "Jane Doe"),
    (section_feed("world"), "World & <Wide>"),
    (section_feed("art"), "art"),
]
LARGEST_ANSWER = 6_291_556
"""The maximum size of a Lambda response, in bytes."""

VOID = {"meta", "link"}


class Page(HTMLParser):
    """A parsed page; fails for tags that do not nest."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.discovered: list[tuple[str, str, str]] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.discovered.append((given["type"], given["title"], given["href"]))
        if tag == "a":
            self.links.append(given["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(write_html(site(), DIRECTORY))


def test_a_reader_given_the_page_discovers_every_feed_the_sites_first(page: Page) -> None:
    assert len(page.discovered) == 12
    assert page.discovered[0] == ("application/rss+xml", "The Gazette (RSS)", "https://feeds.example.com/rss.xml")
    titles = [title for _, title, _ in page.discovered[::3]]
    assert titles == [
        "The Gazette (RSS)",
        "art – The Gazette (RSS)",
        "World & <Wide> – The Gazette (RSS)",
        "Jane Doe – The Gazette (RSS)",
    ]


def test_a_person_finds_every_feed_and_the_list_of_all(page: Page) -> None:
    links = {urljoin("https://feeds.example.com/", link) for link in page.links}
    assert {address for _, _, address in page.discovered} <= links
    assert "https://feeds.example.com/feeds.opml" in links
    assert "World & <Wide>" in page.text


def test_the_page_says_its_language_and_is_html5() -> None:
    page = write_html(site(language="pt-BR"), [])
    assert page.startswith(b'<!DOCTYPE html>\n<html lang="pt-BR">')


def test_readers_import_every_feed_once_from_the_opml() -> None:
    result = listparser.parse(write_opml(site(), DIRECTORY))
    assert not result.bozo
    assert {feed.url for feed in result.feeds} == {
        "https://feeds.example.com/rss.xml",
        "https://feeds.example.com/sections/world/rss.xml",
        "https://feeds.example.com/sections/art/rss.xml",
        "https://feeds.example.com/authors/jane-doe/rss.xml",
    }


def test_the_opml_is_valid_opml_2_0() -> None:
    opml = ElementTree.fromstring(write_opml(site(), DIRECTORY))
    assert (opml.tag, opml.get("version"), [child.tag for child in opml]) == ("opml", "2.0", ["head", "body"])
    assert opml.findtext("head/title") == "Feeds – The Gazette"
    outlines = opml.findall(".//outline")
    assert all(outline.get("text") for outline in outlines)
    assert all(outline.get("xmlUrl") for outline in outlines if outline.get("type") == "rss")


def test_a_site_without_sections_has_a_directory_of_one_feed() -> None:
    assert len(Page(write_html(site(), [])).discovered) == 3
    assert len(listparser.parse(write_opml(site(), [])).feeds) == 1


def test_ten_thousand_feeds_fit_a_response_of_lambda_even_uncompressed() -> None:
    many = [(section_feed(f"a-section-of-the-newspaper-{number:05d}"), f"A section of it, {number}") for number in range(10_000)]
    page = write_html(site(), many)
    assert len(b64encode(page)) < LARGEST_ANSWER
    assert len(b64encode(write_opml(site(), many))) < LARGEST_ANSWER
    assert [title for _, title, _ in Page(page).discovered] == [
        "The Gazette (RSS)",
        "The Gazette (Atom)",
        "The Gazette (JSON Feed)",
    ]
