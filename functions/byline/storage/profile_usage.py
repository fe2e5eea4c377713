"""Finds the feeds that show a section or author: those in which one of the newest articles names it.

The search goes through the entries of the profile's own feed, newest first, a part at a time: a section may have had thousands of
authors. It can go on from where it has ended, also in another process.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import FeedKey
from byline.model.profiles import Author, Profile, Section
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import feeds_at
from byline.storage.item_keys import Item

SOON = timedelta(minutes=1)
"""Longer than an edit takes. Otherwise a document rendered when an embargo lifts during an edit would keep the old profile."""

MOST_CHECKED = 90
"""How many feeds a part of the search checks, and up to 20 more: the other feeds of one article. Each takes a request."""

PAGE, MOST_PAGES = 100, 10
"""The entries that one request reads, and the most requests for entries in a part of the search."""

_OWN_FEED_ONLY: dict[Any, set[str]] = {Section: {"description", "image"}, Author: set()}
"""The fields that no other feed shows. A field that is not listed here counts as shown."""


def shown_in_other_feeds(profile: Profile) -> Any:
    """The values of a section or author that feeds other than its own show, in any format."""
    return {each.name: getattr(profile, each.name) for each in fields(profile) if each.name not in _OWN_FEED_ONLY[type(profile)]}


@dataclass(frozen=True, slots=True)
class FoundFeeds:
    """The `feeds` that a part of the search has found. The next part goes on `before` this sort key, None after the last."""

    feeds: list[FeedKey]
    before: str | None


class UsageSearch:
    """Searches `table` for the other feeds that show the section or author `key`, by consistent reads.

    It finds each feed once, even if another search goes on in its place; twice if an article that is due within a minute has led
    to it. A feed that begins or ceases to show the profile meanwhile may be found or not: what causes this changes the feed.
    """

    def __init__(self, table: Table, key: FeedKey) -> None:
        self._table = table
        self._key = key
        self._checked: set[FeedKey] = set()
        self._last: tuple[str, FoundFeeds] | None = None

    def first(self, now: datetime) -> FoundFeeds:
        """The first part: the feeds that show the profile at `now` or within a minute."""
        return self.part(item_keys.last_due(now + SOON), now)

    def part(self, before: str, now: datetime) -> FoundFeeds:
        """The part that begins `before` a sort key. Repeated for the same one, it gives the same result."""
        if self._last is None or before not in (self._last[0], self._last[1].before):
            self._checked = {self._key}
        if self._last is None or before != self._last[0]:
            self._last = before, self._search(before, now)
        return self._last[1]

    def _search(self, before: str, now: datetime) -> FoundFeeds:
        found, most = list[FeedKey](), len(self._checked) + MOST_CHECKED
        for _ in range(MOST_PAGES):
            page = self._page(before)
            for entry in page:
                before = entry["sk"]
                found += [feed for feed in self._unchecked(entry) if self._is_newest_that_shows(feed, before, now)]
                if len(self._checked) >= most:
                    return FoundFeeds(found, before)
            if len(page) < PAGE:
                return FoundFeeds(found, None)
        return FoundFeeds(found, before)

    def _page(self, before: str) -> list[Item]:
        """The next PAGE entries, or one more: bounds are inclusive, and the entry at `before` has been looked at."""
        bounds, pk = (item_keys.ENTRY, before), item_keys.feed_pk(self._key)
        page = self._table.query(pk, between=bounds, newest_first=True, consistent=True, limit=PAGE + 1)
        return [entry for entry in page if entry["sk"] != before]

    def _unchecked(self, entry: Item) -> Iterator[FeedKey]:
        """The feeds of an entry, without those that have been checked at a newer one."""
        for feed in feeds_at(entry) or _feeds_of_article(self._table, entry):
            if feed not in self._checked:
                self._checked.add(feed)
                yield feed

    def _is_newest_that_shows(self, feed: FeedKey, sk: str, now: datetime) -> bool:
        """Whether the feed shows the article with this sort key, and none that is newer and names the profile.

        An article's entries have the same sort key in every feed. With a newer one, the feed has been found there.
        """
        bounds, pk = (sk, item_keys.last_due(now)), item_keys.feed_pk(feed)
        shown = self._table.query(pk, between=bounds, consistent=True, limit=MOST_ARTICLES + 1) if bounds[0] < bounds[1] else ()
        newer = [entry for entry in shown if entry["sk"] != sk]
        return len(newer) < MOST_ARTICLES and not any(self._key in (feeds_at(entry) or ()) for entry in newer)


def _feeds_of_article(table: Table, entry: Item) -> tuple[FeedKey, ...]:
    """The feeds of an entry of schema 1, which does not list them."""
    item = table.get(item_keys.article_key(entry["article"]), consistent=True)
    return items.stored_article_from(item).feeds if item else ()
