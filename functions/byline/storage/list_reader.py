"""Reads the lists of articles, newest first, page by page."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge

from byline.errors import Refused
from byline.model.lifecycle import Status
from byline.storage.article_lists import Listing, listing_from
from byline.storage.dynamodb import Table
from byline.storage.finding_keys import Range, ranges
from byline.storage.item_keys import Item, Key

MOST_READ = 2_000
"""The most items that are read for one page; an item of several KB counts once for each of them."""

LARGEST_STEP = 1_000
"""The most items in one request."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the lists: articles of one status, all if it is None, published at or after `since` and before `until`."""

    status: Status | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Span()


@dataclass(frozen=True, slots=True)
class Page:
    """Articles of a list, newest first, and the `position` after which the next page begins; None after the last page.

    A page may have fewer articles than were asked for, even none, although more follow: a request reads MOST_READ at most.
    """

    listings: list[Listing]
    position: str | None


class ListReader:
    """Reads the lists of `table`, eventually consistently. Every method raises StoreUnavailable."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def page(
        self,
        span: Span,
        now: datetime,
        limit: int,
        wanted: Callable[[Listing], bool] = lambda _: True,
        position: str | None = None,
    ) -> Page:
        """The first `limit` articles in `span` that are `wanted`, after the `position` of an earlier page. The time is `now`.

        The lists are merged by time of publication and id, and a position is one of these. So it is valid for all of them, and
        stays so while articles are added, changed and moved.
        """
        streams = [self._newest_first(each, position, limit + 1) for each in ranges(span.status, now, span.since, span.until)]
        found: list[Listing] = []
        read, last = 0, position
        for item in merge(*streams, key=_sort_key, reverse=True):
            if len(found) == limit or read >= MOST_READ:
                return Page(found, last)
            read, last = read + _kilobytes(item), item["sk"]
            found += filter(wanted, _listings([item]))
        return Page(found, None)

    def listed(self, keys: Collection[Key]) -> list[Listing]:
        """What lists hold under `keys`, in no particular order."""
        return list(_listings(self._table.get_many(list(keys))))

    def _newest_first(self, part: Range, position: str | None, step: int) -> Iterator[Item]:
        """The items of a list before `position`. Each request asks for twice as many as the one before."""
        low, high = part.between
        last = position
        while True:
            bounds = low, min(high, last) if last else high
            if bounds[0] > bounds[1]:
                return
            items = list(self._table.query(part.pk, between=bounds, limit=step, newest_first=True))
            yield from (item for item in items if last is None or item["sk"] < last)
            if len(items) < step:
                return
            last, step = items[-1]["sk"], min(2 * step, LARGEST_STEP)


def _listings(items: Iterable[Item]) -> Iterator[Listing]:
    """What the items hold, without damaged ones, which `byline rebuild` repairs."""
    for item in items:
        try:
            yield listing_from(item)
        except Refused:
            continue


def _sort_key(item: Item) -> str:
    return str(item["sk"])


def _kilobytes(item: Item) -> int:
    return 1 + len(json.dumps(item, default=str)) // 1024
