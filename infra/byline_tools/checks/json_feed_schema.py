"""JSON Feed 1.1 checked against json_feed.schema.json, with findings in plain words."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from byline_tools.checks.addresses import is_absolute
from byline_tools.checks.dates import rfc3339_moment
from byline_tools.checks.finding import Finding, error, shown
from byline_tools.checks.json_document import JsonDocument, where
from byline_tools.checks.rss_values import MEDIA_TYPE

SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("json_feed.schema.json").read_text(encoding="utf-8"))
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_FORMATS: dict[str, tuple[str, Callable[[str], object]]] = {
    "uri": ("an absolute address", is_absolute),
    "date-time": ("an RFC 3339 date such as 2026-03-14T06:30:00Z", rfc3339_moment),
    "language": ("a language tag", _LANGUAGE.fullmatch),
    "media-type": ("a media type", MEDIA_TYPE.fullmatch),
}
_FORMAT_CHECKER = FormatChecker(formats=())
for _name, (_, _has) in _FORMATS.items():
    # The schema's `type` reports a value that is not a string.
    _FORMAT_CHECKER.checks(_name)(lambda value, has=_has: not isinstance(value, str) or bool(has(value)))
_VALIDATOR = Draft202012Validator(SCHEMA, format_checker=_FORMAT_CHECKER)
_WORDS: dict[str, Callable[[ValidationError], str]] = {
    "required": lambda problem: problem.message.replace(" is a required property", " is missing"),
    "type": lambda problem: f"{shown(problem.instance)} is not of the type {problem.validator_value}",
    "const": lambda problem: f"{shown(problem.instance)} is not {problem.validator_value!r}",
    "format": lambda problem: f"{shown(problem.instance)} is not {_FORMATS[str(problem.validator_value)][0]}",
    "minLength": lambda _: "is empty",
    "minimum": lambda problem: f"{shown(problem.instance)} is less than {problem.validator_value}",
    "anyOf": lambda problem: (
        "needs at least one of " + ", ".join(each["required"][0] for each in cast("Any", problem.validator_value))
    ),
}


def check_json_schema(document: JsonDocument) -> Iterator[Finding]:
    """Yield the violations of the schema."""
    for problem in _VALIDATOR.iter_errors(document.value):
        path = tuple(problem.absolute_path)
        yield error(_WORDS[str(problem.validator)](problem), section(path)).at(document.line(path), where(path))


def section(path: tuple[str | int, ...]) -> str:
    """Return the section of the specification about the part at `path`."""
    about = "Attachments" if "attachments" in path else "Items" if len(path) > 1 and path[0] == "items" else "Top-level"
    return f"JSON Feed 1.1, {about}"
