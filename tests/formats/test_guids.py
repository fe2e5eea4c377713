"""Readers of RSS and JSON Feed know an article by its guid; Atom, whose ids are IRIs, by its id."""

import json

import pytest

from byline.formats.registry import ATOM, JSON_FEED, RSS
from tests.support.factories import article, feed, tombstone

GUIDS = ["5ddc9141c35e7700383b2937", "1234 at https://www.example.com", "4711", "https://www.example.com/größe", "a&b<c>"]


@pytest.mark.parametrize("guid", GUIDS)
def test_an_article_has_its_guid_where_it_may_be_any_text(guid: str) -> None:
    shown = feed(article(guid=guid))
    escaped = guid.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f'<guid isPermaLink="false">{escaped}</guid>' in RSS.write(shown).decode()
    (item,) = json.loads(JSON_FEED.write(shown))["items"]
    assert (item["id"], item["_byline"]["id"]) == (guid, article().id)
    assert f"<id>{article().id}</id>" in ATOM.write(shown).decode()


def test_an_article_without_a_guid_has_its_id_everywhere() -> None:
    shown = feed(article())
    (item,) = json.loads(JSON_FEED.write(shown))["items"]
    assert item["id"] == article().id
    assert "id" not in item["_byline"]
    assert f'<guid isPermaLink="false">{article().id}</guid>' in RSS.write(shown).decode()


def test_a_withdrawn_article_is_deleted_by_its_guid() -> None:
    gone = tombstone(1, guid="4711", notice="We were wrong.")
    notice = gone.as_article()
    assert notice
    shown = feed(notice, tombstones=(gone,))
    document = json.loads(JSON_FEED.write(shown))
    assert document["_byline"]["deleted"][0]["id"] == "4711"
    assert document["items"][0]["id"] == "4711"
    assert document["items"][0]["_byline"]["withdrawn"] is True
    assert '<guid isPermaLink="false">4711</guid>' in RSS.write(shown).decode()
    assert f'ref="{article().id}"' in ATOM.write(shown).decode()
