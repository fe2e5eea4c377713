"""Heads and aliases are the same after a round trip, and damaged ones are reported."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import BrokenHead
from byline.model.feed_key import SITE, author_feed, section_feed
from byline.model.feed_state import Head
from byline.model.times import format_time
from byline.storage.heads import (
    CROWDED,
    alias_from,
    alias_item,
    head_changes,
    head_from,
    profile_changes,
    release_name,
    retirement,
)
from byline.storage.item_keys import SCHEMA, head_key
from tests.support.factories import NOW, moment, section

WORLD = section_feed("world")
TIMES = st.integers(-10, 10).map(lambda hours: NOW + timedelta(hours=hours))


def test_a_head_in_an_older_form_is_read_with_its_times() -> None:
    item: dict[str, Any] = {
        "revision": "r1",
        "changed_at": "2026-03-14T12:00:00Z",
        "releases": {"2026-03-15T00:00:00Z", "2026-03-14T13:00:00Z", "2026-03-14T11:00:00Z"},
        "latest": "2026-03-14T10:30:00Z 2026-03-14T11:00:00Z",
    }
    releases = {"2026-03-14T13:00:00Z": moment("2026-03-14T13:00:00"), "2026-03-15T00:00:00Z": moment("2026-03-15T00:00:00")}
    recent = (moment("2026-03-14T10:30:00"), moment("2026-03-14T11:00:00"))
    assert head_from(item) == Head("r1", NOW, releases, recent)
    by_schema_1 = {**item, "recent": item.pop("latest").split()}
    del by_schema_1["latest"]
    assert head_from(by_schema_1).recent == recent


@given(
    TIMES,
    st.lists(TIMES, unique=True),
    st.dictionaries(st.text().map(release_name), TIMES),
    st.sampled_from([None, "world", "global"]),
    *(st.booleans(), st.booleans()),
)
def test_a_head_is_read_as_it_was_written(
    changed_at: Any, recent: Any, releases: Any, slug: Any, retired: bool, crowded: bool
) -> None:
    profile = section(slug, url="https://www.example.com/w") if slug else None
    changes = {
        **head_changes("r1", changed_at, recent),
        **({CROWDED: True} if crowded else {}),
        **{name: format_time(at) for name, at in releases.items()},
        **(profile_changes(WORLD, None, profile) if profile else {}),
        **(retirement() if retired else {}),
    }
    called, page = ("global" if slug == "global" else None), (profile.url if profile else None)
    expected = Head("r1", changed_at, releases, tuple(recent), page, called, retired, crowded)
    assert head_from({**head_key(WORLD), **changes}) == expected
    assert changes["schema"] == SCHEMA


@pytest.mark.parametrize("name", [section_feed("global"), author_feed("jane-roe")])
def test_an_alias_is_read_as_it_was_written(name: Any) -> None:
    assert alias_from(alias_item(name, WORLD)) == WORLD
    assert alias_from({**head_key(SITE), "revision": "r1"}) is None


@pytest.mark.parametrize(
    "item", [{}, {"revision": "r1"}, {"revision": "r1", "changed_at": "soon"}, {"revision": "r1", "changed_at": 7}]
)
def test_what_is_no_head_is_named_with_the_reason(item: dict[str, Any]) -> None:
    with pytest.raises(BrokenHead, match="the head of sections/world cannot be read") as caught:
        head_from({**head_key(WORLD), **item})
    assert caught.value.feed == "sections/world"
    assert caught.value.reason


@pytest.mark.parametrize("of", [7, None, "tags/x"])
def test_what_is_no_alias_is_named(of: Any) -> None:
    with pytest.raises(BrokenHead, match="sections/world"):
        alias_from({**head_key(WORLD), "alias_of": of})
