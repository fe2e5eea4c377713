"""The stored forms of a feed's head, and of the aliases that replace it under every other name of the feed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from byline.errors import BrokenHead
from byline.model.feed_key import FeedKey
from byline.model.feed_state import Head
from byline.model.times import format_time, format_times, parse_time, parse_times
from byline.storage.item_keys import SCHEMA, Item, feed_from, head_key

if TYPE_CHECKING:  # a 304 needs no profile
    from byline.model.profiles import Profile


def head_from(item: Mapping[str, Any]) -> Head:
    """The head in a stored item; raises BrokenHead if the item does not hold one."""
    try:
        return Head(
            revision=item["revision"],
            changed_at=parse_time(item["changed_at"]),
            releases=tuple(sorted(map(parse_time, item.get("releases", ())))),
            recent=parse_times(item["latest"] if "latest" in item else item.get("recent", ())),
            home_page_url=item.get("home_page_url"),
            slug=item.get("slug"),
            retired=item.get("retired", False),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenHead(str(feed_from(item["pk"])), repr(error)) from error


def head_changes(revision: str, changed_at: datetime, recent: Iterable[datetime]) -> Item:
    """The attributes that every edit sets in a head."""
    return {
        "schema": SCHEMA,
        "revision": revision,
        "changed_at": format_time(changed_at),
        "latest": format_times(recent),
    }


def profile_changes(key: FeedKey, head: Head | None, profile: "Profile") -> Item:
    """The attributes of a head that are derived from the section or author that the feed stored under `key` is about."""
    named = {"slug": profile.slug} if profile.slug != key.slug or (head and head.slug) else {}
    return {"home_page_url": profile.url, **named}


def release_changes(releases: Iterable[datetime]) -> Item:
    """The attribute that replaces the releases of a head; none if there are no releases, since DynamoDB has no empty sets."""
    replaced = set(map(format_time, releases))
    return {"releases": replaced} if replaced else {}


def retirement() -> Item:
    """The attribute that marks a feed as ended."""
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
