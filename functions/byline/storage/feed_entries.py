"""The items derived from a stored article: its item in a list, its feed entries and its item in the schedule, or its tombstones.

An edit writes the difference between the items before and after it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from byline.errors import Problem, Refused
from byline.model.feed_key import FeedKey
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from byline.model.times import format_time, parse_time
from byline.model.tombstone import Tombstone
from byline.storage.article_lists import listing_item
from byline.storage.item_keys import SCHEMA, Item, entry_key, feeds_from, feeds_text, schedule_key, tombstone_key

MOST_TOMBSTONES = 50
"""A feed shows no more tombstones than articles."""

DerivedItems = dict[tuple[str, str], Item]
"""Items by partition and sort key."""


def derived_items(stored_article: StoredArticle | None, now: datetime) -> DerivedItems:
    """Every item derived from a stored article, by its key. The schedule has an item if the article is scheduled at `now`."""
    if stored_article is None:
        return {}
    made = [listing_item(stored_article), *_in_feeds(stored_article)]
    if stored_article.status(now) is Status.SCHEDULED:
        made.append(_scheduled(stored_article))
    return {(item["pk"], item["sk"]): {**item, "schema": SCHEMA} for item in made}


def feeds_in(stored_article: StoredArticle | None) -> tuple[FeedKey, ...]:
    """The feeds that hold an entry of the article, or its tombstone."""
    if stored_article is None or stored_article.draft or (stored_article.withdrawal and not stored_article.withdrawal.seen):
        return ()
    return stored_article.feeds


def feeds_at(item: Mapping[str, Any]) -> tuple[FeedKey, ...] | None:
    """Every feed of the article in an entry or schedule item; None for an entry of schema 1, which does not list them."""
    return feeds_from(item["feeds"]) if "feeds" in item else None


def tombstone_from(item: Mapping[str, Any]) -> Tombstone:
    """The tombstone in a stored item; raises Refused if the item does not hold one."""
    try:
        return Tombstone(
            article_id=item["article"],
            guid=item.get("guid"),
            at=parse_time(item["at"]),
            url=item["url"],
            published=parse_time(item["published"]),
            notice=item.get("notice", ""),
        )
    except Refused:
        raise
    except (KeyError, ValueError) as error:
        raise Refused(f"{item['pk']} {item['sk']}", [Problem("item", f"is not a tombstone: {error!r}")]) from error


def _in_feeds(stored_article: StoredArticle) -> list[Item]:
    if stored_article.draft:
        return []
    return _tombstones(stored_article, stored_article.withdrawal) if stored_article.withdrawal else _entries(stored_article)


def _entries(stored_article: StoredArticle) -> list[Item]:
    article, feeds = stored_article.article, feeds_text(stored_article.feeds)
    keys = [entry_key(key, article.published, article.id) for key in stored_article.feeds]
    return [{**key, "article": article.id, "feeds": feeds} for key in keys]


def _scheduled(stored_article: StoredArticle) -> Item:
    article = stored_article.article
    return {**schedule_key(article.published, article.id), "article": article.id, "feeds": feeds_text(stored_article.feeds)}


def _tombstones(stored_article: StoredArticle, withdrawal: Withdrawal) -> list[Item]:
    article, at = stored_article.article, format_time(withdrawal.at)
    optional = {name: value for name, value in (("notice", withdrawal.notice), ("guid", article.guid)) if value}
    stated = {"article": article.id, "at": at, "url": article.url, "published": format_time(article.published), **optional}
    feeds = stored_article.feeds if withdrawal.seen else ()
    return [{**tombstone_key(key, withdrawal.at, article.id), **stated} for key in feeds]
