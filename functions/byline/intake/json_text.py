"""Reads JSON (RFC 8259), and says in words for people where and why a text is none."""

import json
import re
from typing import Any, NoReturn

from byline.model.values import quoted

MOST_DIGITS = 4_300
"""The most digits of a whole number, which is Python's limit."""

_STRINGS = r'"(?:[^"\\]|\\.)*+"?+'
_NO_NUMBER = re.compile(rf"{_STRINGS}|(-?Infinity|NaN)")
_LONG_NUMBER = re.compile(rf"{_STRINGS}|([0-9]{{{MOST_DIGITS + 1},}})")
_REASONS = (
    ("Expecting property name", "the name of a field in double quotes is expected"),
    ("Expecting ':'", "a colon is expected after the name of a field"),
    ("Expecting ','", "a comma or the closing bracket is expected"),
    ("Expecting value", "a value is expected: a text in double quotes, a number, true, false, null, an object or a list"),
    ("Extra data", "the text goes on after the end of the value"),
    (
        "Invalid control character",
        "a text contains a line end, a tab or another control character: write \\n, \\t or \\u0000",
    ),
    ("Invalid \\uXXXX", "\\u must be followed by four hexadecimal digits"),
    ("Invalid \\", "a text contains a backslash that begins no escape: write \\\\ for a backslash"),
    ("Unterminated string", "a text is not closed by a double quote"),
)
"""Words for the messages of Python's parser, by their beginnings."""


class NoJson(ValueError):
    """The text is not JSON at `line` and `column`, which count from 1; `why` is a phrase for people."""

    def __init__(self, line: int, column: int, why: str) -> None:
        self.line = line
        self.column = column
        self.why = why
        super().__init__(f"line {line}, column {column}: {why}")


def parse(text: str) -> Any:
    """The value of a JSON text.

    Raises NoJson, also for a name that is twice in an object, of which readers of JSON take the one or the other (RFC 8259, 4),
    for numbers that JSON does not have, such as NaN, and for deep nesting.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_with_each_name_once)
    except json.JSONDecodeError as error:
        raise _at(text, *_where_and_why(text, error)) from error
    except _NamedTwice:
        raise _at(text, *_second(text)) from None
    except RecursionError:
        raise _at(text, _deepest(text), "lists and objects are nested too deeply here") from None
    except ValueError:
        pattern = _NO_NUMBER if any(found[1] for found in _NO_NUMBER.finditer(text)) else _LONG_NUMBER
        position = next((found.start(1) for found in pattern.finditer(text) if found[1]), 0)
        why = "JSON has no such number" if pattern is _NO_NUMBER else f"a number has more than {MOST_DIGITS:,} digits"
        raise _at(text, position, why) from None


def decode(content: bytes) -> str:
    """The text of UTF-8, without a byte-order mark. Raises NoJson for other bytes: JSON is UTF-8 (RFC 8259, 8.1)."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        raise _at(before, len(before), "the bytes are not UTF-8") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


class _NamedTwice(ValueError):
    """An object has a name twice. Never leaves this module."""


def _with_each_name_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise _NamedTwice
    return found


def _second(text: str) -> tuple[int, str]:
    """The position of the first name that is already in its object, and what is wrong with it."""
    names: list[set[str]] = []
    for found in re.finditer(rf"({_STRINGS})\s*(:)?|([\[{{])|([\]}}])", text):
        if found[3]:
            names.append(set())
        elif found[4]:
            names.pop()
        elif found[2] and (name := json.loads(found[1])) in names[-1]:
            return found.start(), f"the object has {quoted(name)} already: each name may be in it once"
        elif found[2]:
            names[-1].add(name)
    return 0, "an object has a name twice"


def _where_and_why(text: str, error: json.JSONDecodeError) -> tuple[int, str]:
    rest, before = text[error.pos :].lstrip(), text[: error.pos].rstrip()
    if not rest:
        return len(text), "the text ends too early" if before else "the text is empty"
    if rest.startswith("'"):
        return error.pos, "a text must be in double quotes, not in single ones"
    if error.msg.startswith("Illegal trailing comma") or (rest[0] in "]}" and before.endswith(",")):  # Python 3.12 names no comma
        return text.rindex(",", 0, error.pos + 1), "a comma may not follow the last item"
    return error.pos, next((words for beginning, words in _REASONS if error.msg.startswith(beginning)), "this is not JSON")


def _deepest(text: str) -> int:
    """The position of the first bracket at which the nesting is deepest."""
    depth = deepest = position = 0
    for found in re.finditer(rf"{_STRINGS}|([\[{{])|([\]}}])", text):
        depth += bool(found[1]) - bool(found[2])
        if depth > deepest:
            deepest, position = depth, found.start()
    return position


def _at(text: str, position: int, why: str) -> NoJson:
    """The error at a position, with its line and column as `json` counts them."""
    return NoJson(text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position), why)
