"""Where an article stands beside its own item: its places in feeds and in the schedule, or its tombstones in their stead.

All of them follow from the article as it is filed, so that an edit writes the difference between what they were and will be.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from byline.model.article import Article
from byline.model.feed_key import SITE, FeedKey
from byline.model.kinds import feeds_of, profiles_of
from byline.model.lifecycle import Status, StoredArticle, Tombstone, Withdrawal
from byline.model.times import format_time, parse_time
from byline.storage.item_keys import ENTRY, SCHEMA, Item, feed_pk

SCHEDULE = "SCHEDULE"
TOMBSTONE = "TOMBSTONE#"
MOST_TOMBSTONES = 50
"""A feed shows no more of them than it shows articles."""

DerivedItems = dict[tuple[str, str], Item]


def derived_items(stored_article: StoredArticle | None, now: datetime) -> DerivedItems:
    """Every item that follows from `filed`, by its key; `now` tells whether it waits in the schedule."""
    if stored_article is None or stored_article.draft:
        return {}
    made = (
        _tombstones(stored_article.article, stored_article.withdrawal)
        if stored_article.withdrawal
        else _entries(stored_article.article)
    )
    if stored_article.status(now) is Status.SCHEDULED:
        made = [*made, _scheduled(stored_article.article)]
    return {(item["pk"], item["sk"]): {**item, "schema": SCHEMA} for item in made}


def feeds_in(stored_article: StoredArticle | None) -> tuple[FeedKey, ...]:
    """The feeds in which the article or its tombstone stands."""
    if stored_article is None or stored_article.draft or (stored_article.withdrawal and not stored_article.withdrawal.seen):
        return ()
    return feeds_of(stored_article.article)


def entry_key(key: FeedKey, article: Article) -> Item:
    """Where an article's place in a feed is: places sort by `published`, then by id."""
    return {"pk": feed_pk(key), "sk": f"{ENTRY}{format_time(article.published)}#{article.id}"}


def feeds_at(place: Mapping[str, Any]) -> tuple[FeedKey, ...] | None:
    """Every feed in which the article of this place stands; None for a place that is older than this knowledge."""
    if "feeds" not in place:
        return None
    return (SITE, *map(FeedKey.named, place["feeds"].split()))


def since(moment: datetime, days: int) -> tuple[str, str]:
    """The bounds of the tombstones that are shown at `moment`: those of the last `days`."""
    return f"{TOMBSTONE}{format_time(moment - timedelta(days=days))}", f"{TOMBSTONE}~"


def tombstone_from(item: Mapping[str, Any]) -> Tombstone:
    """The tombstone in a stored item."""
    return Tombstone(
        article_id=item["article"],
        at=parse_time(item["at"]),
        url=item["url"],
        published=parse_time(item["published"]),
        notice=item.get("notice", ""),
    )


def due_by(now: datetime) -> tuple[str, str]:
    """The bounds of what in the schedule is due at `now`."""
    return "0", f"{format_time(now)}$"


def _entries(article: Article) -> list[Item]:
    feeds = " ".join(map(str, profiles_of(article)))
    return [{**entry_key(key, article), "article": article.id, "feeds": feeds} for key in feeds_of(article)]


def _scheduled(article: Article) -> Item:
    feeds = " ".join(map(str, profiles_of(article)))
    return {"pk": SCHEDULE, "sk": f"{format_time(article.published)}#{article.id}", "article": article.id, "feeds": feeds}


def _tombstones(article: Article, withdrawal: Withdrawal) -> list[Item]:
    at = format_time(withdrawal.at)
    told = {"notice": withdrawal.notice} if withdrawal.notice else {}
    known = {"article": article.id, "at": at, "url": article.url, "published": format_time(article.published), **told}
    feeds = feeds_of(article) if withdrawal.seen else ()
    return [{"pk": feed_pk(key), "sk": f"{TOMBSTONE}{at}#{article.id}", **known} for key in feeds]
