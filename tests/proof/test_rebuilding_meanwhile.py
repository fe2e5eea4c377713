"""A rebuild neither loses nor undoes an edit between its reads and its first transaction."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_edits import WithdrawArticle
from byline.desk.publisher import Publisher
from byline.storage.dynamodb import Table, connect
from byline_tools.local.stack import TABLE_NAME
from byline_tools.rebuild.rebuilder import RepairResult
from tests.proof.test_rebuilder import FIRST, WORLD, everything, newsroom, rebuild, stored, without
from tests.support.factories import NOW, Clock, article
from tests.support.renaming import rename

__all__ = ["newsroom", "stored"]

LOST = ({"pk": "FEED#", "sk": f"ENTRY#{FIRST}"}, {"pk": "FEED#site", "sk": "HEAD"}, {"pk": "DIRECTORY"})


def interrupted(clock: Clock, edit: Callable[[], object]) -> type[Table]:
    """A table in which an edit is made before the first transaction."""

    class Interrupted(Table):
        edits: Iterator[Callable[[], object]] = iter([edit])

        def transact(self, writes: Any, *in_time: Any) -> None:
            for each in self.edits:
                each()
            super().transact(writes, *in_time)

    return Interrupted


@pytest.mark.parametrize(
    "edit",
    [
        lambda newsroom: newsroom.put(article(1, sections=("sea",), title="Meanwhile")),
        lambda newsroom: newsroom.articles.edit(WithdrawArticle(article(1).id)),
        lambda newsroom: newsroom.put(article(1, published=NOW - timedelta(days=1))),
        lambda newsroom: newsroom.put(article(30)),
        lambda newsroom: rename(newsroom.profiles, WORLD, "globe"),
        lambda newsroom: newsroom.profiles.retire(WORLD),
    ],
    ids=["moved", "withdrawn", "redated", "another", "renamed", "retired"],
)
@pytest.mark.parametrize("lost", LOST)
def test_an_edit_in_between_is_neither_lost_nor_undone(
    newsroom: Publisher, table: Table, clock: Clock, edit: Callable[[Publisher], object], lost: dict[str, str]
) -> None:
    without(**lost)(table)
    disturbed = interrupted(clock, lambda: edit(newsroom))(connect(), TABLE_NAME, sleep=lambda _: None)
    rebuild(disturbed, clock)
    edited = {item["pk"]: item for item in everything(table) if item["sk"] in ("ARTICLE", "PROFILE")}
    rebuild(table, clock)
    assert rebuild(table, clock) == RepairResult()
    assert {item["pk"]: item for item in everything(table) if item["sk"] in ("ARTICLE", "PROFILE")} == edited
