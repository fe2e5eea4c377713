"""The writes of a transaction: what `Table.transact` takes, each with the condition it depends on."""

from collections.abc import Mapping
from typing import Any

from byline.storage.attribute_values import marshalled
from byline.storage.item_keys import Item


def put(item: Item, condition: str | None = None, **values: Any) -> Item:
    """A write of `transact`: store `item`, if `condition` holds; its `:name`s are given as keywords."""
    return {"Put": {"Item": _marshalled(item), **_condition(condition, values)}}


def delete(key: Item) -> Item:
    """A write of `transact`: remove the item under `key`, if there is one."""
    return {"Delete": {"Key": _marshalled(key)}}


def change(
    key: Item, changes: Item, condition: str | None = None, *, add: Item | None = None, take: Item | None = None, **values: Any
) -> Item:
    """A write of `transact`: set attributes of the item under `key`, `add` to its sets or `take` from them.

    Only if `condition` holds, which may name what `changes` sets as `:name` and further values given as keywords.
    """
    expressions = ["SET " + ", ".join(f"#{name} = :{name}" for name in changes)]
    expressions += [f"ADD #{name} :{name}" for name in add or {}]
    expressions += [f"DELETE #{name} :{name}" for name in take or {}]
    set_ = {**changes, **(add or {}), **(take or {})}
    return {
        "Update": {
            "Key": _marshalled(key),
            "UpdateExpression": " ".join(expressions),
            # Names go by placeholders, since many ordinary words are reserved.
            "ExpressionAttributeNames": {f"#{name}": name for name in set_},
            **_condition(condition, {**set_, **values}),
        }
    }


def _condition(condition: str | None, values: Mapping[str, Any]) -> Item:
    given = {"ExpressionAttributeValues": _marshalled({f":{name}": value for name, value in values.items()})} if values else {}
    return {**given, **({"ConditionExpression": condition} if condition else {})}


def _marshalled(item: Mapping[str, Any]) -> Any:
    return {name: marshalled(value) for name, value in item.items()}
