"""What subscribers of an old feed would see otherwise."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.lifecycle_edits import StatedLifecycle
from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import SITE, FeedKey, section_feed
from byline.model.lifecycle import Status
from byline_tools.importers.admitted import Admitted
from byline_tools.importers.feeds.rehearsal import Comparison, Kind, compared
from tests.support import factories
from tests.support.factories import NOW, moment
from tests.support.feeds import atom, entry, json_feed, json_item, page, rss, rss_item


def story(number: int = 1, /, lifecycle: StatedLifecycle | None = None, **changes: Any) -> Admitted:
    """The article that item `number` of a feed becomes."""
    published = moment(f"2026-03-01T08:{number:02}:00")
    stated = {
        "id": f"tag:old.example.com,2026:{number}",
        "guid": f"https://old.example.com/?p={number}",
        "url": f"https://old.example.com/world/{number}/",
        "title": f"Headline {number}",
        "published": published,
        "updated": changes.get("published", published),
        "sections": ("world",),
        **changes,
    }
    article = factories.article(number, **stated)
    return Admitted("export", number, article, frozenset(), only_if_new=False, lifecycle=lifecycle or StatedLifecycle())


def found(text: str, *stories: Admitted, key: FeedKey = SITE) -> Comparison:
    return compared(key, "old.xml", [page(text)], stories, NOW)


def differences(text: str, *stories: Admitted, key: FeedKey = SITE) -> Sequence[tuple[str, str, str, str]]:
    return [(each.kind.value, each.old, each.ours, each.why) for each in found(text, *stories, key=key).differences]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (rss(rss_item(1), rss_item(2)), {}),
        (atom(entry(1), entry(2)), {"updated": moment("2026-03-01T09:01:00")}),
    ],
    ids=["RSS", "Atom"],
)
def test_the_same_feed_has_no_differences(text: str, changes: dict[str, Any]) -> None:
    second: dict[str, Any] = {"updated": moment("2026-03-01T09:02:00")} if changes else {}
    assert differences(text, story(1, **changes), story(2, **second)) == []


def test_a_json_feed_is_compared_by_guids() -> None:
    assert differences(json_feed(json_item(1)), story(1, guid="1")) == []


def test_a_story_with_another_id_is_new_and_not_missing() -> None:
    old, ours = "https://old.example.com/?p=1", "4711"
    assert differences(rss(rss_item(1)), story(1, guid=ours)) == [("new", old, ours, "has another id")]


def test_the_ids_of_atom_are_those_that_its_readers_see() -> None:
    assert differences(atom(entry(1)), story(1, id="urn:x", updated=moment("2026-03-01T09:01:00"))) == [
        ("new", "tag:old.example.com,2026:1", "urn:x", "has another id")
    ]


def test_a_story_that_the_old_feed_does_not_have_is_new() -> None:
    old = rss(rss_item(2))
    assert [why for *_, why in differences(old, story(1), story(2), story(3))] == [
        "is not in the old feed",
        "is older than the oldest story of the old feed",
    ]


def test_a_story_that_ours_does_not_have_is_missing() -> None:
    assert differences(rss(rss_item(1), rss_item(2)), story(1)) == [
        ("missing", "https://old.example.com/?p=2", "", "is not imported")
    ]


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        (story(2, lifecycle=StatedLifecycle(status=Status.DRAFT)), "is a draft"),
        (story(2, lifecycle=StatedLifecycle(draft=True)), "is a draft"),
        (story(2, lifecycle=StatedLifecycle(status=Status.SCHEDULED)), "is scheduled"),
        (story(2, published=NOW + timedelta(days=1)), "is scheduled"),
        (story(2, sections=()), "is not in sections/world"),
    ],
    ids=["draft", "draft of a newsroom file", "scheduled", "future", "other section"],
)
def test_a_story_that_readers_would_not_see_is_missing(hidden: Admitted, why: str) -> None:
    old = rss(rss_item(1), rss_item(2))
    assert differences(old, story(1), hidden, key=section_feed("world")) == [("missing", "https://old.example.com/?p=2", "", why)]


def test_a_story_that_is_older_than_our_newest_is_not_missing() -> None:
    ours = [story(number) for number in range(2, MOST_ARTICLES + 2)]
    old = rss(*(rss_item(number) for number in range(1, MOST_ARTICLES + 2)))
    assert found(old, *ours).of(Kind.MISSING) == []
    assert len(found(old, *ours[1:]).of(Kind.MISSING)) == 2


def test_a_second_story_with_the_address_of_another_is_missing() -> None:
    old = rss(rss_item(1), rss_item(2, link="https://old.example.com/world/1/"))
    assert differences(old, story(1)) == [("missing", "https://old.example.com/?p=2", "", "is not imported")]


def test_a_story_with_another_address_is_moved() -> None:
    moved = story(1, url="https://old.example.com/news/1")
    assert differences(rss(rss_item(1)), moved) == [
        ("moved", "https://old.example.com/world/1/", "https://old.example.com/news/1", "has another address")
    ]


def test_one_address_written_otherwise_is_not_moved() -> None:
    assert differences(rss(rss_item(1)), story(1, url="http://old.example.com/world/1")) == []


def test_a_story_with_other_times_is_dated_otherwise() -> None:
    later = story(1, published=moment("2026-03-01T08:30:00"))
    assert differences(rss(rss_item(1)), later) == [
        ("dated otherwise", "2026-03-01T08:01:00+00:00", "2026-03-01T08:30:00+00:00", "has another time of publication")
    ]
    assert [why for *_, why in differences(atom(entry(1)), story(1))] == ["has another time of its last edit"]
