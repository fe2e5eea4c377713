"""Edits of every kind, each of which has an effect after `BEFORE`."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_edits import PutArticle
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.model.feed_key import author_feed, section_feed
from byline.model.lifecycle import Status
from byline.storage.editing import Outcome, Source
from tests.proof.comparison import Comparison
from tests.proof.newsroom import Edit, an_empty_table
from tests.support.factories import NOW, article, author, correction, section

HOUR, SOON = timedelta(hours=1), timedelta(seconds=30)
A, B = section_feed("a"), section_feed("b")
OVERWRITES, REPUBLISHES = Source(imports=True, overwrites=True), Source(imports=True, republishes=True)
TAKES = Source(moves_addresses=True)


def put(thing: Any, *, draft: bool = False) -> Edit:
    def edit(desk: Any) -> Outcome:
        outcome: Outcome = desk.put(thing, draft=draft) if draft else desk.put(thing)
        return outcome

    return edit


def story(number: int, **changes: Any) -> Any:
    return article(number, **{"sections": ("a",), "authors": ("a",), **changes})


BEFORE: list[Edit] = [
    *map(put, (section("a"), section("b"), author("a"), author("b"))),
    put(story(1)),
    put(story(2, sections=("a", "b"), authors=("a", "b"))),
    put(story(3, published=NOW + HOUR)),
    put(story(4, sections=("b",))),
    put(section("d")),
    put(story(8, sections=("d",), published=NOW + SOON)),
    put(author("c")),
    put(story(9, sections=(), authors=("c",))),
    lambda desk: desk.withdraw(story(9).id, "Gone."),
    lambda desk: desk.retire(author_feed("c")),
]
"""The initial newsroom: three published articles, one due in an hour, one, alone in its section, due in seconds, and one that is
withdrawn, of a retired author."""

EDITS: dict[str, Edit] = {
    "publish": put(story(5)),
    "draft": put(story(6), draft=True),
    "schedule": put(story(7, published=NOW + 2 * HOUR)),
    "correct": put(story(2, sections=("a", "b"), authors=("a", "b"), title="Corrected")),
    "move": put(story(2, sections=("b",), authors=("b",))),
    "date earlier": put(story(1, published=NOW - 2 * HOUR)),
    "date later": put(story(3, published=NOW + 2 * HOUR)),
    "lift at once": put(story(3, published=NOW)),
    "withdraw": lambda desk: desk.withdraw(story(2).id, ""),
    "say a title": lambda desk: desk.edit(PutArticle(story(2, title="Said"), ("title",))),
    "restate a draft": lambda desk: desk.edit(PutArticle(story(3), (), StatedLifecycle(Status.DRAFT))),
    "publish now": lambda desk: desk.edit(PutArticle(story(3), (), StatedLifecycle(Status.PUBLISHED))),
    "add a correction": lambda desk: desk.edit(PutArticle(story(2, corrections=(correction(at=NOW),)), ("corrections",))),
    "withdraw with a notice": lambda desk: desk.withdraw(story(2).id, "Gone."),
    "withdraw what waits": lambda desk: desk.withdraw(story(3).id, ""),
    "restore": lambda desk: desk.edit(PutArticle(story(9), (), StatedLifecycle(restores=True))),
    "change a notice": lambda desk: desk.withdraw(story(9).id, "Gone for good."),
    "import": lambda desk: desk.edit(PutArticle(story(5), trusts_dates=True), Source(imports=True)),
    "import over the desk": lambda desk: desk.edit(PutArticle(story(1, title="Old"), ("title",)), OVERWRITES),
    "import what was withdrawn": lambda desk: desk.edit(PutArticle(story(9), (), StatedLifecycle(restores=True)), REPUBLISHES),
    "take an address": lambda desk: desk.edit(PutArticle(story(2, url=story(1).url), ("url",)), TAKES),
    "state a guid": lambda desk: desk.edit(PutArticle(story(3, guid="4711"), ("guid",))),
    "publish with that guid": put(story(5, guid="4711")),
    "go back": lambda desk: desk.go_back(story(9).id, 1),
    "erase": lambda desk: desk.erase(story(2).id),
    "erase what waits": lambda desk: desk.erase(story(3).id),
    "erase an author": lambda desk: desk.erase_author(author_feed("a")),
    "revive": lambda desk: desk.revive(author_feed("c")),
    "new section": put(section("c")),
    "change an author": put(author("a", name="Another")),
    "describe a section": put(section("a", description="Other.")),
    "rename a section": lambda desk: desk.rename(A, "c"),
    "rename an author": lambda desk: desk.rename(author_feed("a"), "d"),
    "rename another": lambda desk: desk.rename(B, "c"),
    "retire": lambda desk: desk.retire(B),
}
"""Each can be the first edit after `BEFORE`."""

MOST_CALLS = 80
"""More calls to DynamoDB than any edit makes."""


@pytest.fixture(scope="module")
def begun() -> Iterator[Comparison]:
    """A newsroom after the edits in `BEFORE` and a poll of every feed."""
    with an_empty_table():
        both = Comparison()
        for edit in BEFORE:
            both.make(edit)
        yield both
