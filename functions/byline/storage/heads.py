"""The stored forms of a feed's head, and of the aliases that replace it under every other name of the feed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from byline.errors import BrokenHead
from byline.model.feed_key import FeedKey
from byline.model.feed_state import MARGIN, Head
from byline.model.times import format_time, format_times, parse_time, parse_times
from byline.storage.item_keys import SCHEMA, Item, feed_from, head_key

if TYPE_CHECKING:  # a 304 needs no profile
    from byline.model.profiles import Profile

EMPTY_HEAD = Head(revision="empty", changed_at=parse_time("2000-01-01T00:00:00Z"))
"""The head of a site that has published nothing."""

CROWDED = "crowded"
"""The attribute that marks a crowded head; others do not have it."""

OLDER_RELEASES = "releases"
RELEASE = "release_"
"""The prefix of the attributes that hold releases."""


def head_from(item: Mapping[str, Any]) -> Head:
    """The head in a stored item; raises BrokenHead if the item does not hold one."""
    try:
        return Head(
            revision=item["revision"],
            changed_at=parse_time(item["changed_at"]),
            releases=dict(_releases(item)),
            recent=parse_times(item["latest"] if "latest" in item else item.get("recent", ())),
            home_page_url=item.get("home_page_url"),
            slug=item.get("slug"),
            retired=item.get("retired", False),
            crowded=item.get(CROWDED, False),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenHead(str(feed_from(item["pk"])), repr(error)) from error


def _releases(item: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    """The releases in a stored head. An older form is a set of times, without those before the last edit."""
    yield from ((name, parse_time(value)) for name, value in item.items() if name.startswith(RELEASE))
    oldest = format_time(parse_time(item["changed_at"]) - MARGIN)
    yield from ((time, parse_time(time)) for time in item.get(OLDER_RELEASES, ()) if time > oldest)


def head_changes(revision: str, changed_at: datetime, recent: Iterable[datetime]) -> Item:
    """The attributes that every public edit sets in a head."""
    return {
        "schema": SCHEMA,
        "revision": revision,
        "changed_at": format_time(changed_at),
        "latest": format_times(recent),
    }


def release_name(article_id: str) -> str:
    """The name of the attribute that holds the release of an article: one for each article, so that edits do not conflict."""
    return f"{RELEASE}{hashlib.sha256(article_id.encode()).hexdigest()[:16]}"


def profile_changes(key: FeedKey, head: Head | None, profile: "Profile") -> Item:
    """The attributes of a head that are derived from the section or author that the feed stored under `key` is about."""
    named = {"slug": profile.slug} if profile.slug != key.slug or (head and head.slug) else {}
    return {"home_page_url": profile.url, **named}


def retirement() -> Item:
    """The attribute that marks a feed as ended; others do not have it."""
    return {"retired": True}


def alias_item(name: FeedKey, stored_under: FeedKey) -> Item:
    """An alias instead of a head: `name` is permanently another name of the feed stored under `stored_under`."""
    return {**head_key(name), "schema": SCHEMA, "alias_of": str(stored_under)}


def alias_from(item: Mapping[str, Any]) -> FeedKey | None:
    """The feed that an alias refers to; None if the item is a head. Raises BrokenHead for a damaged alias."""
    if "alias_of" not in item:
        return None
    try:
        return FeedKey.named(item["alias_of"])
    except (AttributeError, ValueError) as error:
        raise BrokenHead(str(feed_from(item["pk"])), repr(error)) from error
