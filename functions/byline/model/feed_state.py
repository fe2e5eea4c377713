"""The state of a feed, computed from its head and the time alone: its revision, when it last changed and when it changes next.

docs/time.md explains the rules: what may be how old, and which clocks may differ by how much.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import sub

from byline.model.feed_key import FeedKey

SHORTEST_AGE = 300
LONGEST_AGE = 3_600
RECENT_TIMES = 11
SECOND = timedelta(seconds=1)
SKEW = timedelta(seconds=1)
"""How far the clock of a function may be wrong."""

EDITOR_SKEW = timedelta(seconds=5)
"""How far the clock of an editor may be wrong. Edits by clocks that are wrong by more are refused."""

LONGEST_EDIT = timedelta(seconds=8)
"""How long after its time an edit may be stored. One that takes longer begins anew."""

MARGIN = SKEW + EDITOR_SKEW + 2 * LONGEST_EDIT
"""How far a function's clock may be ahead of an edit's time when the edit, or another that has not read it, is stored.

An edit is stored within LONGEST_EDIT of its time. Another that has read the head before that may be stored LONGEST_EDIT later.
"""


@dataclass(frozen=True, slots=True)
class FeedState:
    """The state of a feed at a `moment`.

    Its documents depend on `revision` and nothing else: they show what was due when the feed last changed, at `changed_at`.
    `last_modified` is the date for clients, never in the future and never decreasing. `dated` is whether no other state has or
    will have this date; otherwise a client that knows nothing but the date must fetch the document. `next_release_at` is when the
    next embargo lifts, None if there is none. `max_age`, in seconds, depends on how often the feed changes. `home_page_url` is
    the page of the section or author that the feed is about, None if the feed uses the site's. `slug` is the present slug, None
    if it is still the first. A `retired` feed has ended permanently. A `stale` state is from memory: the table is unavailable.
    """

    moment: datetime = field(compare=False)
    revision: str
    changed_at: datetime
    last_modified: datetime
    dated: bool
    next_release_at: datetime | None
    max_age: int
    home_page_url: str | None
    slug: str | None = None
    retired: bool = False
    stale: bool = field(default=False, compare=False)

    def name(self, key: FeedKey) -> FeedKey:
        """The present name of the feed, which is stored under `key`."""
        return present_name(key, self.slug)

    def released_by(self, now: datetime) -> bool:
        """Whether an embargo has lifted since, by `now`."""
        return self.next_release_at is not None and self.next_release_at <= now


@dataclass(frozen=True, slots=True)
class Head:
    """The stored part of a feed's state: its last public edit, and the times at which articles in it become or became due.

    `releases` has, by names, the publication time of every article that was not due by every clock when it was edited. Each past
    release counts as a change of the feed, although nothing was written then. `recent` holds the latest publication times, newest
    last. `crowded` is whether another state may have the date `changed_at`.
    """

    revision: str
    changed_at: datetime
    releases: Mapping[str, datetime] = field(default_factory=dict)
    recent: tuple[datetime, ...] = ()
    home_page_url: str | None = None
    slug: str | None = None
    retired: bool = False
    crowded: bool = False

    def at(self, now: datetime, read_at: datetime | None = None) -> FeedState:
        """The feed's state at `now`. An embargo lifts exactly at its second.

        `read_at` is when this head was read, by default `now`. A release since then may have been moved or withdrawn meanwhile,
        so the state that it makes is not dated.
        """
        lifted = self.due(now)
        last = max(lifted, default=self.changed_at)
        modified = max(self.modified, last)
        dated = self._is_unique(modified, read_at or now)
        return FeedState(
            moment=now,
            revision=f"{self.revision}+{last:%Y%m%dT%H%M%S}" if lifted else self.revision,
            changed_at=max(self.changed_at, last),
            last_modified=modified if dated else min(modified - SECOND, now),
            dated=dated,
            next_release_at=min((release for release in self.releases.values() if release > now), default=None),
            max_age=max_age_of(latest(self.recent, lifted) if lifted else self.recent),
            home_page_url=self.home_page_url,
            slug=self.slug,
            retired=self.retired,
        )

    @property
    def modified(self) -> datetime:
        """A date that no other state before a release has: a second after `changed_at` if that second is crowded."""
        return self.changed_at + SECOND if self.crowded else self.changed_at

    def _is_unique(self, date: datetime, read_at: datetime) -> bool:
        """Whether no other state has or will have this `date` of a state, if this head was read at `read_at`.

        Heads may share the date of a crowded one. Their edits have that date at most as their time, so every clock shows MARGIN
        more at the earliest when all of them are stored.
        """
        shared = self.crowded and date == self.modified
        return date + (MARGIN if shared else timedelta()) <= read_at

    def crowds(self, now: datetime) -> bool:
        """Whether an edit at `now` may have the date of an earlier state, or of one that a clock ahead of the editor's shows."""
        return now <= max((self.modified, *self.due(now + MARGIN)))

    def due(self, now: datetime) -> list[datetime]:
        """The releases that are past at `now`."""
        return [release for release in self.releases.values() if release <= now]


def present_name(key: FeedKey, slug: str | None) -> FeedKey:
    """The present name of the feed stored under `key`. `slug` is its present slug, None if it is still the first."""
    return FeedKey(key.kind, slug or key.slug)


def latest(*times: tuple[datetime, ...] | list[datetime]) -> tuple[datetime, ...]:
    """The latest RECENT_TIMES of all `times`, newest last. A feed's `max_age` depends on them."""
    return tuple(sorted({moment for some in times for moment in some})[-RECENT_TIMES:])


def max_age_of(recent: tuple[datetime, ...]) -> int:
    """How long a document may be cached, in seconds: a quarter of the median time between publications, but 5 to 60 minutes."""
    gaps = sorted(map(sub, recent[1:], recent))
    usual = gaps[len(gaps) // 2].total_seconds() if gaps else 4 * LONGEST_AGE
    return min(max(int(usual / 4), SHORTEST_AGE), LONGEST_AGE)
