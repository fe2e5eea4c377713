"""One title of a section is changed in which thousands of authors ever wrote: what it costs at once, and until it is finished."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import ceil
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends

from byline.desk.publisher import Publisher
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.lifecycle import StoredArticle
from byline.storage import items
from byline.storage.attribute_values import marshalled_item
from byline.storage.dynamodb import BATCH, Table
from byline.storage.feed_entries import derived_items
from byline.storage.heads import head_changes
from byline.storage.item_keys import SCHEMA, Item, Key, head_key, profile_key
from byline.storage.profile_usage import MOST_CHECKED
from byline.storage.writes import Write
from tests.proof.comparison import COUNTED
from tests.proof.simulated_table import SimulatedTable
from tests.support.factories import NOW, Clock, article, counter, section
from tests.support.using import feeds_using_profile

WORLD = section_feed("world")
MOST_AT_ONCE = MOST_CHECKED + 40
"""The most requests of an edit: a check for each feed, and some reads; the same for any number of authors."""


class CountedTable(SimulatedTable):
    """A table that counts requests, and the read units of those that read: one for each 4 KB, consistently."""

    def __init__(self, table: Table, clock: Clock) -> None:
        super().__init__(table._client, clock)
        self.requests = Counter[str]()
        self.read_units = 0

    def get_many(self, keys: Sequence[Key], *, consistent: bool = False) -> list[Item]:
        found = super().get_many(keys, consistent=consistent)
        self.requests["reads"] += ceil(len(keys) / BATCH)
        self.read_units += sum(_read_units([item]) for item in found) + len(keys) - len(found)
        return found

    def query(self, pk: str, **options: Any) -> Iterator[Item]:
        found = list(super().query(pk, **options))
        assert _size(found) < 1_000_000, "takes more than one request"
        self.requests["queries"] += 1
        self.read_units += _read_units(found)
        yield from found

    def transact(self, writes: Sequence[Write], *in_time: Any) -> None:
        super().transact(writes, *in_time)
        self.requests["transactions"] += 1


def _read_units(found: list[Item]) -> int:
    return max(ceil(_size(found) / 4096), 1)


def _size(found: list[Item]) -> int:
    return sum(len(json.dumps(marshalled_item(item))) for item in found)


def stored(table: Table, things: Iterator[Item]) -> None:
    """Store items in moto without requests."""
    backend = dynamodb_backends["123456789012"]["eu-west-1"].get_table(table.name)
    for item in things:
        backend.put_item(marshalled_item(item))


def newsroom(authors: int) -> Iterator[Item]:
    """A section in which each of many authors wrote once, a minute apart. Ten of them have since written elsewhere, often."""
    keys = [author_feed(f"a{number}") for number in range(authors)]
    for key in (SITE, WORLD, section_feed("old"), *keys):
        yield {**head_key(key), "schema": SCHEMA, **head_changes("r0", NOW - timedelta(days=1), ())}
    yield items.profile_item(WORLD, section("world"), "r0")
    for number in range(authors):
        published = NOW - timedelta(minutes=authors - number)
        yield from made(article(number, published=published, sections=("world",), authors=(f"a{number}",)))
    for number in range(min(authors, 10)):
        for later in range(60):
            published = NOW - timedelta(seconds=later)
            yield from made(article(10**6 + 60 * number + later, published=published, sections=("old",), authors=(f"a{number}",)))


def made(story: Any) -> Iterator[Item]:
    yield from derived_items(StoredArticle(story), NOW).values()


def changed_feeds(table: Table, keys: list[FeedKey]) -> set[FeedKey]:
    found = {item["pk"]: item["revision"] for item in table.get_many([head_key(key) for key in keys], consistent=True)}
    return {key for key in keys if found[head_key(key)["pk"]] != "r0"}


@pytest.mark.parametrize("authors", [10, 1_000, 10_000])
def test_an_edit_takes_no_more_requests_however_many_authors_wrote_in_a_section(table: Table, clock: Clock, authors: int) -> None:
    stored(table, newsroom(authors))
    keys = [SITE, section_feed("old"), *(author_feed(f"a{number}") for number in range(authors))]
    at_once, later, uncounted = CountedTable(table, clock), CountedTable(table, clock), SimulatedTable(table._client, clock)
    truth = feeds_using_profile(uncounted, WORLD, NOW)
    Publisher(at_once, clock, counter()).put(section("world", title="The world"))
    Publisher(later, clock, counter("s")).profiles.finish(WORLD)
    assert at_once.requests.total() <= MOST_AT_ONCE
    assert not items.unfinished_from(uncounted.get(profile_key(WORLD)) or {})
    assert changed_feeds(uncounted, keys) == truth
    assert len(truth - {SITE}) == authors - 10
    for name, counted in (("at once", at_once), ("later", later)):
        COUNTED[f"{authors:6,} authors: requests {name}"] = counted.requests.total()
        COUNTED[f"{authors:6,} authors: transactions {name}"] = counted.requests["transactions"]
        COUNTED[f"{authors:6,} authors: read units {name}"] = counted.read_units
