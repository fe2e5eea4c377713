"""What feed readers see of one section over HTTP: the same stories in every format, and nothing new at the second poll."""

import calendar
import html
import json
import re
import time
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

import feedparser
import pytest
from reader import make_reader

from infra import sample
from infra.local_server import Service

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
FILE_NAMES = ("rss.xml", "atom.xml", "feed.json")
XML_FILE_NAMES = ("rss.xml", "atom.xml")


class Story(NamedTuple):
    """What every reader has to agree on."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    authors: str
    summary: str
    content: str


def words(text: str) -> str:
    """Readers sanitise and re-indent HTML each in their own way; the words have to be the same."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def as_datetime(parsed: time.struct_time) -> datetime:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)


def address(service: Service, file_name: str) -> str:
    return f"{service.address}/sections/world/{file_name}"


def in_the_newsroom() -> list[dict[str, Any]]:
    lines = next(file for file in sample.FILES if file.stem == "world").read_text(encoding="utf-8").splitlines()
    stories = [json.loads(line) for line in lines]
    return sorted(stories, key=lambda story: story["published"], reverse=True)


def seen_by_feedparser(service: Service, file_name: str) -> list[Story]:
    parsed = feedparser.parse(address(service, file_name))
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [
        Story(
            id=entry.id,
            title=html.unescape(entry.title),
            link=entry.link,
            published=as_datetime(entry.published_parsed),
            updated=as_datetime(entry.updated_parsed),
            authors=", ".join(each.name for each in entry.authors),
            summary=words(entry.summary),
            content=words(entry.content[0].value),
        )
        for entry in parsed.entries
    ]


def seen_by_reader(service: Service, file_name: str) -> list[Story]:
    with make_reader(":memory:") as reader:
        reader.add_feed(address(service, file_name))
        reader.update_feed(address(service, file_name))
        entries = sorted(reader.get_entries(), key=lambda entry: entry.published or LONG_AGO, reverse=True)
    return [
        Story(
            id=entry.id,
            title=html.unescape(entry.title or ""),
            link=entry.link or "",
            published=entry.published or LONG_AGO,
            updated=entry.updated or LONG_AGO,
            # Up to reader 3.26, which Python 3.11 gets, authors are one text; later that is deprecated.
            authors=getattr(entry, "authors_str" if hasattr(entry, "authors_str") else "author") or "",
            summary=words(entry.summary or ""),
            content=words(entry.content[0].value),
        )
        for entry in entries
    ]


@pytest.fixture(scope="module")
def expected(service: Service) -> list[Story]:
    """What the JSON document says, taken as it is."""
    with urlopen(address(service, "feed.json")) as response:  # noqa: S310 - our own address
        items = json.load(response)["items"]
    return [
        Story(
            id=item["id"],
            title=item["title"],
            link=item["url"],
            published=datetime.fromisoformat(item["date_published"]),
            updated=datetime.fromisoformat(item["date_modified"]),
            authors=", ".join(author["name"] for author in item["authors"]),
            summary=words(html.escape(item["summary"])),
            content=words(item["content_html"]),
        )
        for item in items
    ]


def test_the_newest_stories_of_the_newsroom_are_all_there_newest_first(expected: list[Story]) -> None:
    stories = in_the_newsroom()
    assert len(expected) >= 20
    assert [story.title for story in expected] == [story["title"] for story in stories]
    assert [story.link for story in expected] == [story["url"] for story in stories]
    assert [story.published for story in expected] == [datetime.fromisoformat(story["published"]) for story in stories]


@pytest.mark.parametrize("file_name", XML_FILE_NAMES)
def test_feedparser_sees_the_same_stories_in_xml_as_in_json(service: Service, expected: list[Story], file_name: str) -> None:
    assert seen_by_feedparser(service, file_name) == expected


@pytest.mark.parametrize("file_name", FILE_NAMES)
def test_reader_sees_the_same_stories_in_every_format(service: Service, expected: list[Story], file_name: str) -> None:
    if file_name in XML_FILE_NAMES:
        # Of several authors in XML reader shows the last.
        expected = [story._replace(authors=story.authors.split(", ")[-1]) for story in expected]
    assert seen_by_reader(service, file_name) == expected


@pytest.mark.parametrize("file_name", XML_FILE_NAMES)
def test_feedparsers_second_poll_is_told_that_nothing_changed(service: Service, file_name: str) -> None:
    first = feedparser.parse(address(service, file_name))
    by_tag = feedparser.parse(address(service, file_name), etag=first.etag)
    by_date = feedparser.parse(address(service, file_name), modified=first.modified)
    assert (first.status, by_tag.status, by_date.status) == (200, 304, 304)


@pytest.mark.parametrize("file_name", FILE_NAMES)
def test_readers_second_update_is_told_that_nothing_changed(
    service: Service, file_name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with make_reader(":memory:") as reader:
        reader.add_feed(address(service, file_name))
        first = reader.update_feed(address(service, file_name))
        second = reader.update_feed(address(service, file_name))
    assert first is not None
    assert (first.new, second) == (27, None)
    assert [line.split()[-1] for line in capfd.readouterr().err.splitlines() if file_name in line] == ["200", "304"]


@pytest.mark.parametrize("file_name", FILE_NAMES)
def test_a_document_names_the_address_it_was_fetched_from(service: Service, file_name: str) -> None:
    with urlopen(Request(address(service, file_name), method="HEAD")) as response:  # noqa: S310
        assert f'<{address(service, file_name)}>; rel="self"' in response.headers["Link"]
    with urlopen(address(service, file_name)) as response:  # noqa: S310
        assert address(service, file_name) in response.read().decode()
