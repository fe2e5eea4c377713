"""Articles take the ids by which readers know them from old feeds, by their addresses."""

from pathlib import Path
from typing import Any

import pytest

from byline_tools.importers.feeds.old_ids import OldFeed, Taken, old_feed, with_old_ids
from byline_tools.importers.feeds.web import Web
from byline_tools.importers.notes import Note
from byline_tools.importers.records import FileRefused, Record
from tests.support.factories import NOW
from tests.support.feeds import atom, entry, page, rss, rss_item

STORY = {"type": "article", "url": "https://old.example.com/world/1/"}


def old(text: str, taken: Taken = Taken.guid) -> OldFeed:
    return OldFeed("old.xml", taken, page(text).items)


def given(feed: OldFeed, **changes: Any) -> dict[str, Any]:
    return with_old_ids(Record(1, {**STORY, **changes}), [feed]).thing


@pytest.mark.parametrize(
    "url",
    [
        "https://old.example.com/world/1/",
        "http://OLD.example.com:80/world/1",
        "https://old.example.com/world/%31/#top",
        "https://old.example.com/x/../world/1/",
    ],
)
def test_an_article_without_a_guid_gets_that_of_the_item_with_its_address(url: str) -> None:
    feed = old(rss(rss_item(1, guid="63f1"), rss_item(2, guid="63f2")))
    assert given(feed, url=url)["guid"] == "63f1"
    assert list(feed.notes()) == [
        Note("guids taken from old.xml", "articles"),
        Note("items of old.xml that match no article", "https://old.example.com/world/2/"),
    ]


def test_a_guid_that_is_stated_stays_which_is_noted() -> None:
    feed = old(rss(rss_item(1, guid="63f1")))
    assert given(feed, guid="other")["guid"] == "other"
    assert given(feed, guid="63f1")["guid"] == "63f1"
    assert list(feed.notes()) == [
        Note("guids that are others in old.xml, not taken", "63f1 for other"),
        Note("guids that are the same in old.xml", "articles"),
    ]


def test_an_article_without_an_id_gets_that_of_the_entry_with_its_address() -> None:
    feed = old(atom(entry(1)), Taken.id)
    assert given(feed, guid="4711") == {**STORY, "guid": "4711", "id": "tag:old.example.com,2026:1"}
    assert given(feed, id="urn:x") == {**STORY, "id": "urn:x"}


def test_an_atom_id_that_is_no_absolute_uri_is_not_taken_which_is_noted() -> None:
    feed = old(atom(entry(1, id="<id>4711</id>")), Taken.id)
    assert given(feed) == STORY
    assert list(feed.notes()) == [Note("Atom ids that are no absolute URIs, not taken", "4711")]


@pytest.mark.parametrize("thing", [{"type": "section", "url": STORY["url"]}, {"type": "article"}, {**STORY, "url": 3}])
def test_anything_else_stays_as_it_is(thing: dict[str, Any]) -> None:
    assert with_old_ids(Record(1, thing), [old(rss(rss_item(1)))]).thing == thing


def test_atom_ids_are_taken_of_atom_feeds_only(tmp_path: Path) -> None:
    path = tmp_path / "old.xml"
    path.write_text(rss(rss_item(1)))
    web = Web(lambda _: None, lambda: NOW)
    assert len(old_feed(path, Taken.guid, web).items) == 1
    with pytest.raises(FileRefused, match="no Atom feed"):
        old_feed(path, Taken.id, web)
