"""The write that changes a feed's head: every edit of a feed makes one, in the transaction of what is edited."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from byline.model.article import Author, Section
from byline.model.feed import FeedKey
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
    releases: Iterable[datetime] = (),
    profile: Section | Author | None = None,
    retired: bool = False,
    exactly: bool = False,
) -> Write:
    """A write that gives the feed a new revision. For `releases`, `profile` and `retired` see `head_changes`.

    `published` is when an article in the feed is published: if due it counts towards the feed's cadence, otherwise it becomes a
    release. The write fails if the feed has changed at a later time meanwhile; with `exactly`, if it has changed at all.
    """
    past = [release for release in head.releases if release <= now] if head else []
    changed_at = max(now, head.changed_at) if head else now
    # Never before changed_at, where a clock that is ahead may have put it: no state begins there.
    later = {format_time(max(published, changed_at + SECOND))} if published and published > now else None
    due = [published] if published and not later else []
    changes = head_changes(
        key,
        head,
        revision=revision,
        changed_at=changed_at,
        recent=latest(head.recent if head else (), past, due),
        releases=releases,
        profile=profile,
        retired=retired,
    )
    condition, values = _condition(head, exactly=exactly)
    if later:
        return change(head_key(key), changes, condition, add={"releases": later}, **values)
    take = {"releases": set(map(format_time, past))} if past else {}
    return change(head_key(key), changes, condition, take=take, **values)


def _condition(head: Head | None, *, exactly: bool) -> tuple[str, Item]:
    if not exactly:
        return "attribute_not_exists(changed_at) OR changed_at <= :changed_at", {}
    return ("revision = :read", {"read": head.revision}) if head else ("attribute_not_exists(pk)", {})
