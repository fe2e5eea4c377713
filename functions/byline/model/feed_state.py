"""The state of a feed, computed from its head and the time alone: its revision, when it last changed and when it changes next."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import sub

from byline.model.feed_key import FeedKey

SHORTEST_AGE = 300
LONGEST_AGE = 3_600
RECENT_TIMES = 11
SKEW = timedelta(seconds=1)
"""How far the clocks of two functions may differ."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """The state of a feed at a `moment`.

    Every change gives it a new `revision`. `changed_at` never decreases and is never in the future. `next_release_at` is when the
    next embargo lifts, None if there is none. `max_age`, in seconds, depends on how often the feed changes. `home_page_url` is
    the page of the section or author that the feed is about, None if the feed uses the site's. `slug` is the present slug, None
    if it is still the first. A `retired` feed has ended permanently.
    """

    moment: datetime = field(compare=False)
    revision: str
    changed_at: datetime
    next_release_at: datetime | None
    max_age: int
    home_page_url: str | None
    slug: str | None = None
    retired: bool = False

    def name(self, key: FeedKey) -> FeedKey:
        """The present name of the feed, which is stored under `key`."""
        return present_name(key, self.slug)


@dataclass(frozen=True, slots=True)
class Head:
    """The stored part of a feed's state: its last edit, and the times at which articles in it are due.

    `releases` may include past times: each past release counts as a change of the feed, although nothing was written then.
    `recent` holds the latest publication times, newest last.
    """

    revision: str
    changed_at: datetime
    releases: tuple[datetime, ...] = ()
    recent: tuple[datetime, ...] = ()
    home_page_url: str | None = None
    slug: str | None = None
    retired: bool = False

    def at(self, now: datetime) -> FeedState:
        """The feed's state at `now`. An embargo lifts exactly at its second.

        A time that the last edit treated as past is past here too, even if this clock is behind the editor's by up to SKEW.
        """
        moment = now if self.changed_at <= now else min(self.changed_at, now + SKEW)
        lifted = [release for release in self.releases if self.changed_at < release <= moment]
        revision = f"{self.revision}+{max(lifted):%Y%m%dT%H%M%S}" if lifted else self.revision
        return FeedState(
            moment=moment,
            revision=revision,
            changed_at=min(max(lifted, default=self.changed_at), now),
            next_release_at=min((release for release in self.releases if release > moment), default=None),
            max_age=max_age_of(latest(self.recent, lifted) if lifted else self.recent),
            home_page_url=self.home_page_url,
            slug=self.slug,
            retired=self.retired,
        )


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
