"""After any sequence of edits, lists by any filter and in any pages are those of a model, and so is who has an address."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.finding import Filters, Finder
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.edit_errors import AddressTaken
from byline.errors import BylineError
from byline.model.addresses import same_page
from byline.model.lifecycle import Status, StoredArticle
from byline.storage import list_reader
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import Source
from tests.proof.finding import Addresses, in_pages, passes
from tests.support.factories import NOW, Clock, article, author, section

STEPS = 150
IDS = [f"tag:example.com,2026:{number}" for number in range(12)]
URLS = [f"https://www.example.com/{number}" for number in range(14)]
TITLES = ["Fog in the Port", "Nebel im Häfen", "FOG", "Port"]
WORDS = [None, "fog", "port fog", "hafen"]
HOUR = timedelta(hours=1)
FILTERS = [
    Filters(section, author, tag, status, since, until, words)
    for section, author, tag in ((None, None, None), ("a", None, None), (None, "b", "sea"), ("b", "a", None))
    for status, words in product((None, *Status), WORDS)
    for since, until in ((None, None), (NOW - HOUR, NOW + HOUR))
]


class Model:
    """What was stored, and who has which address."""

    def __init__(self) -> None:
        self.stored: dict[str, StoredArticle] = {}
        self._addresses = Addresses()

    def holder(self, url: str) -> str | None:
        return self._addresses.holder(same_page(url))

    def put(self, after: StoredArticle) -> None:
        before, page = self.stored.get(after.article.id), same_page(after.article.url)
        had = same_page(before.article.url) if before else None
        if had != page:
            self._addresses.give(after.article.id, had, page)
        self.stored[after.article.id] = after

    def holder_in_the_way(self, article_id: str, url: str) -> str | None:
        """The article whose address the other one may not get."""
        before, holder = self.stored.get(article_id), self.holder(url)
        moves = before is None or same_page(before.article.url) != same_page(url)
        return holder if moves and holder != article_id else None

    def listed(self, filters: Filters, now: datetime) -> list[str]:
        found = [each for each in self.stored.values() if passes(each, filters, now)]
        return [
            each.article.id for each in sorted(found, key=lambda each: (each.article.published, each.article.id), reverse=True)
        ]


def edits(random: Random, clock: Clock) -> Iterator[tuple[PutArticle | WithdrawArticle, bool]]:
    """Random edits, and whether each moves an address."""
    for _ in range(STEPS):
        article_id = random.choice(IDS)
        if random.random() < 0.2:
            yield WithdrawArticle(article_id, random.choice([None, "Gone."])), False
            continue
        lifecycle = StatedLifecycle(random.choice([None, *Status]), aware=True, restores=random.random() < 0.3)
        made = article(
            id=article_id,
            url=random.choice(URLS),
            title=random.choice(TITLES),
            published=clock() + random.randint(-3, 3) * HOUR,
            sections=random.choice([(), ("a",), ("a", "b")]),
            authors=random.choice([("a",), ("b",)]),
            tags=random.choice([(), ("Sea", "ships")]),
        )
        yield PutArticle(made, lifecycle=lifecycle), random.random() < 0.2


@pytest.mark.parametrize("seed", range(2))
def test_lists_and_addresses_follow_any_edits(
    publisher: Publisher, table: Table, clock: Clock, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_reader, "MOST_READ", 5)
    random, model, finder = Random(seed), Model(), Finder(DeskReader(table), clock)
    for thing in (section("a"), section("b"), author("a"), author("b")):
        publisher.put(thing)
    outcomes: list[str] = []
    for edit, moves in edits(random, clock):
        outcomes.append(make(publisher, model, edit, moves=moves))
        clock.advance(minutes=random.choice([0, 1, 30]))
        for filters in random.sample(FILTERS, 6):
            found = [each["id"] for each in in_pages(finder, filters, random.randint(1, 15))]
            assert found == model.listed(filters, clock()), filters
        url = random.choice(URLS)
        holder = model.holder(url)
        assert [each["id"] for each in finder.named(f"{url}/#top")["articles"]] == ([holder] if holder else [])
    assert set(outcomes) == {"made", "taken", "refused"}


def make(publisher: Publisher, model: Model, edit: Any, *, moves: bool) -> str:
    """Make an edit in the table and in the model, and return what came of it."""
    holder = model.holder_in_the_way(edit.article_id, edit.article.url) if isinstance(edit, PutArticle) and not moves else None
    try:
        result = publisher.articles.edit(edit, source=Source(moves_addresses=moves))
    except AddressTaken as error:
        return "taken" if error.article_id == holder else f"taken by {error.article_id} instead of {holder}"
    except BylineError:
        return "refused"
    model.put(result.thing)
    return "made" if holder is None else f"made, though {holder} has the address"
