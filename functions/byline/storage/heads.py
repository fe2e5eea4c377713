"""The stored form of a feed's head, written and read, and of the alias in its place under every other name of the feed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from byline.errors import BrokenHead
from byline.model.article import Author, Section
from byline.model.feed import FeedKey
from byline.model.feed_state import Head
from byline.model.times import format_time, format_times, parse_time, parse_times
from byline.storage.item_keys import SCHEMA, Item, feed_from, head_key


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


def head_changes(
    key: FeedKey,
    head: Head | None,
    *,
    revision: str,
    changed_at: datetime,
    recent: Iterable[datetime],
    releases: Iterable[datetime] = (),
    profile: Section | Author | None = None,
    retired: bool = False,
) -> Item:
    """The attributes that an edit sets in the head of `key`, which was `head`; `head_from` reads them.

    `releases` replace those that are stored. `profile` is the section or author that the feed is about, if it was edited.
    Without `releases`, `profile` or `retired`, what the head says of them stays.
    """
    changes: Item = {
        "schema": SCHEMA,
        "revision": revision,
        "changed_at": format_time(changed_at),
        "latest": format_times(recent),
    }
    if replaced := set(map(format_time, releases)):
        changes["releases"] = replaced
    if profile:
        changes["home_page_url"] = profile.url
    if profile and (profile.slug != key.slug or (head and head.slug)):
        changes["slug"] = profile.slug
    if retired:
        changes["retired"] = True
    return changes


def alias_item(name: FeedKey, stored_under: FeedKey) -> Item:
    """An alias in place of a head: `name` is another name of the feed stored under `stored_under`, for ever."""
    return {**head_key(name), "schema": SCHEMA, "alias_of": str(stored_under)}


def alias_from(item: Mapping[str, Any]) -> FeedKey | None:
    """The feed that an item in place of a head is an alias of; None for a head. Raises BrokenHead."""
    if "alias_of" not in item:
        return None
    try:
        return FeedKey.named(item["alias_of"])
    except (AttributeError, ValueError) as error:
        raise BrokenHead(str(feed_from(item["pk"])), repr(error)) from error
