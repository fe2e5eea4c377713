"""The keys of the table's items. Only this module and the other modules of keys create and parse them. See docs/data-model.md.

pk                        sk                          holds
ARTICLE#<id>              ARTICLE                     an article, stored once
ARTICLE#<id>              VERSION#<number>            the article as it was after an edit that another has replaced
FEED#site                 HEAD                        the state of the feed
FEED#sections/world       PROFILE                     the section or author that the feed is about
FEED#sections/world       ENTRY#<published>#<id>      an article's entry in the feed
FEED#sections/world       TOMBSTONE#<when>#<id>       a withdrawn article that was in the feed
FEED#sections/world       ANNOUNCED                   the state that hubs were last notified of
DOCUMENT#sections/world   DOCUMENT#rss#<id>#<rev>     a rendering of one state of the feed, for 7 days
FEED#sections/global      HEAD                        an alias: a later name of sections/world
DIRECTORY                 sections/world              the feed's name, for lists of all feeds
SCHEDULE                  <published>#<id>            an article that is not due yet
ARTICLE#<id>              ERASING                     how far the removal of documents after an erasure is
FEED#authors/jane         ERASING                     the same after the erasure of an author
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict

from byline.model.feed_key import SITE, FeedKey
from byline.model.times import format_time, parse_time

SCHEMA = 2
"""The version of the stored forms. Every item has it, so that later code recognises older forms."""

ARTICLE, FEED = "ARTICLE#", "FEED#"
DIRECTORY, SCHEDULE = "DIRECTORY", "SCHEDULE"
ARTICLE_SORT_KEY = "ARTICLE"
HEAD, PROFILE, ANNOUNCED = "HEAD", "PROFILE", "ANNOUNCED"
ENTRY, TOMBSTONE = "ENTRY#", "TOMBSTONE#"

Item = dict[str, Any]
"""An item with its key, or some attributes of an item."""


class Key(TypedDict):
    """The key of one item."""

    pk: str
    sk: str


Bounds = tuple[str, str]
"""The first and the last sort key of a range, both inclusive."""


def key_of(item: Mapping[str, Any]) -> Key:
    """The key of a stored item."""
    return {"pk": item["pk"], "sk": item["sk"]}


def article_key(article_id: str) -> Key:
    """The key of an article."""
    return {"pk": f"{ARTICLE}{article_id}", "sk": ARTICLE_SORT_KEY}


def all_of(kind: str) -> Bounds:
    """The bounds of all items of a kind in a partition, whose sort keys begin with `kind`."""
    return kind, f"{kind}~"


def article_id_from(pk: str) -> str:
    """The id of the article stored under `pk`; raises ValueError for another kind of item."""
    return _after(ARTICLE, pk)


def feed_pk(key: FeedKey) -> str:
    """The partition key of all items of one feed."""
    return f"{FEED}{key}"


def feed_from(pk: str) -> FeedKey:
    """The feed whose partition is `pk`; raises ValueError for another partition."""
    return FeedKey.named(feed_name(pk))


def feed_name(pk: str) -> str:
    """The name of the feed whose partition is `pk`; raises ValueError for another partition."""
    return _after(FEED, pk)


def head_key(key: FeedKey) -> Key:
    """The key of a feed's head, or of the alias that replaces it."""
    return {"pk": feed_pk(key), "sk": HEAD}


def profile_key(key: FeedKey) -> Key:
    """The key of the section or author that a feed is about."""
    return {"pk": feed_pk(key), "sk": PROFILE}


def announced_key(key: FeedKey) -> Key:
    """The key of the last announced state of a feed."""
    return {"pk": feed_pk(key), "sk": ANNOUNCED}


def directory_key(key: FeedKey) -> Key:
    """The key of a feed's directory entry."""
    return {"pk": DIRECTORY, "sk": str(key)}


def entry_key(key: FeedKey, published: datetime, article_id: str) -> Key:
    """The key of an article's entry in a feed: entries sort by `published`, then by id."""
    return {"pk": feed_pk(key), "sk": f"{ENTRY}{dated(published, article_id)}"}


def tombstone_key(key: FeedKey, withdrawn: datetime, article_id: str) -> Key:
    """The key of an article's tombstone in a feed: tombstones sort by the time of the withdrawal, then by id."""
    return {"pk": feed_pk(key), "sk": f"{TOMBSTONE}{dated(withdrawn, article_id)}"}


def schedule_key(published: datetime, article_id: str) -> Key:
    """The key of an article in the schedule."""
    return {"pk": SCHEDULE, "sk": dated(published, article_id)}


def dated(moment: datetime, article_id: str) -> str:
    """A sort key by time, then by id; the inverses are `moment_in` and `article_id_in`."""
    return f"{format_time(moment)}#{article_id}"


def moment_in(sk: str) -> datetime:
    """The time in the sort key of an entry, tombstone, schedule or list item; raises ValueError."""
    return parse_time(_without_prefix(sk).partition("#")[0])


def article_id_in(sk: str) -> str:
    """The article's id in the sort key of an entry, tombstone, schedule or list item."""
    return _without_prefix(sk).partition("#")[2]


def last_due(now: datetime) -> str:
    """A sort key after the entries due at `now` and before those due later."""
    return f"{ENTRY}{format_time(now)}$"


def due_entries(now: datetime) -> Bounds:
    """The bounds of the entries of a feed that are due at `now`."""
    return ENTRY, last_due(now)


def later_entries(now: datetime) -> Bounds:
    """The bounds of the entries of a feed that are not due at `now`."""
    return last_due(now), f"{ENTRY}~"


def entries_and_tombstones() -> Bounds:
    """The bounds of a feed's entries and tombstones. They include its head and profile."""
    return ENTRY, f"{TOMBSTONE}~"


def recent_tombstones(moment: datetime, days: int) -> Bounds:
    """The bounds of the tombstones that a feed shows at `moment`: those of the last `days`."""
    return f"{TOMBSTONE}{format_time(moment - timedelta(days=days))}", f"{TOMBSTONE}~"


def due_in_schedule(now: datetime) -> Bounds:
    """The bounds of the part of the schedule that is due at `now`."""
    return "0", f"{format_time(now)}$"


def feeds_text(feeds: Iterable[FeedKey]) -> str:
    """Feeds as one text, without the site's, to which every article belongs; the inverse of `feeds_from`."""
    return " ".join(str(key) for key in feeds if key != SITE)


def feeds_from(text: Any) -> tuple[FeedKey, ...]:
    """The feeds in a text that `feeds_text` made, the site's first; raises ValueError if it is not a text."""
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not a text with names of feeds")
    return (SITE, *feeds_named(text.split()))


def feeds_named(names: Iterable[str]) -> tuple[FeedKey, ...]:
    """The feeds with these names, without names that this release cannot read: a later one may have kinds of feeds of its own."""
    return tuple(key for name in names if (key := feed_named(name)))


def feed_named(name: str) -> FeedKey | None:
    """The feed called `name`; None if this release has no such kind of feed."""
    try:
        return FeedKey.named(name)
    except ValueError:
        return None


def _without_prefix(sk: str) -> str:
    return sk.removeprefix(ENTRY).removeprefix(TOMBSTONE)


def _after(prefix: str, pk: str) -> str:
    if not pk.startswith(prefix):
        raise ValueError(f"{pk} does not begin with {prefix}")
    return pk.removeprefix(prefix)
