"""DynamoDB's JSON: values, keys, query conditions, and sizes of items."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any

_NAMED = re.compile(r"(#?\w+)\s*(?:=\s*|BETWEEN\s+)(:\w+)(?:\s+AND\s+(:\w+))?(?=\s*(?:AND|$|\)))")


class Unsupported(ValueError):
    """A request that this server does not support."""


def attribute(value: Any) -> dict[str, Any]:
    """A value as an attribute value. boto3's own conversion takes minutes for a large newsroom."""
    match value:
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case list():
            return {"L": [attribute(nested) for nested in value]}
        case dict():
            return {"M": {name: attribute(nested) for name, nested in value.items()}}
    raise TypeError(f"{value!r} is not canned")


def key_of(key: Any) -> tuple[str, str]:
    """The two parts of a key."""
    return key["pk"]["S"], key["sk"]["S"]


def condition_of(request: Any) -> tuple[str, tuple[str, str]]:
    """The partition and the bounds of the sort key; an empty upper bound means none."""
    names = request.get("ExpressionAttributeNames", {})
    values = request["ExpressionAttributeValues"]
    found = _NAMED.findall(request["KeyConditionExpression"].strip("() "))
    bounds = {names.get(name, name): [values[each]["S"] for each in (low, high) if each] for name, low, high in found}
    if "ExclusiveStartKey" in request or len(bounds.get("pk", ())) != 1 or len(bounds.get("sk", "ab")) != 2:
        raise Unsupported(f"a query for {request['KeyConditionExpression']} is not canned")
    low, high = bounds.get("sk", ("", ""))
    return bounds["pk"][0], (low, high)


def size_of(item: bytes | None) -> int:
    """The size that DynamoDB counts for an item in JSON, in bytes; 0 for no item."""
    return sum(len(name.encode()) + _size(value) for name, value in json.loads(item).items()) if item else 0


def _size(value: Any) -> int:
    """The size that DynamoDB counts for an attribute's value, in bytes."""
    ((kind, held),) = value.items()
    return _SIZES[kind](held) if kind in _SIZES else 1


_SIZES: dict[str, Callable[[Any], int]] = {
    "M": lambda held: 3 + sum(len(name.encode()) + _size(nested) + 1 for name, nested in held.items()),
    "L": lambda held: 3 + sum(_size(nested) + 1 for nested in held),
    "S": lambda held: len(held.encode()),
    "N": lambda held: len(held) // 2 + 2,
    "B": lambda held: len(base64.b64decode(held)),
    "SS": lambda held: sum(len(each.encode()) for each in held),
}
