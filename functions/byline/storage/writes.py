"""The writes of a transaction, in the form that `Table.transact` takes, with their conditions."""

from collections.abc import Collection, Mapping
from typing import Any, TypedDict

from byline.storage.attribute_values import marshalled_item
from byline.storage.item_keys import Item, Key


class Write(TypedDict, total=False):
    """One write of a transaction, or one condition on it: exactly one member is present."""

    Put: dict[str, Any]
    Delete: dict[str, Any]
    Update: dict[str, Any]
    ConditionCheck: dict[str, Any]


def put(item: Item, condition: str | None = None, **values: Any) -> Write:
    """Store `item` if `condition` holds; keyword arguments are the values of its `:name` placeholders."""
    return {"Put": {"Item": marshalled_item(item), **_condition(condition, values)}}


def delete(key: Key, condition: str | None = None, **values: Any) -> Write:
    """Remove the item under `key`, if there is one and `condition` holds; for keyword arguments see `put`."""
    return {"Delete": {"Key": marshalled_item(key), **_condition(condition, values)}}


def check(key: Key, condition: str, **values: Any) -> Write:
    """Write nothing, but require that `condition` holds for the item under `key`; for keyword arguments see `put`."""
    return {"ConditionCheck": {"Key": marshalled_item(key), **_condition(condition, values)}}


def change(key: Key, changes: Item, condition: str | None = None, *, remove: Collection[str] = (), **values: Any) -> Write:
    """Set the attributes `changes` of the item under `key`, and `remove` others.

    Requires that `condition` holds. Its `:name` placeholders refer to the attributes to change or to keyword arguments.
    """
    expressions = ["SET " + ", ".join(f"#{name} = :{name}" for name in changes)] if changes else []
    expressions += ["REMOVE " + ", ".join(f"#{name}" for name in sorted(remove))] if remove else []
    return {
        "Update": {
            "Key": marshalled_item(key),
            "UpdateExpression": " ".join(expressions),
            # Names need placeholders, since many common words are reserved in expressions.
            "ExpressionAttributeNames": {f"#{name}": name for name in (*changes, *remove)},
            **_condition(condition, {**changes, **values}),
        }
    }


def _condition(condition: str | None, values: Mapping[str, Any]) -> dict[str, Any]:
    given = (
        {"ExpressionAttributeValues": marshalled_item({f":{name}": value for name, value in values.items()})} if values else {}
    )
    return {**given, **({"ConditionExpression": condition} if condition else {})}
