"""Where every item of the one table is, and how times are written in it. The table's map is docs/data-model.md.

    pk                        sk                          holds
    ARTICLE#<id>              ARTICLE                     an article, stored once
    FEED#site                 HEAD                        the state the feed is in
    FEED#sections/world       PROFILE                     the section or author a feed is about
    FEED#sections/world       ENTRY#<published>#<id>      the article's place in the feed
    FEED#sections/world       TOMBSTONE#<when>#<id>       the article was there and is withdrawn
    FEED#sections/world       DOCUMENT#rss#<id>#<rev>     a rendering of one state of the feed, for a while
    FEED#sections/world       ANNOUNCED                   the state that hubs and the CDN were last told of
    FEED#sections/global      HEAD                        a later name of sections/world: where that is stored
    DIRECTORY                 sections/world              the feed's name, for lists of all feeds
    SCHEDULE                  <published>#<id>            an article whose time has still to come

Entries, tombstones and the schedule are made in `places`, everything else in `items`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from byline.feeds import FeedKey

SCHEMA = 2
"""The version of the stored forms, on every item, so that a later one knows what it reads."""

DIRECTORY = "DIRECTORY"
ENTRY = "ENTRY#"
DOCUMENT = "DOCUMENT#"

Item = dict[str, Any]


def written(moment: datetime) -> str:
    """A time as stored and sorted: `2026-03-14T06:30:00Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: Any) -> datetime:
    """The time that `written` wrote; raises ValueError.

    Its form is told from its signs alone: a poll reads a dozen times, and writing one again takes six times as long.
    """
    if not isinstance(text, str) or len(text) != 20 or text[4::3] != "--T::Z":
        raise ValueError(f"{text!r} is not a time as it is stored")
    return datetime.fromisoformat(text)


def written_times(moments: Iterable[datetime]) -> str:
    """Times as one text, since botocore takes as long over one time in a list as `read_time` over seven."""
    return " ".join(map(written, moments))


def read_times(stored: Any) -> tuple[datetime, ...]:
    """The times that `written_times` wrote, or those of a list, as heads of schema 1 have them; raises ValueError."""
    return tuple(map(read_time, stored.split() if isinstance(stored, str) else stored))


def feed_pk(key: FeedKey) -> str:
    """The partition that holds everything of one feed."""
    return f"FEED#{key}"


def article_key(article_id: str) -> Item:
    """Where an article is."""
    return {"pk": f"ARTICLE#{article_id}", "sk": "ARTICLE"}


def head_key(key: FeedKey) -> Item:
    """Where a feed's head is."""
    return {"pk": feed_pk(key), "sk": "HEAD"}


def profile_key(key: FeedKey) -> Item:
    """Where the section or author a feed is about is."""
    return {"pk": feed_pk(key), "sk": "PROFILE"}


def announced_key(key: FeedKey) -> Item:
    """Where it is noted which state of a feed the world was last told of."""
    return {"pk": feed_pk(key), "sk": "ANNOUNCED"}


def last_due(now: datetime) -> str:
    """The sort key just after the entries due at `now` and before those due later."""
    return f"{ENTRY}{written(now)}$"
