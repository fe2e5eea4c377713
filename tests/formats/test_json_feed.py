"""JSON Feed 1.1."""

import json
from datetime import timedelta
from typing import Any

from byline.formats.json_feed import write_json_feed
from byline.formats.registry import FORMATS
from byline.model.feed_key import author_feed, section_feed
from byline.storage.feed_reader import with_notices
from tests.support.factories import NOW, SHIP, article, author, enclosure, feed, image, section, tombstone


def document(*articles: Any, **changes: Any) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(write_json_feed(feed(*articles, **changes)))
    return parsed


def item(story: Any, **changes: Any) -> dict[str, Any]:
    (only,) = document(story, **changes)["items"]
    parsed: dict[str, Any] = only
    return parsed


def test_a_feed_says_what_it_is_and_where() -> None:
    world = section("world", url="https://www.example.com/world", image=image())
    found = document(key=section_feed("world"), profile=world)
    assert found == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "World – The Gazette",
        "home_page_url": "https://www.example.com/world",
        "feed_url": "https://feeds.example.com/sections/world/feed.json",
        "description": "All about world.",
        "icon": "https://img.example.com/ship.jpg",
        "language": "en",
        "authors": [{"name": "The Gazette"}],
        "_byline": {
            "section": {"slug": "world", "title": "World", "url": "https://www.example.com/world"},
            "image": SHIP,
        },
        "items": [],
    }


def test_an_authors_feed_carries_their_page_picture_and_bio() -> None:
    jane = author(url="https://www.example.com/jane", image=image(url="https://img.example.com/jane.jpg"))
    found = document(key=author_feed("jane-doe"), profile=jane)
    assert found["description"] == "Jane Doe writes."
    assert found["authors"] == [
        {"name": "Jane Doe", "url": "https://www.example.com/jane", "avatar": "https://img.example.com/jane.jpg"}
    ]
    assert found["_byline"]["author"]["bio"] == "Jane Doe writes."


def test_an_item_has_every_member() -> None:
    story = article(1, updated=NOW, language="de", tags=("ships",), image=image(), enclosures=(enclosure(),))
    found = item(story)
    assert {name: value for name, value in found.items() if name != "_byline"} == {
        "id": "tag:example.com,2026:0001",
        "url": "https://www.example.com/world/1",
        "title": "Headline 1",
        "content_html": "<p>Content 1.</p>",
        "summary": "Summary 1.",
        "image": "https://img.example.com/ship.jpg",
        "date_published": "2026-03-14T11:59:00Z",
        "date_modified": "2026-03-14T12:00:00Z",
        "authors": [{"name": "Jane Doe"}],
        "tags": ["World", "ships"],
        "language": "de",
        "attachments": [
            {
                "url": "https://media.example.com/talk.mp3",
                "mime_type": "audio/mpeg",
                "title": "The talk",
                "size_in_bytes": 1234567,
                "duration_in_seconds": 321,
            }
        ],
    }
    assert found["_byline"]["image"]["credit"] == "Ann Photo"
    assert found["_byline"]["sections"] == [{"slug": "world", "title": "World"}]
    assert found["_byline"]["authors"] == [{"slug": "jane-doe", "name": "Jane Doe", "bio": "Jane Doe writes."}]


def test_empty_members_are_left_out() -> None:
    found = item(article(sections=(), authors=()))
    assert {"image", "attachments", "authors", "_byline"}.isdisjoint(found)


def test_every_item_has_tags() -> None:
    assert item(article(sections=(), authors=()))["tags"] == []


def test_an_edit_without_a_correction_shows_its_time() -> None:
    edited = article(edited=NOW + timedelta(minutes=5))
    found = item(edited)
    assert (found["_byline"]["edited"], found["date_modified"]) == ("2026-03-14T12:05:00Z", "2026-03-14T11:59:00Z")
    assert {format_.name for format_ in FORMATS if format_.write(feed(edited)) != format_.write(feed(article()))} == {"json"}


def test_a_notice_that_replaces_a_withdrawn_article_is_marked() -> None:
    tombstones = (tombstone(7, notice="Taken back."), tombstone(8), tombstone(1, notice="Published again."))
    items = document(*with_notices([article(1)], tombstones), tombstones=tombstones)["items"]
    assert [(each["id"][-4:], each.get("_byline", {}).get("withdrawn")) for each in items] == [("0001", None), ("0007", True)]
    assert (items[1]["_byline"], items[1]["tags"]) == ({"withdrawn": True}, [])


def test_an_article_without_content_has_content_text() -> None:
    found = item(article(content=""))
    assert (found["content_text"], "content_html" in found) == ("Summary 1.", False)
    assert item(article(content="", summary=""))["content_text"] == "Headline 1"


def test_an_attachment_of_length_zero_has_its_size() -> None:
    (attachment,) = item(article(enclosures=(enclosure(length=0),)))["attachments"]
    assert attachment["size_in_bytes"] == 0


def test_letters_of_every_plane_survive_unescaped() -> None:
    assert "Ünïcode 🚢 中".encode() in write_json_feed(feed(article(title="Ünïcode 🚢 中")))
