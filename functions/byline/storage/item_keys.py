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

from datetime import datetime
from typing import Any

from byline.model.feed_key import FeedKey
from byline.model.times import format_time

SCHEMA = 2
"""The version of the stored forms, on every item, so that a later one knows what it reads."""

DIRECTORY = "DIRECTORY"
ENTRY = "ENTRY#"
DOCUMENT = "DOCUMENT#"

Item = dict[str, Any]


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
    return f"{ENTRY}{format_time(now)}$"
