"""The write that changes a feed's head. Every edit has one for each feed it affects, in the same transaction."""

from datetime import datetime, timedelta

from byline.model.feed_key import FeedKey
from byline.model.feed_state import Head, latest
from byline.model.times import format_time
from byline.storage.heads import head_changes
from byline.storage.item_keys import Item, head_key
from byline.storage.writes import Write, change

SECOND = timedelta(seconds=1)


def changed_head(
    key: FeedKey,
    head: Head | None,
    *,
    revision: str,
    now: datetime,
    published: datetime | None = None,
    also: Item | None = None,
    exactly: bool = False,
) -> Write:
    """A write that gives the feed a new revision and sets the attributes `also`, which `heads` creates.

    `published` is the publication time of an article in the feed. If it is past, the feed's `max_age` depends on it; otherwise it
    becomes a release. The write fails if the feed has meanwhile changed at a later time; with `exactly`, if it has changed at
    all.
    """
    changed_at = max(now, head.changed_at) if head else now
    past = [release for release in head.releases if release <= now] if head else []
    later = _release(published, now, changed_at)
    due = [published] if published and not later else []
    changes = {**head_changes(revision, changed_at, latest(head.recent if head else (), past, due)), **(also or {})}
    condition, values = _condition(head, exactly=exactly)
    add = {"releases": {format_time(later)}} if later else {}
    take = {"releases": set(map(format_time, past))} if past and not later else {}
    return change(head_key(key), changes, condition, add=add, take=take, **values)


def _release(published: datetime | None, now: datetime, changed_at: datetime) -> datetime | None:
    """The time at which an article becomes due, None if it is due. Always after `changed_at`, which may be ahead of `now`."""
    return max(published, changed_at + SECOND) if published and published > now else None


def _condition(head: Head | None, *, exactly: bool) -> tuple[str, Item]:
    if not exactly:
        return "attribute_not_exists(changed_at) OR changed_at <= :changed_at", {}
    return ("revision = :read", {"read": head.revision}) if head else ("attribute_not_exists(pk)", {})
