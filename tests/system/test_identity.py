"""An article keeps its id when anything else changes, because readers show an article with a new id as a new one."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from byline.desk.publisher import Publisher
from byline.formats.registry import ATOM, JSON_FEED, RSS
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline.model.feed_key import SITE
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage.dynamodb import Table
from byline_tools.importers.importer import Importer
from tests.support.factories import Clock, article, author, section, site

FeedServiceOf = Callable[..., FeedService]

EDITS: dict[str, dict[str, Any]] = {
    "headline": {"title": "Another headline"},
    "slug": {"url": "https://www.example.com/world/another-headline"},
    "url": {"url": "https://elsewhere.example/a"},
    "section": {"sections": ("sea",)},
    "authors": {"authors": ("john-roe", "jane-doe")},
    "everything": {"title": "New", "url": "https://new.example/", "sections": (), "authors": (), "content": "<p>New.</p>"},
}


@pytest.fixture
def newsroom(publisher: Publisher) -> Publisher:
    for thing in (section("world"), section("sea"), author("jane-doe"), author("john-roe"), article()):
        publisher.put(thing)
    return publisher


def ids(feed_service: FeedService) -> tuple[list[str], list[str], list[str]]:
    """The ids of the site's articles in RSS, Atom and JSON Feed."""
    rss, atom, json_feed = (feed_service.feed(SITE, format_, Request("GET")).body for format_ in (RSS, ATOM, JSON_FEED))
    return (
        [guid.text for guid in etree.fromstring(rss).iterfind("channel/item/guid")],
        [found.text for found in etree.fromstring(atom).iterfind("{*}entry/{*}id")],
        [item["id"] for item in json.loads(json_feed)["items"]],
    )


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_article_keeps_its_id_in_every_format(newsroom: Publisher, feed_service_of: FeedServiceOf, edit: str) -> None:
    newsroom.put(replace(article(), **EDITS[edit]))
    assert ids(feed_service_of(site())) == ([article().id], [article().id], [article().id])


def test_a_site_that_moves_keeps_every_id(newsroom: Publisher, feed_service_of: FeedServiceOf) -> None:
    moved = {"url": "https://moved.example", "feeds_url": "https://feeds.moved.example", "title": "Moved"}
    assert ids(feed_service_of(site(**moved))) == ids(feed_service_of(site())) == ([article().id],) * 3


@pytest.mark.parametrize(
    "guid",
    [
        "https://old.example/?p=123",
        "https://old.example/a%20b",
        "tag:old.example,2009:/post/7",
        "urn:uuid:1c9f3ab6-0000-4000-8000-000000000000",
    ],
)
def test_an_imported_article_keeps_the_guid_it_had(
    table: Table, clock: Clock, feed_service_of: FeedServiceOf, tmp_path: Path, guid: str
) -> None:
    line = {"type": "article", "id": guid, "url": "https://www.example.com/a", "title": "A", "content": "<p>A.</p>"}
    file = tmp_path / "old.ndjson"
    file.write_text(json.dumps({**line, "published": "2026-03-14T06:30:00Z"}), encoding="utf-8")
    importer = Importer(Publisher(table, clock), Origin("https://www.example.com", "example.com,2026"))
    importer.store(importer.read([file]))
    assert ids(feed_service_of(site())) == ([guid], [guid], [guid])


def test_an_article_without_a_guid_gets_one_of_its_own_for_ever() -> None:
    origin = Origin("https://www.example.com", "example.com,2026")
    line = {
        "type": "article",
        "url": "https://www.example.com/a",
        "title": "A",
        "content": "",
        "published": "2026-03-14T06:30:00Z",
    }
    minted = [origin.admit({**line, "title": title}) for title in ("A", "B")]
    assert len({each.id for each in minted if isinstance(each, Article)}) == 1
