"""Converts between DynamoDB's attribute values and plain Python values, for the types that Byline stores.

boto3 has converters too, but importing them would make a poll import all of boto3's resources.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any


def marshalled(value: Any) -> dict[str, Any]:
    """The attribute value for a string, number, bool, None, bytes, list, tuple, dict, or set of one type; raises TypeError."""
    if type(value) not in _MARSHALLED:
        raise TypeError(f"{type(value).__name__} cannot be stored")
    return _MARSHALLED[type(value)](value)


def plain(value: Mapping[str, Any]) -> Any:
    """The Python value of an attribute value: whole numbers as int, others as Decimal, sets as sets."""
    ((kind, held),) = value.items()
    return _PLAIN[kind](held) if kind in _PLAIN else held


def marshalled_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """The attribute values of an item, a key or expression values, by name."""
    return {name: marshalled(value) for name, value in item.items()}


def _marshalled_set(values: set[Any]) -> dict[str, Any]:
    """Byline stores sets of strings only. Later releases and other programs may have stored sets of numbers or bytes."""
    kinds = {type(value) for value in values}
    if kinds == {bytes}:
        return {"BS": sorted(values)}
    if kinds and kinds <= {int, Decimal}:
        return {"NS": sorted(map(str, values))}
    if kinds - {str}:
        raise TypeError(f"a set of {', '.join(sorted(kind.__name__ for kind in kinds))} cannot be stored")
    return {"SS": sorted(values)}


def _number(text: str) -> int | Decimal:
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


_MARSHALLED: dict[type, Callable[[Any], dict[str, Any]]] = {
    str: lambda value: {"S": value},
    bool: lambda value: {"BOOL": value},
    int: lambda value: {"N": str(value)},
    Decimal: lambda value: {"N": str(value)},
    type(None): lambda _: {"NULL": True},
    bytes: lambda value: {"B": value},
    list: lambda value: {"L": [marshalled(each) for each in value]},
    tuple: lambda value: {"L": [marshalled(each) for each in value]},
    set: _marshalled_set,
    dict: lambda value: {"M": {name: marshalled(each) for name, each in value.items()}},
}
_PLAIN: dict[str, Callable[[Any], Any]] = {
    "L": lambda held: [plain(each) for each in held],
    "M": lambda held: {name: plain(each) for name, each in held.items()},
    "N": _number,
    "SS": set,
    "NS": lambda held: set(map(_number, held)),
    "BS": set,
    "NULL": lambda _: None,
}
