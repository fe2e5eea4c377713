"""What each filter of a list costs over 10,000 articles: the table in docs/data-model.md has the figures measured here.

Read units are calculated as DynamoDB does: one for each 4 KB that a query reads, or for each 4 KB of an item read by its key.
They are half of that if the read is eventually consistent (docs.aws.amazon.com/amazondynamodb, read and write requests).
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from byline.desk.finding import Filters, Finder
from byline.desk.publisher import Publisher
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from byline.storage.article_lists import listing_item
from byline.storage.attribute_values import marshalled_item
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table, connect
from byline_tools.local.embedded_dynamodb import fast_transactions
from byline_tools.local.stack import TABLE_NAME
from tests.support.dates import dynamodb_at
from tests.support.factories import NOW, Clock, article, author, counter, section
from tests.support.stacks import STACK

PAGE = (Path(__file__).parents[2] / "docs" / "data-model.md").read_text(encoding="utf-8")
UNIT = 4096
SECTIONS, AUTHORS = 8, 40
ARTICLES = 10_000


def size(value: Any) -> int:
    """The size of an attribute value, as DynamoDB counts it."""
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return len(held) // 2 + 1
        case "L":
            return 3 + sum(1 + size(each) for each in held)
    return 1


def size_of(item: Any) -> int:
    return sum(len(name.encode()) + size(value) for name, value in item.items())


class MeteredTable(Table):
    """A table that counts requests and read units."""

    requests: int = 0
    units: float = 0

    def _call(self, operation: str, in_time: Callable[[], bool] | None = None, /, **request: Any) -> Any:
        answer = super()._call(operation, in_time, **request)
        self.requests += 1
        match operation:
            case "query":
                self._count([sum(map(size_of, answer["Items"]))], request["ConsistentRead"])
            case "batch_get_item":
                consistent = request["RequestItems"][self.name]["ConsistentRead"]
                self._count(map(size_of, answer["Responses"][self.name]), consistent)
            case "get_item":
                self._count([size_of(answer.get("Item", {}))], request["ConsistentRead"])
        return answer

    def _count(self, sizes: Any, consistent: bool) -> None:
        self.units += sum(max(1, ceil(each / UNIT)) for each in sizes) * (1 if consistent else 0.5)


def stored(number: int) -> StoredArticle:
    """One of 10,000 articles, three an hour: of 50, two are drafts, two are withdrawn, and a few wait."""
    made = article(
        number,
        published=NOW + timedelta(minutes=20 * (200 - number)),
        title=f"The harbour master explains what the tide of hour {number} brings{' in spring' * (number % 1_000 == 7)}",
        url=f"https://www.harbourgazette.example/world/the-tide-of-hour-{number}",
        sections=(f"section-{number % SECTIONS}",),
        authors=(f"author-{number % AUTHORS}",),
        tags=("tides", "harbour", "rare" if number % 1_000 == 7 else "common"),
    )
    withdrawal = Withdrawal(at=made.published, notice="We took this back.", seen=True)
    return StoredArticle(made, number % 25 == 1, withdrawal if number % 25 == 2 else None)


@pytest.fixture(scope="module")
def archive() -> Iterator[Table]:
    with mock_aws(), fast_transactions(), dynamodb_at(Clock()):
        client = connect()
        client.create_table(**STACK.table())
        publisher = Publisher(Table(client, TABLE_NAME), Clock(), counter())
        for number in range(AUTHORS):
            publisher.put(author(f"author-{number}"))
        for number in range(SECTIONS):
            publisher.put(section(f"section-{number}"))
        publisher.put(article(0, sections=("section-0",), authors=("author-0",)))
        items = [{"PutRequest": {"Item": marshalled_item(listing_item(stored(number)))}} for number in range(1, ARTICLES)]
        for start in range(0, len(items), 25):
            client.batch_write_item(RequestItems={TABLE_NAME: items[start : start + 25]})  # type: ignore[dict-item]
        yield Table(client, TABLE_NAME)


FILTERS: dict[str, Filters | str] = {
    "none: the newest 50 of every status": Filters(),
    "status `published`": Filters(status=Status.PUBLISHED),
    "status `scheduled`": Filters(status=Status.SCHEDULED),
    "status `draft`": Filters(status=Status.DRAFT),
    "a day": Filters(since=NOW - timedelta(days=40), until=NOW - timedelta(days=39)),
    "a section with an eighth of the articles": Filters(section="section-3"),
    "an author of a fortieth of the articles": Filters(author="author-3"),
    "a tag of ten articles": Filters(tag="rare"),
    "two words in ten titles": Filters(words="Spríng tide"),
    "a word in no title": Filters(words="volcano"),
    "an address": "http://www.example.com/world/0/",
}


def measured(archive: Table, filters: Filters | str) -> tuple[int, int, int, float]:
    """The number of articles found, and of the desk's pages, requests and read units that took: up to 50 articles."""
    table = MeteredTable(archive._client, archive.name)
    finder = Finder(DeskReader(table), Clock())
    if isinstance(filters, str):
        return len(finder.named(filters)["articles"]), 1, table.requests, table.units
    found, pages, cursor = 0, 0, None
    while found < 50:
        page = finder.articles(filters, 50 - found, cursor)
        found, pages, cursor = found + len(page["articles"]), pages + 1, page.get("cursor")
        if cursor is None:
            break
    return found, pages, table.requests, table.units


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_costs_what_the_page_says(archive: Table, name: str) -> None:
    found, pages, requests, units = measured(archive, FILTERS[name])
    row = f"| {name} | {found} | {pages} | {requests} | {units:g} |"
    assert row in PAGE


def test_an_item_of_a_list_has_the_size_that_the_page_says() -> None:
    assert f"about {size_of(marshalled_item(listing_item(stored(1_234))))} bytes" in PAGE
