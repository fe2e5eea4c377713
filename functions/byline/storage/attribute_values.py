"""Converts between DynamoDB's attribute values and plain Python values, for the types that Byline stores.

boto3 has converters too, but importing them would make a poll import all of boto3's resources.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any


def marshalled(value: Any) -> dict[str, Any]:
    """The attribute value for a string, int, bool, None, bytes, list, tuple, dict or set of strings; raises TypeError."""
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


_MARSHALLED: dict[type, Callable[[Any], dict[str, Any]]] = {
    str: lambda value: {"S": value},
    bool: lambda value: {"BOOL": value},
    int: lambda value: {"N": str(value)},
    type(None): lambda _: {"NULL": True},
    bytes: lambda value: {"B": value},
    list: lambda value: {"L": [marshalled(each) for each in value]},
    tuple: lambda value: {"L": [marshalled(each) for each in value]},
    set: lambda value: {"SS": sorted(value)},
    dict: lambda value: {"M": {name: marshalled(each) for name, each in value.items()}},
}
_PLAIN: dict[str, Callable[[Any], Any]] = {
    "L": lambda held: [plain(each) for each in held],
    "M": lambda held: {name: plain(each) for name, each in held.items()},
    "N": lambda held: int(held) if held.lstrip("-").isdigit() else Decimal(held),
    "SS": set,
    "NULL": lambda _: None,
}
