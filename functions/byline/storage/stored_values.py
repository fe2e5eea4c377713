"""The stored form of the model's dataclasses: maps of their fields, without those at their default.

Reading ignores unknown fields, so older code can read items of newer code during a gradual deployment or after a rollback.
Writing preserves unknown fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin

from byline.model.times import format_time, parse_time
from byline.storage.item_keys import Item

Thing = TypeVar("Thing")
Read = Callable[[Any], Any]


def stored_form(thing: Any) -> Item:
    """The map of the dataclass instance `thing`: times as text, nested dataclasses as maps, defaults left out."""
    values = {field.name: getattr(thing, field.name) for field in fields(thing)}
    return {field.name: _stored(values[field.name]) for field in fields(thing) if values[field.name] != field.default}


def restored(kind: type[Thing], stored: Mapping[str, Any]) -> Thing:
    """The instance of the dataclass `kind` in a stored map; raises ValueError if the map does not hold one.

    Unknown fields are ignored.
    """
    if not isinstance(stored, Mapping):
        raise ValueError(f"{stored!r} is not a map")
    values = {}
    for field, read in _readers(cast("Any", kind)):
        if field.name in stored:
            values[field.name] = read(stored[field.name])
        elif field.default is MISSING:
            raise ValueError(f"{field.name} is missing")
    return kind(**values)


def with_unknown(kind: Any, new: Item, before: Mapping[str, Any]) -> Item:
    """`new`, a stored map of `kind`, with the names in `before` that `kind` does not have, at every depth.

    Two nested maps are versions of the same thing if their first fields are equal, such as a picture's address or a correction's
    note.
    """
    unknown = {name: value for name, value in before.items() if name not in _names(kind)}
    nested = {name: _merged(part, new[name], before[name]) for name, part in _parts(kind) if name in new and name in before}
    return {**unknown, **new, **nested}


def _merged(kind: Any, new: Any, before: Any) -> Any:
    if isinstance(new, list):
        return [_merged(kind, each, next((old for old in before if _same(kind, each, old)), {})) for each in new]
    return with_unknown(kind, new, before) if _same(kind, new, before) else new


def _same(kind: Any, new: Item, before: Mapping[str, Any]) -> bool:
    first = fields(kind)[0].name
    return bool(before) and new.get(first) == before.get(first)


def _stored(value: Any) -> Any:
    if is_dataclass(value):
        return stored_form(value)
    if isinstance(value, tuple):
        return [_stored(each) for each in value]
    return format_time(value) if isinstance(value, datetime) else value


@cache
def _readers(kind: Any) -> tuple[tuple[Field[Any], Read], ...]:
    return tuple((field, _reader(field.type)) for field in fields(kind))


@cache
def _names(kind: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


@cache
def _parts(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The names of the fields that hold another dataclass, or a list of one, and the dataclass."""
    inner = ((field.name, part) for field in fields(kind) for part in (field.type, *get_args(field.type)))
    return tuple((name, part) for name, part in inner if is_dataclass(part))


def _reader(kind: Any) -> Read:
    """The function that reads a stored value of a field with the annotation `kind`."""
    if kind is datetime:
        return parse_time
    if is_dataclass(kind):
        return lambda stored: restored(kind, stored)  # type: ignore[arg-type]
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        return _list_reader(_reader(arguments[0]))
    if type(None) in arguments and (arguments[0] is datetime or is_dataclass(arguments[0])):
        read = _reader(arguments[0])
        return lambda stored: read(stored) if stored else None
    return lambda stored: stored


def _list_reader(read: Read) -> Read:
    def read_all(stored: Any) -> tuple[Any, ...]:
        if not isinstance(stored, list):
            raise ValueError(f"{stored!r} is not a list")
        return tuple(map(read, stored))

    return read_all
