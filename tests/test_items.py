"""byline.items: what is stored can be read again, and what is not ours is refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from byline import item_keys, items
from byline.errors import Refused
from byline.feeds import author_feed, section_feed
from byline.heads import Head
from byline.lives import Filed
from byline.places import entry_key
from tests.factories import NOW, article, author, enclosure, image, moment, section

FULL = article(language="de", tags=("ships", "sea"), image=image(), enclosures=(enclosure(),), sections=("world", "sea"))
BARE = article(summary="", content="", sections=(), authors=())


@pytest.mark.parametrize("story", [FULL, BARE], ids=["full", "bare"])
def test_an_article_is_read_as_it_was_written(story: Any) -> None:
    assert items.filed_from(items.article_item(Filed(story), "r1")) == Filed(story)


@pytest.mark.parametrize(
    ("key", "profile"),
    [
        (section_feed("world"), section(image=image(), url="https://www.example.com/world")),
        (section_feed("world"), section(description="")),
        (author_feed("jane-doe"), author(image=image(), email="jane@example.com")),
        (author_feed("jane-doe"), author(bio="")),
    ],
)
def test_a_profile_is_read_as_it_was_written(key: Any, profile: Any) -> None:
    assert items.profile_from(items.profile_item(key, profile, "r")) == profile


def test_what_has_nothing_to_say_is_not_stored() -> None:
    stored = items.article_item(Filed(BARE), "r1")
    assert {"summary", "content", "image", "language", "tags"}.isdisjoint(stored)


@pytest.mark.parametrize(
    "change",
    [
        {"title": 7},
        {"title": None},
        {"published": "yesterday"},
        {"published": None},
        {"sections": "world"},
        {"image": "ship.jpg"},
        {"image": {"url": "javascript:alert(1)"}},
        {"enclosures": [{"url": "https://example.com/a"}]},
        {"content": "\x00"},
        {"surprise": "attribute"},
        {"url": "/relative"},
    ],
)
def test_an_item_that_holds_no_article_is_refused_by_name(change: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="0001"):
        items.article_from({**items.article_item(Filed(article()), "r1"), **change})


def test_an_item_that_holds_no_profile_is_refused() -> None:
    with pytest.raises(Refused):
        items.profile_from({**items.profile_item(section_feed("world"), section(), "r"), "surprise": 1})
    with pytest.raises(Refused):
        items.profile_from({"pk": "FEED#sections/world", "sk": "PROFILE", "slug": "world"})


def test_a_head_is_read_with_its_releases_in_order() -> None:
    item: dict[str, Any] = {
        "revision": "r1",
        "changed_at": "2026-03-14T12:00:00Z",
        "releases": {"2026-03-15T00:00:00Z", "2026-03-14T13:00:00Z"},
        "latest": "2026-03-14T10:30:00Z 2026-03-14T11:00:00Z",
    }
    releases = (moment("2026-03-14T13:00:00"), moment("2026-03-15T00:00:00"))
    recent = (moment("2026-03-14T10:30:00"), moment("2026-03-14T11:00:00"))
    assert items.head_from(item) == Head("r1", NOW, releases, recent)
    by_schema_1 = {**item, "recent": item.pop("latest").split()}
    del by_schema_1["latest"]
    assert items.head_from(by_schema_1).recent == recent


@pytest.mark.parametrize("times", [(), (NOW,), (NOW, NOW + timedelta(hours=1))])
def test_times_are_read_as_they_were_written(times: tuple[datetime, ...]) -> None:
    assert item_keys.read_times(item_keys.written_times(times)) == times


@pytest.mark.parametrize("year", [1900, 1999, 2026, 9999])
def test_a_time_is_read_as_it_was_written(year: int) -> None:
    assert item_keys.read_time(item_keys.written(NOW.replace(year=year))) == NOW.replace(year=year)


@pytest.mark.parametrize(
    "text",
    [
        None,
        20260314,
        "2026-03-14T06:30:00+00:00",
        "2026-03-14T06:30:00.1Z",
        "2026-03-14T063000.1Z",
        "2026-03-14 06:30:00Z",
        "2026-W11-6T06:30:00Z",
        "2026-02-30T06:30:00Z",
        "2026-03-14T06:30:60Z",
        "2026-03-14T06:30:00z",
    ],
)
def test_what_is_not_a_time_as_it_is_stored_is_no_time(text: Any) -> None:
    with pytest.raises(ValueError, match=r"as it is stored|range|must be in"):
        item_keys.read_time(text)


def test_places_sort_by_time_and_then_by_id() -> None:
    key = section_feed("world")
    places = [
        entry_key(key, article(id="tag:example.com,2026:b", published=NOW))["sk"],
        entry_key(key, article(id="tag:example.com,2026:a", published=NOW))["sk"],
        entry_key(key, article(id="tag:example.com,2026:c", published=moment("2026-03-14T11:59:59")))["sk"],
    ]
    assert sorted(places, reverse=True) == places


def test_the_last_due_key_parts_what_is_due_from_what_is_not() -> None:
    key = section_feed("world")
    due = entry_key(key, article(published=NOW))["sk"]
    later = entry_key(key, article(published=moment("2026-03-14T12:00:01")))["sk"]
    assert due < item_keys.last_due(NOW) < later


def test_every_item_says_the_version_of_its_form() -> None:
    key = section_feed("world")
    made = [
        items.article_item(Filed(article()), "r"),
        items.profile_item(key, section(), "r"),
        items.directory_item(key, section()),
    ]
    assert all(item["schema"] == item_keys.SCHEMA for item in made)
