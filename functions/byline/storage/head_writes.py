"""The writes that change a feed's head. Every edit has one for each feed it affects, in the same transaction.

A public change gives the feed a new revision, so readers fetch it. A private one only changes what the head knows of releases:
nothing that readers can see depends on it before the release.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from byline.model.feed_key import FeedKey
from byline.model.feed_state import MARGIN, Head, latest
from byline.model.times import format_time
from byline.storage.heads import CROWDED, EMPTY_HEAD, RELEASE, head_changes, release_name
from byline.storage.item_keys import Item, head_key
from byline.storage.writes import Write, change

MOST_RELEASES = 20
"""The most releases that one write sets or removes. DynamoDB limits an expression to 4 KB."""


@dataclass(frozen=True, slots=True)
class Release:
    """When an article in a feed is or was `published`, None if the feed does not show it. The head notes it under `name`."""

    name: str
    published: datetime | None

    @classmethod
    def of(cls, article_id: str, published: datetime | None) -> "Release":
        """The release of an article."""
        return cls(release_name(article_id), published)


def changed_head(
    key: FeedKey,
    head: Head | None,
    *,
    revision: str,
    now: datetime,
    releases: Collection[Release] = (),
    also: Item | None = None,
    without: Collection[str] = (),
    exactly: bool = False,
) -> Write:
    """A write that gives the feed a new revision, sets the attributes `also`, which `heads` creates, and removes those `without`.

    The feed's `max_age` depends on the publication times in `releases`. The write fails if the feed has meanwhile changed at a
    later time, or at the same time unless the second is crowded anyway; with `exactly`, if it has changed at all.
    """
    crowded = head is not None and head.crowds(now)
    changed_at = max(now, head.changed_at, *head.due(now + MARGIN)) if head else now
    recent = latest(*((head.recent, head.due(now)) if head else ()), _published(releases, now))
    kept, dropped = _kept_and_dropped(releases, now)
    past_names = [name for name in _past(head, now) if name not in (*kept, *dropped)][:MOST_RELEASES]
    changes = {**head_changes(revision, changed_at, recent), **(also or {}), **kept, **({CROWDED: True} if crowded else {})}
    condition, values = _condition(head, past_names, now, crowded=crowded, exactly=exactly)
    removed = {*dropped, *past_names, *without, CROWDED} - changes.keys()
    return change(head_key(key), changes, condition, remove=removed, **values)


def released_head(key: FeedKey, head: Head | None, release: Release, now: datetime) -> Write:
    """A write that only notes the release of an article that readers cannot see yet, or takes the note away.

    A feed without a head gets the one that it is served with, and the write fails if it has meanwhile got another.
    """
    kept, dropped = _kept_and_dropped([release], now)
    if head is None:
        empty = head_changes(EMPTY_HEAD.revision, EMPTY_HEAD.changed_at, ())
        return change(head_key(key), {**empty, **kept}, "attribute_not_exists(pk)")
    return change(head_key(key), kept, "attribute_exists(pk)", remove=dropped)


def _published(releases: Collection[Release], now: datetime) -> list[datetime]:
    return [each.published for each in releases if each.published and each.published <= now]


def _kept_and_dropped(releases: Collection[Release], now: datetime) -> tuple[Item, list[str]]:
    """The attributes to set and to remove: a release stays until it is past by every clock."""
    kept = {each.name: format_time(each.published) for each in releases if each.published and each.published > now - MARGIN}
    return kept, [each.name for each in releases if each.name not in kept]


def _past(head: Head | None, now: datetime) -> list[str]:
    """The names of releases that are past by every clock, so nothing depends on them any more."""
    releases = head.releases if head else {}
    return [name for name, at in releases.items() if at <= now - MARGIN and name.startswith(RELEASE)]


def _condition(head: Head | None, past_names: list[str], now: datetime, *, crowded: bool, exactly: bool) -> tuple[str, Item]:
    if exactly:
        condition, values = ("revision = :read", {"read": head.revision}) if head else ("attribute_not_exists(pk)", {})
    else:
        condition, values = f"(attribute_not_exists(changed_at) OR changed_at {'<=' if crowded else '<'} :changed_at)", {}
    if past_names:  # a concurrent edit may have set one of them anew
        condition = " AND ".join([condition, *(f"#{name} <= :past" for name in past_names)])
        values = {**values, "past": format_time(now - MARGIN)}
    return condition, values
