"""Feed readers read one section over HTTP: they see the same articles in every format, and nothing new at the second poll."""

import calendar
import html
import json
import time
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

import atoma
import fastfeedparser
import feedparser
import pytest
from reader import make_reader

from byline_tools.local import sample
from byline_tools.local.server import Service
from tests.support.stories import Story, stories_in_json, words

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
FILE_NAMES = ("rss.xml", "atom.xml", "feed.json")
XML_FILE_NAMES = ("rss.xml", "atom.xml")


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
            # Up to reader 3.26, the version for Python 3.11, authors are a single text, which is deprecated later.
            authors=getattr(entry, "authors_str" if hasattr(entry, "authors_str") else "author") or "",
            summary=words(entry.summary or ""),
            content=words(entry.content[0].value),
        )
        for entry in entries
    ]


def seen_by_atoma(service: Service, file_name: str) -> list[Story]:
    with urlopen(address(service, file_name)) as response:  # noqa: S310 - our own address
        document = response.read()
    if file_name == "rss.xml":
        return [story_of_atomas_item(item) for item in atoma.parse_rss_bytes(document).items]
    return [story_of_atomas_entry(entry) for entry in atoma.parse_atom_bytes(document).entries]


def story_of_atomas_item(item: Any) -> Story:
    return Story(
        id=item.guid,
        title=item.title,
        link=item.link,
        published=item.pub_date,
        updated=LONG_AGO,
        authors=item.author or "",
        summary=words(html.escape(item.description)),
        content=words(item.content_encoded),
    )


def story_of_atomas_entry(entry: Any) -> Story:
    return Story(
        id=entry.id_,
        title=entry.title.value,
        link=entry.links[0].href,
        published=entry.published,
        updated=entry.updated,
        authors=", ".join(author.name for author in entry.authors),
        summary=words(html.escape(entry.summary.value)),
        content=words(entry.content.value),
    )


def seen_by_fastfeedparser(service: Service, file_name: str) -> list[Story]:
    return [
        Story(
            id=entry.id,
            title=entry.title,
            link=entry.link,
            published=datetime.fromisoformat(entry.published),
            updated=datetime.fromisoformat(entry.updated),
            authors=", ".join(author["name"] for author in entry.authors),
            summary=words(html.escape(entry.description)),
            content=words(entry.content[0]["value"]),
        )
        for entry in fastfeedparser.parse(address(service, file_name)).entries
    ]


@pytest.fixture(scope="module")
def expected(service: Service) -> list[Story]:
    return stories_in_json(address(service, "feed.json"))


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
        # reader shows only the last of several authors in XML.
        expected = [story._replace(authors=story.authors.split(", ")[-1]) for story in expected]
    assert seen_by_reader(service, file_name) == expected


# atoma tests the truth value of elements instead of their presence.
@pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning")
@pytest.mark.parametrize("file_name", XML_FILE_NAMES)
def test_atoma_sees_the_same_stories_in_xml_as_in_json(service: Service, expected: list[Story], file_name: str) -> None:
    if file_name == "rss.xml":
        # atoma supports RSS 2.0's own elements and content:encoded, but neither dc:creator nor atom:updated.
        expected = [story._replace(authors="", updated=LONG_AGO) for story in expected]
    assert seen_by_atoma(service, file_name) == expected


@pytest.mark.parametrize("file_name", FILE_NAMES)
def test_fastfeedparser_sees_the_same_stories_in_every_format(service: Service, expected: list[Story], file_name: str) -> None:
    # fastfeedparser returns only the first of several authors.
    expected = [story._replace(authors=story.authors.split(", ")[0]) for story in expected]
    assert seen_by_fastfeedparser(service, file_name) == expected


@pytest.mark.parametrize("file_name", XML_FILE_NAMES)
def test_feedparsers_second_poll_is_answered_304(service: Service, file_name: str) -> None:
    first = feedparser.parse(address(service, file_name))
    by_tag = feedparser.parse(address(service, file_name), etag=first.etag)
    assert (first.status, by_tag.status) == (200, 304)


@pytest.mark.parametrize("file_name", FILE_NAMES)
def test_readers_second_update_finds_nothing_changed(service: Service, file_name: str, capfd: pytest.CaptureFixture[str]) -> None:
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
