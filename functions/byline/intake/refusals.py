"""Byline's own words for input that is refused. Pydantic's errors are recognised by their type, never by their text.

Each reason says what is wrong and what is allowed; the field says where.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from byline.errors import Problem
from byline.model import values
from byline.model.kinds import KINDS
from byline.model.text import carriable
from byline.model.values import quoted

MOST_UNKNOWN = 10
"""The most unknown fields of one object that are named; the others are counted."""

_TYPES = ("article", *(row.noun for row in KINDS))
_ANY_TYPE = f"{', '.join(_TYPES[:-1])} or {_TYPES[-1]}"
_OWN = "refused"
_LONGEST_STEP = 100

Details = Mapping[str, Any]
"""One error of pydantic, as `ValidationError.errors` returns it."""


def problem_of(error: Details, path: Iterable[str | int], instead: str) -> Problem:
    """The problem that `error` states, in words for people. The field is the path, or `instead` if that names nothing."""
    field = ".".join(_cut(carriable(str(step))) for step in path)
    return Problem(field or instead, carriable(reason(error)))


def reason(error: Details) -> str:
    """Why a value is refused, as a phrase that follows the name of its field."""
    return _REASONS.get(error["type"], _other)(error)


def refused(problems: Iterable[Problem], sent: Any) -> ValidationError:
    """The problems of fields of `sent` as an error that pydantic reports together with those of other fields."""
    return _collected([_own_error(each.reason, tuple(each.field.split(".")), sent) for each in problems])


def with_names(error: ValidationError, names: Sequence[str]) -> ValidationError:
    """The error of an object whose fields are `names`, with the nearest of them for each unknown field."""
    known: list[Any] = []
    unknown: list[Any] = []
    for each in error.errors(include_url=False):
        (unknown if each["type"] == "extra_forbidden" and len(each["loc"]) == 1 else known).append(each)
    named = [_own_error(_unknown(str(each["loc"][0]), names), each["loc"], each["input"]) for each in unknown[:MOST_UNKNOWN]]
    if more := unknown[MOST_UNKNOWN:]:
        named.append(_own_error(f"is not a field here, and neither are {len(more) - 1:,} more", more[0]["loc"], more[0]["input"]))
    return _collected([*map(_again, known), *named])


def with_problems(error: ValidationError, problems: Iterable[Problem], sent: Any) -> ValidationError:
    """`error` together with `problems` of fields of `sent`."""
    more = [_own_error(each.reason, (each.field,), sent) for each in problems]
    return _collected([*map(_again, error.errors(include_url=False)), *more])


def nearest(name: str, names: Sequence[str], cutoff: float = 0.6) -> str | None:
    """The one of `names` that `name` most likely means, whatever its case; None if none is as near as `cutoff`, up to 1."""
    found = get_close_matches(_cut(name).lower(), names, 1, cutoff)
    return found[0] if found else None


def _unknown(name: str, names: Sequence[str]) -> str:
    near = nearest(name, names)
    return f"is not a field here: did you mean {near}?" if near else f"is not a field here: the fields are {', '.join(names)}"


def _collected(errors: list[InitErrorDetails]) -> ValidationError:
    return ValidationError.from_exception_data("input", errors)


def _own_error(words: str, path: tuple[str | int, ...], sent: Any) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError(_OWN, "{reason}", {"reason": words}), loc=path, input=sent)


def _again(error: Any) -> InitErrorDetails:
    """An error of pydantic as it was, to be raised again."""
    if error["type"] == _OWN:
        return _own_error(error["ctx"]["reason"], error["loc"], error["input"])
    return InitErrorDetails(type=error["type"], loc=error["loc"], input=error["input"], ctx=error.get("ctx", {}))


def _must_be(what: str) -> Callable[[Details], str]:
    def words(error: Details) -> str:
        return f"must be {what}, not {_kind(error['input'])}"

    return words


def _kind(value: Any) -> str:
    kinds: tuple[tuple[Any, str], ...] = ((bool, ""), (str, "a string"), (int | float, "a number"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "") or quoted(value)


def _no_match(error: Details) -> str:
    if error["ctx"]["pattern"] == values.SLUG_PATTERN:
        return values.no_slug(error["input"])
    return f"{quoted(error['input'])} does not have the form {error['ctx']['pattern']}"


def _limit(error: Details, name: str) -> str:
    return f"{error.get('ctx', {}).get(name, 0):,}"


def _too_many(error: Details) -> str:
    size = error["ctx"].get("actual_length")
    return f"has {f'{size:,}' if size else 'too many'} items, at most {_limit(error, 'max_length')} are allowed"


def _too_long(error: Details) -> str:
    sent = error["input"]
    return f"is {len(sent) if isinstance(sent, str) else 0:,} characters long, at most {_limit(error, 'max_length')} are allowed"


def _type(error: Details) -> str:
    sent = error["input"]
    if not isinstance(sent, Mapping):
        return f"must be the type of an object: {_ANY_TYPE}"
    if "type" not in sent:
        return f"is missing: {_ANY_TYPE}"
    near = nearest(sent["type"], _TYPES) if isinstance(sent["type"], str) else None
    return f"must be {_ANY_TYPE}, not {quoted(sent['type'])}" + (f": did you mean {near}?" if near else "")


def _least(error: Details) -> str:
    return f"must be at least {_limit(error, 'ge')}, not {error['input']}"


def _most(error: Details) -> str:
    return f"must be at most {_limit(error, 'le')}, not {error['input']}"


def _number(error: Details) -> str:
    return f"must be a whole number, not {quoted(error['input'])}"


def _day(error: Details) -> str:
    return f"must be a day that exists, such as 2026-03-14, not {quoted(error['input'])}"


def _other(error: Details) -> str:
    return f"has a value that is not allowed: {quoted(error.get('input'))}"


_REASONS: Mapping[str, Callable[[Details], str]] = {
    _OWN: lambda error: str(error["ctx"]["reason"]),
    "value_error": lambda error: str(error["ctx"]["error"]),
    "missing": lambda _: "is missing: it is required",
    "extra_forbidden": lambda _: "is not a field here",
    "union_tag_not_found": _type,
    "union_tag_invalid": _type,
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), _must_be("an object")),
    **dict.fromkeys(("string_type", "string_sub_type"), _must_be("a string")),
    "string_unicode": lambda _: "contains half of a character (U+D800 to U+DFFF)",
    "string_too_long": _too_long,
    "string_pattern_mismatch": _no_match,
    "list_type": _must_be("a list"),
    "too_long": _too_many,
    **dict.fromkeys(("bool_type", "bool_parsing"), _must_be("true or false")),
    "greater_than_equal": _least,
    "less_than_equal": _most,
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), _number),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _day),
    "literal_error": lambda error: f"must be {error['ctx']['expected']}, not {quoted(error['input'])}",
    "enum": lambda error: f"must be {error['ctx']['expected']}, not {quoted(error['input'])}",
}


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_STEP else f"{name[:_LONGEST_STEP]}…"
