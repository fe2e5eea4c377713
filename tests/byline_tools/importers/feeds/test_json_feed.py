"""Items of JSON Feed are read."""

from typing import Any

import pytest

from byline_tools.importers.feeds.document import is_feed
from byline_tools.importers.notes import Note
from byline_tools.importers.records import FileRefused
from tests.support.feeds import json_feed, json_item, only, page, read


def test_an_item_becomes_an_article() -> None:
    item = json_item(
        authors=[{"name": "Jane Doe"}],
        tags=["World"],
        image="/i.jpg",
        language="de",
        attachments=[
            {"url": "https://x.example/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5, "duration_in_seconds": 61.5}
        ],
        date_modified="2026-03-02T00:00:00Z",
    )
    article = read(json_feed(item)).articles[0]
    assert (article["guid"], article["authors"], article["tags"], article["language"]) == ("1", ["jane-doe"], ["World"], "de")
    assert article["image"] == {"url": "https://old.example.com/i.jpg"}
    assert article["enclosures"][0] == {
        "url": "https://x.example/a.mp3",
        "media_type": "audio/mpeg",
        "length": 5,
        "duration": 61,
        "title": "",
    }
    assert article["updated"] == "2026-03-02T00:00:00+00:00"


@pytest.mark.parametrize(
    ("sent", "known"), [("a&amp;b", "a&amp;b"), (4711, "4711"), ("https://x.example/é", "https://x.example/é")]
)
def test_an_id_is_kept_to_the_byte(sent: Any, known: str) -> None:
    assert only(json_feed(json_item(id=sent))).id == known


def test_text_becomes_paragraphs() -> None:
    item = json_item(content_html=None, content_text="1 < 2\nand\n\nmore")
    assert only(json_feed(item)).content == "<p>1 &lt; 2<br>and</p><p>more</p>"


def test_a_summary_stands_for_missing_content_which_is_noted() -> None:
    found = read(json_feed(json_item(content_html=None, summary="A & b")))
    assert found.articles[0]["content"] == "A &amp; b"
    assert Note("articles with a summary in place of their text, because the feed has no more", "summary") in found.notes


def test_authors_of_the_feed_are_those_of_items_without_any() -> None:
    assert only(json_feed(json_item(), author={"name": "The Desk"})).authors == ("The Desk",)


def test_the_lines_of_items_are_those_of_their_ids() -> None:
    text = json_feed(json_item(1), json_item(2, id="https://x.example/2")).replace(
        "https://x.example/2", "https:\\/\\/x.example\\/2"
    )
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if '"id"' in line]
    assert [each.line for each in page(text).items] == lines


def test_what_is_no_item_is_left_out() -> None:
    assert page(json_feed(json_item(), 3, None)).items == page(json_feed(json_item())).items  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ['{"version": "https://jsonfeed.org/version/1"', '{"version": "https://jsonfeed.org/version/1"}']
)
def test_a_damaged_feed_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        page(text)


def test_a_newsroom_file_that_mentions_json_feed_is_none() -> None:
    assert not is_feed(b'{"type": "article", "content": "\\"version\\": \\"https://jsonfeed.org/version/1\\""}')
    assert is_feed(b'\xef\xbb\xbf {"version" : "https:\\/\\/jsonfeed.org\\/version\\/1"}')
