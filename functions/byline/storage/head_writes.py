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
    """A write that gives the feed a new revision, and that sets the attributes `also` and removes `without`, both from `heads`.

    The feed's `max_age` depends on the publication times in `releases`. The write fails if the feed has meanwhile changed at a
    later time, or at the same time unless the second is crowded anyway; with `exactly`, if it has changed at all.
    """
    edit = _Edit(head, releases, now)
    changes = {**head_changes(revision, edit.changed_at, edit.recent), **(also or {}), **edit.noted}
    marked, unmarked = ({CROWDED: True}, []) if edit.crowded else ({}, [CROWDED])
    condition, values = edit.unchanged_since() if exactly else edit.later_than_stored()
    past, still_past, limit = edit.past()
    conditions = " AND ".join([condition, *still_past])
    removed = [*edit.dropped, *past, *unmarked, *without]
    return change(head_key(key), {**changes, **marked}, conditions, remove=removed, **values, **limit)


def released_head(key: FeedKey, head: Head | None, release: Release, now: datetime) -> Write:
    """A write that only notes the release of an article that readers cannot see yet, or takes the note away.

    A feed without a head gets the one that it is served with, and the write fails if it has meanwhile got another.
    """
    edit = _Edit(head, [release], now)
    if head is None:
        empty = head_changes(EMPTY_HEAD.revision, EMPTY_HEAD.changed_at, ())
        return change(head_key(key), {**empty, **edit.noted}, "attribute_not_exists(pk)")
    return change(head_key(key), edit.noted, "attribute_exists(pk)", remove=edit.dropped)


@dataclass(frozen=True, slots=True)
class _Edit:
    """A public edit at `now` of `head` as it was read. It notes `releases`, or takes them away."""

    head: Head | None
    releases: Collection[Release]
    now: datetime

    @property
    def crowded(self) -> bool:
        """Whether another state may have the date of this edit."""
        return self.head is not None and self.head.crowds(self.now)

    @property
    def changed_at(self) -> datetime:
        """The time of the edit, or the latest date that a state before the next edit may have.

        So a concurrent edit that does not know a release of this one conflicts with it, unless it is dated later.
        """
        soon = self.now + MARGIN
        own = [each.published for each in self.releases if each.published and each.published <= soon]
        return max((self.now, *own, *((self.head.changed_at, *self.head.due(soon)) if self.head else ())))

    @property
    def recent(self) -> tuple[datetime, ...]:
        """The latest publication times after the edit."""
        published = [each.published for each in self.releases if each.published and each.published <= self.now]
        return latest(self.head.recent, self.head.due(self.now), published) if self.head else latest(published)

    @property
    def noted(self) -> Item:
        """The attributes of releases: each stays until it is past by every clock."""
        since = self.now - MARGIN
        return {each.name: format_time(each.published) for each in self.releases if each.published and each.published > since}

    @property
    def dropped(self) -> list[str]:
        """The names of releases that the head need not have."""
        return [each.name for each in self.releases if each.name not in self.noted]

    def past(self) -> tuple[list[str], list[str], Item]:
        """The names of some releases that are past by every clock, so nothing depends on them any more.

        Also the conditions that they still are, because a concurrent edit may have set one of them anew, and their values.
        """
        until, ours = self.now - MARGIN, {each.name for each in self.releases}
        found = self.head.releases.items() if self.head else ()
        names = [name for name, at in found if at <= until and name.startswith(RELEASE) and name not in ours][:MOST_RELEASES]
        return names, [f"#{name} <= :past" for name in names], {"past": format_time(until)} if names else {}

    def later_than_stored(self) -> tuple[str, Item]:
        """The condition that the stored head has no date that this edit has too."""
        return f"(attribute_not_exists(changed_at) OR changed_at {'<=' if self.crowded else '<'} :changed_at)", {}

    def unchanged_since(self) -> tuple[str, Item]:
        """The condition that the head has had no public edit since it was read."""
        return ("revision = :read", {"read": self.head.revision}) if self.head else ("attribute_not_exists(pk)", {})
