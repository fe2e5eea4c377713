"""mypy distinguishes items, keys and writes: it would report each `type: ignore` below if it were not needed."""

from typing import TYPE_CHECKING

from byline.storage.item_keys import Item, head_key
from byline.storage.writes import put

if TYPE_CHECKING:
    from byline.model.feed_key import SITE
    from byline.storage.dynamodb import Table

    def wrong(table: Table, item: Item) -> None:
        key, write = head_key(SITE), put(item)
        table.transact([item])  # type: ignore[list-item]
        table.transact([key])  # type: ignore[list-item]
        table.put(write)  # type: ignore[arg-type]
        table.put(key)  # type: ignore[arg-type]
        table.get(item)  # type: ignore[arg-type]
        table.delete(write)  # type: ignore[arg-type]


def test_a_write_says_what_it_does() -> None:
    assert put({"pk": "p", "sk": "s"}, "a = :b", b=1) == {
        "Put": {
            "Item": {"pk": {"S": "p"}, "sk": {"S": "s"}},
            "ConditionExpression": "a = :b",
            "ExpressionAttributeValues": {":b": {"N": "1"}},
        }
    }
