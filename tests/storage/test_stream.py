"""The changed feeds in a record of the table's stream, for any content."""

from typing import Any

import pytest

from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.storage.stream import Change, change_in


def record(pk: str, sk: str, event: str = "MODIFY", **images: Any) -> dict[str, Any]:
    return {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "SequenceNumber": "1", **images}}


def waiting(feeds: Any) -> dict[str, Any]:
    return {"article": {"S": "urn:1"}, **({"feeds": feeds} if feeds else {})}


def head(**attributes: Any) -> dict[str, Any]:
    return {name: {"BOOL" if value is True else "S": value} for name, value in attributes.items()}


@pytest.mark.parametrize("old", [{}, {"OldImage": head(revision="r1")}], ids=["new", "changed"])
@pytest.mark.parametrize("key", [SITE, section_feed("world"), author_feed("jane-doe")], ids=str)
def test_a_head_with_a_new_revision_is_a_feed_that_changed(key: FeedKey, old: dict[str, Any]) -> None:
    assert change_in(record(f"FEED#{key}", "HEAD", **old, NewImage=head(revision="r2"))) == Change((key,))


@pytest.mark.parametrize("revision", ["r1", "empty"])
def test_a_note_of_a_release_is_no_change(revision: str) -> None:
    old: dict[str, Any] = {"OldImage": head(revision=revision)} if revision == "r1" else {}
    new = head(revision=revision, release_1="2026-03-14T13:00:00Z")
    assert change_in(record("FEED#site", "HEAD", **old, NewImage=new)) == Change()


def test_what_readers_must_not_get_any_more_is_marked() -> None:
    withdrawn = {"withdrawal": {"M": {"seen": {"BOOL": True}}}}
    assert change_in(record("ARTICLE#urn:1", "ARTICLE", OldImage={}, NewImage=withdrawn)) == Change(withdraws=True)
    for changed in (head(slug="global"), head(retired=True), head(alias_of="sections/world")):
        assert change_in(record("FEED#sections/world", "HEAD", NewImage={**head(revision="r2"), **changed})).withdraws


def test_a_withdrawn_article_that_is_only_stored_anew_withdraws_nothing() -> None:
    seen: dict[str, Any] = {"seen": {"BOOL": True}, "notice": {"S": "Gone."}}
    old, other = {"withdrawal": {"M": seen}}, {"withdrawal": {"M": {**seen, "notice": {"S": "Not so."}}}}
    new = {**old, "schema": {"N": "2"}}
    assert change_in(record("ARTICLE#urn:1", "ARTICLE", OldImage=old, NewImage=new)) == Change()
    assert change_in(record("ARTICLE#urn:1", "ARTICLE", OldImage=old, NewImage=other)) == Change(withdraws=True)
    assert change_in(record("ARTICLE#urn:1", "ARTICLE", OldImage=old, NewImage={})) == Change()


def test_a_feed_that_is_served_again_must_not_be_answered_with_its_end() -> None:
    ended, again = head(revision="r1", retired=True), head(revision="r2")
    changed = change_in(record("FEED#sections/world", "HEAD", OldImage=ended, NewImage=again))
    assert changed == Change((section_feed("world"),), withdraws=True)


def test_what_leaves_the_schedule_has_changed_every_feed_it_stands_in() -> None:
    gone = record("SCHEDULE", "2026-03-14T12:00:00Z#urn:1", "REMOVE", OldImage=waiting({"S": "sections/world authors/jane"}))
    assert change_in(gone) == Change((SITE, section_feed("world"), author_feed("jane")))
    alone = record("SCHEDULE", "2026-03-14T12:00:00Z#urn:1", "REMOVE", OldImage=waiting({"S": ""}))
    assert change_in(alone) == Change((SITE,))


@pytest.mark.parametrize("event", ["INSERT", "MODIFY"])
def test_what_comes_into_the_schedule_has_changed_nothing(event: str) -> None:
    assert change_in(record("SCHEDULE", "2026-03-14T12:00:00Z#urn:1", event)) == Change()


def test_an_edit_of_a_profile_is_unfinished_while_feeds_are_left() -> None:
    left = record("FEED#sections/world", "PROFILE", NewImage={"pending": {"L": [{"S": "authors/jane"}]}})
    assert change_in(left) == Change(unfinished=section_feed("world"))
    unsearched = record("FEED#sections/world", "PROFILE", NewImage={"pending_before": {"S": "ENTRY#2026"}})
    assert change_in(unsearched) == Change(unfinished=section_feed("world"))
    nothing_left: list[dict[str, Any]] = [
        {"NewImage": {"pending": {"L": []}}},
        {"OldImage": {"pending_before": {"S": "ENTRY#"}}},
        {"NewImage": {}},
        {"OldImage": {"pending": {"L": [{"S": "a"}]}}},
        {},
    ]
    for done in nothing_left:
        assert change_in(record("FEED#sections/world", "PROFILE", **done)) == Change()


def test_other_items_say_nothing() -> None:
    for pk, sk in (
        ("FEED#site", "ANNOUNCED"),
        ("ARTICLE#urn:1", "ARTICLE"),
        ("DIRECTORY", "sections/a"),
        ("FEED#site", "ENTRY#"),
    ):
        assert change_in(record(pk, sk)) == Change()


def test_feeds_of_a_kind_that_only_a_later_release_has_are_passed_over() -> None:
    assert change_in(record("FEED#tags/world", "HEAD")) == Change()
    assert change_in(record("FEED#tags/world", "PROFILE", NewImage={"pending": {"L": [{"S": "site"}]}})) == Change()
    gone = record("SCHEDULE", "2026", "REMOVE", OldImage=waiting({"S": "tags/world sections/a"}))
    assert change_in(gone) == Change((SITE, section_feed("a")))


@pytest.mark.parametrize(
    "poison",
    [
        {},
        {"dynamodb": None},
        {"dynamodb": {"Keys": {}}},
        {"dynamodb": {"Keys": {"pk": {"N": "1"}, "sk": {"S": "HEAD"}}}},
        record("NEWS#world", "HEAD"),
        record("SCHEDULE", "2026", "REMOVE"),
        record("SCHEDULE", "2026", "REMOVE", OldImage=waiting(None)),
        record("SCHEDULE", "2026", "REMOVE", OldImage=waiting({"L": [{"S": "sections/world"}]})),
        record("FEED#sections/world", "PROFILE", NewImage={"pending": {}}),
        {"dynamodb": {"Keys": {"pk": {"S": "SCHEDULE"}, "sk": {"S": "2026"}}}},
    ],
)
def test_what_is_none_of_our_tables_is_an_error_that_its_reader_knows(poison: dict[str, Any]) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        change_in(poison)
