"""What is stored can be read again, and what is not ours is refused."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from byline.errors import Refused
from byline.model.feed_key import author_feed, section_feed
from byline.model.feed_state import Head
from byline.model.lifecycle import StoredArticle, Withdrawal
from byline.model.profiles import Section
from byline.model.times import format_time, format_times, parse_time, parse_times
from byline.storage import item_keys, items
from byline.storage.feed_entries import entry_key
from tests.support.factories import NOW, article, author, correction, enclosure, full_article, image, moment, section

FULL = full_article()
BARE = article(summary="", content="", sections=(), authors=())


@pytest.mark.parametrize("story", [FULL, BARE], ids=["full", "bare"])
def test_an_article_is_read_as_it_was_written(story: Any) -> None:
    assert items.stored_article_from(items.article_item(StoredArticle(story), "r1")) == StoredArticle(story)


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
    stored = items.article_item(StoredArticle(BARE), "r1")
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
        {"url": "/relative"},
    ],
)
def test_an_item_that_holds_no_article_is_refused_by_name(change: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="0001"):
        items.article_from({**items.article_item(StoredArticle(article()), "r1"), **change})


def test_an_item_that_holds_no_profile_is_refused() -> None:
    with pytest.raises(Refused):
        items.profile_from({**items.profile_item(section_feed("world"), section(), "r"), "title": 1})
    with pytest.raises(Refused):
        items.profile_from({"pk": "FEED#sections/world", "sk": "PROFILE", "slug": "world"})


@pytest.mark.parametrize("name", ["tags/x", "site", "nonsense", "sections/"])
def test_a_profile_of_a_feed_that_is_about_none_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="is no profile"):
        items.profile_from({**items.profile_item(section_feed("world"), section(), "r"), "pk": f"FEED#{name}"})


NEWER = {"subtitle": "Of a later release", "ratings": [{"by": "x", "stars": 5}]}
"""What a later version of Byline may store."""


def by_a_later_release(item: dict[str, Any]) -> dict[str, Any]:
    """The item with more in it, at every depth, than this version knows."""
    deeper = {
        name: [{**each, **NEWER} for each in value] if isinstance(value, list) else {**value, **NEWER}
        for name, value in item.items()
        if name in {"image", "enclosures", "corrections", "withdrawal"}
    }
    return {**item, **deeper, **NEWER, "schema": item_keys.SCHEMA + 1}


def test_an_article_of_a_later_release_is_read_without_what_is_not_known_yet() -> None:
    stored_article = StoredArticle(replace(FULL, corrections=(correction(),)), withdrawal=Withdrawal(at=NOW, seen=True))
    stored = by_a_later_release(items.article_item(stored_article, "r1"))
    assert items.stored_article_from(stored) == stored_article
    assert items.article_from(stored) == stored_article.article


@pytest.mark.parametrize("profile", [section(image=image()), author(image=image())], ids=["section", "author"])
def test_a_profile_of_a_later_release_is_read_without_what_is_not_known_yet(profile: Any) -> None:
    key = section_feed("world") if isinstance(profile, Section) else author_feed("jane-doe")
    assert items.profile_from(by_a_later_release(items.profile_item(key, profile, "r1"))) == profile


def test_an_edit_keeps_what_a_later_release_has_stored() -> None:
    stored_article = StoredArticle(replace(FULL, corrections=(correction(),)), withdrawal=Withdrawal(at=NOW, seen=True))
    stored = by_a_later_release(items.article_item(stored_article, "r1"))
    assert items.article_item(stored_article, "r2", stored) == {**stored, "revision": "r2", "schema": item_keys.SCHEMA}
    edited = replace(
        stored_article, article=replace(stored_article.article, title="Another", image=image(credit="Somebody else"))
    )
    kept = items.article_item(edited, "r2", stored)
    assert (kept["subtitle"], kept["image"]["subtitle"], kept["image"]["credit"]) == (
        NEWER["subtitle"],
        NEWER["subtitle"],
        "Somebody else",
    )


def test_what_an_edit_replaces_does_not_keep_what_was_said_of_the_old() -> None:
    stored_article = StoredArticle(FULL)
    stored = by_a_later_release(items.article_item(stored_article, "r1"))
    replaced = replace(FULL, image=image(url="https://img.example.com/other.jpg"), enclosures=(), summary="")
    kept = items.article_item(StoredArticle(replaced), "r2", stored)
    assert "subtitle" not in kept["image"]
    assert {"enclosures", "summary"}.isdisjoint(kept)


def test_an_edit_of_a_profile_keeps_what_a_later_release_has_stored() -> None:
    key, profile = section_feed("world"), section(image=image())
    stored = {**by_a_later_release(items.profile_item(key, profile, "r1")), "pending": ["site"]}
    kept = items.profile_item(key, replace(profile, title="The world"), "r2", stored)
    assert (kept["title"], kept["subtitle"], kept["image"]["subtitle"]) == ("The world", *[NEWER["subtitle"]] * 2)
    assert "pending" not in kept


def test_what_is_at_its_default_is_not_stored_and_what_is_not_is() -> None:
    stored = items.profile_item(section_feed("world"), section(summaries_only=True), "r")
    assert stored["summaries_only"] is True
    assert "summaries_only" not in items.profile_item(section_feed("world"), section(), "r")
    assert items.article_item(StoredArticle(article(enclosures=(enclosure(duration=0),))), "r")["enclosures"][0]["duration"] == 0


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
    assert parse_times(format_times(times)) == times


@pytest.mark.parametrize("year", [1900, 1999, 2026, 9999])
def test_a_time_is_read_as_it_was_written(year: int) -> None:
    assert parse_time(format_time(NOW.replace(year=year))) == NOW.replace(year=year)


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
        parse_time(text)


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
        items.article_item(StoredArticle(article()), "r"),
        items.profile_item(key, section(), "r"),
        items.directory_item(key, section()),
    ]
    assert all(item["schema"] == item_keys.SCHEMA for item in made)
