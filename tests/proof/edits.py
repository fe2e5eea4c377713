"""Edits of every kind, in an order in which each has an effect."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from byline.model.feed_key import author_feed, section_feed
from byline.storage.editing import Outcome
from tests.proof.comparison import Comparison
from tests.proof.newsroom import Edit, an_empty_table
from tests.support.factories import NOW, article, author, section

HOUR, SOON = timedelta(hours=1), timedelta(seconds=30)
A, B = section_feed("a"), section_feed("b")


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
]
"""How the newsroom begins: three articles are out, one waits for an hour, and one, alone in its section, for seconds."""

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
    "withdraw with a notice": lambda desk: desk.withdraw(story(2).id, "Gone."),
    "withdraw what waits": lambda desk: desk.withdraw(story(3).id, ""),
    "new section": put(section("c")),
    "change an author": put(author("a", name="Another")),
    "describe a section": put(section("a", description="Other.")),
    "rename a section": lambda desk: desk.rename(A, "c"),
    "rename an author": lambda desk: desk.rename(author_feed("a"), "c"),
    "rename another": lambda desk: desk.rename(B, "c"),
    "retire": lambda desk: desk.retire(B),
}
"""Each can be the first after that."""

MOST_CALLS = 40
"""No edit calls DynamoDB as often."""


@pytest.fixture(scope="module")
def begun() -> Iterator[Comparison]:
    """A newsroom in which `BEFORE` was done and whose readers have been there."""
    with an_empty_table():
        both = Comparison()
        for edit in BEFORE:
            both.make(edit)
        yield both
