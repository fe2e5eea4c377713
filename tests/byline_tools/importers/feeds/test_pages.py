"""All pages of a feed are fetched, one request after the other, with pauses."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from byline_tools.checks.fetching import CannotFetch
from byline_tools.importers.feeds import pages
from byline_tools.importers.feeds.pages import NOT_FOLLOWED, REPEATED, pages_of
from byline_tools.importers.feeds.web import PAUSE, TRIES, Web
from byline_tools.importers.notes import Note
from byline_tools.importers.records import FileRefused
from tests.support.factories import NOW
from tests.support.feeds import Site, atom, entry, json_feed, json_item, rss, rss_item, serving

WORDPRESS = "<generator>https://wordpress.org/?v=6.5</generator>"


@dataclass
class Reader:
    """Reads the feeds of a site, and has waited for these seconds."""

    site: Site
    slept: list[float] = field(default_factory=list)

    def ids(self, path: str) -> list[list[str]]:
        web = Web(self.slept.append, lambda: NOW)
        return [[item.id for item in page.items] for page in pages_of(self.site.address + path, web)]


@pytest.fixture
def reader() -> Iterator[Reader]:
    with serving() as site:
        yield Reader(site)


def test_pages_are_followed_with_a_pause_between_two_requests(reader: Reader) -> None:
    reader.site.pages = {
        "/feed": rss(rss_item(1, guid="1"), head='<atom:link rel="next" href="/feed?page=2"/>'),
        "/feed?page=2": rss(rss_item(2, guid="2"), head='<atom:link rel="next" href="/feed"/>'),
    }
    assert reader.ids("/feed") == [["1"], ["2"]]
    assert (reader.slept, reader.site.agents) == ([PAUSE], {f"Byline/{version('byline')} (byline import)"})


def test_archives_are_followed(reader: Reader) -> None:
    links = '<link rel="prev-archive" href="{}"/><link rel="next" href="/other"/>'
    reader.site.pages = {
        "/feed": atom(entry(3), head=links.format("2.atom")),
        "/2.atom": atom(entry(2), head=links.format("1.atom")),
        "/1.atom": atom(entry(1)),
    }
    assert reader.ids("/feed") == [[f"tag:old.example.com,2026:{number}"] for number in (3, 2, 1)]


def test_next_url_is_followed(reader: Reader) -> None:
    reader.site.pages = {"/1": json_feed(json_item(1), next_url="/2"), "/2": json_feed(json_item(2))}
    assert reader.ids("/1") == [["1"], ["2"]]


def test_pages_of_wordpress_are_followed_until_there_is_none(reader: Reader) -> None:
    reader.site.pages = {
        "/feed/?x=1": rss(rss_item(1, guid="1"), rss_item(2, guid="2"), head=WORDPRESS),
        "/feed/?x=1&paged=2": rss(rss_item(2, guid="2"), rss_item(3, guid="3"), head=WORDPRESS),
    }
    assert reader.ids("/feed/?x=1") == [["1", "2"], ["3"]]
    assert reader.site.asked[-1] == "/feed/?x=1&paged=3"


def test_pages_of_wordpress_are_followed_until_there_is_nothing_new(reader: Reader) -> None:
    same = rss(rss_item(1, guid="1"), head=WORDPRESS)
    reader.site.pages = {"/feed/": same, "/feed/?paged=2": same, "/feed/?paged=3": same}
    assert reader.ids("/feed/") == [["1"]]
    assert reader.site.asked == ["/feed/", "/feed/?paged=2"]


def test_other_systems_are_not_asked_for_numbered_pages(reader: Reader) -> None:
    reader.site.pages = {"/feed/": rss(rss_item(1, guid="1"))}
    assert (reader.ids("/feed/"), reader.site.asked) == ([["1"]], ["/feed/"])


@pytest.mark.parametrize("retry_after", ["7", format_datetime(NOW + timedelta(seconds=7))])
def test_a_site_that_is_busy_is_asked_again_when_it_says(reader: Reader, retry_after: str) -> None:
    reader.site.pages = {"/feed": rss(rss_item(1, guid="1"))}
    reader.site.refusing = [(429, {"Retry-After": retry_after}), (503, {})]
    assert reader.ids("/feed") == [["1"]]
    assert reader.slept == [7, PAUSE, 16 * PAUSE, PAUSE]


def test_a_site_that_stays_busy_is_left_alone(reader: Reader) -> None:
    reader.site.refusing = [(503, {})] * TRIES
    with pytest.raises(CannotFetch, match="503 4 times"):
        reader.ids("/feed")
    assert len(reader.site.asked) == TRIES


def test_a_site_that_asks_for_much_time_is_not_waited_for(reader: Reader) -> None:
    reader.site.refusing = [(429, {"Retry-After": "86400"})]
    with pytest.raises(CannotFetch, match="wait for 86,400 seconds"):
        reader.ids("/feed")
    assert reader.slept == []


@pytest.mark.parametrize("link", ["/missing", "http://127.0.0.1:1/"])
def test_a_page_that_is_missing_ends_the_import(reader: Reader, link: str) -> None:
    reader.site.pages = {"/feed": rss(rss_item(1), head=f'<atom:link rel="next" href="{link}"/>')}
    with pytest.raises(CannotFetch):
        reader.ids("/feed")


def test_only_addresses_of_the_web_are_followed(reader: Reader) -> None:
    reader.site.pages = {"/feed": rss(rss_item(1, guid="1"), head='<atom:link rel="next" href="file:///etc/passwd"/>')}
    assert reader.ids("/feed") == [["1"]]


def test_a_page_that_is_no_feed_is_refused(reader: Reader) -> None:
    reader.site.pages = {"/feed": "<html></html>"}
    with pytest.raises(FileRefused, match="/feed:1: this is no feed"):
        reader.ids("/feed")


def test_the_number_of_pages_is_bounded_which_is_noted(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    reader.site.pages = {f"/{number}": json_feed(json_item(number), next_url=f"/{number + 1}") for number in range(1, 5)}
    found = list(pages_of(f"{reader.site.address}/1", Web(reader.slept.append, lambda: NOW)))
    assert [page.notes for page in found] == [(), (Note(NOT_FOLLOWED, f"{reader.site.address}/3"),)]


def test_a_file_is_one_page_which_is_noted(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json_feed(json_item(1), json_item(1), next_url=f"{reader.site.address}/2"))
    (found,) = pages_of(path, Web(reader.slept.append, lambda: NOW))
    assert set(found.notes) == {Note(REPEATED, "items"), Note(NOT_FOLLOWED, f"{reader.site.address}/2")}
    assert reader.site.asked == []
