"""Stored items can be read again, and foreign items are refused."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from byline.errors import Refused
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.lifecycle import StoredArticle, Withdrawal
from byline.model.profiles import Section
from byline.storage import item_keys, items
from tests.support.factories import NOW, article, author, correction, enclosure, full_article, image, section

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
        {"edited": "yesterday"},
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


def test_the_time_of_an_edit_that_an_earlier_release_left_before_a_correction_is_not_read() -> None:
    stored = items.article_item(StoredArticle(FULL), "r1")
    assert "edited" not in items.article_item(StoredArticle(BARE), "r1")
    assert items.article_from({**stored, "updated": "2026-03-14T12:05:00Z"}).edited is None
    corrected = replace(FULL, updated=NOW + timedelta(minutes=5))
    assert "edited" not in items.article_item(StoredArticle(corrected), "r2", stored)


NEWER = {
    "of_a_later_release": "Of a later release",
    "ratings": [{"by": "x", "stars": Decimal("4.5")}],
    "numbers": {1, Decimal("2.5")},
    "names": {"a", "b"},
    "bytes": b"\x00",
}
"""Attributes that a later version of Byline might store."""


def by_a_later_release(item: dict[str, Any]) -> dict[str, Any]:
    """The item with attributes, at every depth, that this version does not know."""
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
    assert (kept["of_a_later_release"], kept["image"]["of_a_later_release"], kept["image"]["credit"]) == (
        NEWER["of_a_later_release"],
        NEWER["of_a_later_release"],
        "Somebody else",
    )


def test_what_an_edit_replaces_does_not_keep_what_was_said_of_the_old() -> None:
    stored_article = StoredArticle(FULL)
    stored = by_a_later_release(items.article_item(stored_article, "r1"))
    replaced = replace(FULL, image=image(url="https://img.example.com/other.jpg"), enclosures=(), summary="")
    kept = items.article_item(StoredArticle(replaced), "r2", stored)
    assert "of_a_later_release" not in kept["image"]
    assert {"enclosures", "summary"}.isdisjoint(kept)


def test_an_edit_of_a_profile_keeps_what_a_later_release_has_stored() -> None:
    key, profile = section_feed("world"), section(image=image())
    stored = by_a_later_release(items.profile_item(key, profile, "r1", unfinished=items.Unfinished((SITE,), "ENTRY#x")))
    kept = items.profile_item(key, replace(profile, title="The world"), "r2", stored)
    assert (kept["title"], kept["of_a_later_release"], kept["image"]["of_a_later_release"]) == (
        "The world",
        *[NEWER["of_a_later_release"]] * 2,
    )
    assert {"pending", "pending_before"}.isdisjoint(kept)


def test_what_is_at_its_default_is_not_stored_and_what_is_not_is() -> None:
    stored = items.profile_item(section_feed("world"), section(summaries_only=True), "r")
    assert stored["summaries_only"] is True
    assert "summaries_only" not in items.profile_item(section_feed("world"), section(), "r")
    assert items.article_item(StoredArticle(article(enclosures=(enclosure(duration=0),))), "r")["enclosures"][0]["duration"] == 0


def test_every_item_says_the_version_of_its_form() -> None:
    key = section_feed("world")
    made = [
        items.article_item(StoredArticle(article()), "r"),
        items.profile_item(key, section(), "r"),
        items.directory_item(key, section()),
    ]
    assert all(item["schema"] == item_keys.SCHEMA for item in made)


def test_an_article_is_stored_with_its_feeds_only_if_they_do_not_follow_from_what_it_names() -> None:
    assert "feeds" not in items.article_item(StoredArticle(FULL), "r1")
    selected = StoredArticle(FULL, feeds=(SITE, section_feed("world"), section_feed("picks")))
    stored = items.article_item(selected, "r1")
    assert stored["feeds"] == "sections/world sections/picks"
    assert items.stored_article_from(stored) == selected
    assert items.article_from(stored) == FULL
    again = items.article_item(StoredArticle(FULL), "r2", stored)
    assert "feeds" not in again


def test_an_article_whose_feeds_are_damaged_is_refused_by_name() -> None:
    for feeds in (["site"], 7):
        with pytest.raises(Refused, match="0001"):
            items.stored_article_from({**items.article_item(StoredArticle(article()), "r1"), "feeds": feeds})


@pytest.mark.parametrize("before", [None, "ENTRY#2026-03-14T12:00:00Z#x"])
@pytest.mark.parametrize("feeds", [(), (SITE, author_feed("jane-doe"))])
def test_what_an_edit_has_left_is_read_as_it_was_written(feeds: tuple[FeedKey, ...], before: str | None) -> None:
    left = items.Unfinished(feeds, before)
    stored = items.profile_item(section_feed("world"), section(), "r", unfinished=left)
    assert items.unfinished_from(stored) == left
    assert bool(left) is bool(feeds or before)
    assert items.profile_from(stored) == section()


def test_an_edit_by_an_earlier_release_has_left_a_list_of_feeds() -> None:
    assert items.unfinished_from({"pending": ["site"]}) == items.Unfinished((SITE,))
    assert not items.unfinished_from({"pending": []})


def test_a_profile_has_its_first_name_every_former_one_and_its_present_one() -> None:
    key, stored = section_feed("a"), items.profile_item(section_feed("a"), section("a"), "r")
    for slug in ("b", "c", "b", "d", "d"):
        stored = items.profile_item(key, section(slug), "r", stored)
    assert items.names_from(stored) == list(map(section_feed, "acbd"))
    assert items.profile_from(stored) == section("d")
    back = items.profile_item(key, section("a"), "r", stored)
    assert items.names_from(back) == list(map(section_feed, "acbd"))
    assert items.names_from({"pk": "FEED#sections/a", "slug": "b"}) == list(map(section_feed, "ab"))


def test_a_directory_entry_gives_the_present_name_and_the_title() -> None:
    key, renamed = section_feed("world"), section("global", title="The world")
    by_schema_1 = {"sk": "sections/world", "title": "By schema 1"}
    assert items.directory_entries([items.directory_item(key, renamed), by_schema_1]) == [
        items.DirectoryEntry(key, section_feed("global"), "The world"),
        items.DirectoryEntry(key, key, "By schema 1"),
    ]


LATER_KIND = "tags/floods"
"""A feed of a kind that only a later release has."""


def test_feeds_of_a_kind_that_only_a_later_release_has_are_passed_over() -> None:
    listed = items.directory_item(section_feed("world"), section())
    assert len(items.directory_entries([{**listed, "sk": LATER_KIND}, listed])) == 1
    assert items.unfinished_from({"pending": [LATER_KIND, "site"]}) == items.Unfinished((SITE,))
    stored = {**items.article_item(StoredArticle(FULL), "r1"), "feeds": f"sections/world {LATER_KIND}"}
    assert items.stored_article_from(stored).feeds == (SITE, section_feed("world"))


@pytest.mark.parametrize("name", ["tags/x", "site", "nonsense", "sections/"])
def test_a_profile_of_a_feed_that_is_about_none_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="is not a valid profile"):
        items.profile_from({**items.profile_item(section_feed("world"), section(), "r"), "pk": f"FEED#{name}"})
