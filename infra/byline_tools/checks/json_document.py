"""Parses JSON strictly and records the line of each part.

RFC 8259: UTF-8 without a byte order mark (8.1), no duplicate members (4), no NaN or Infinity (6).
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from byline_tools.checks.finding import Finding, Malformed, error, shown

Path = tuple[str | int, ...]
_SPACE = re.compile(r"[ \t\n\r]*")
_DEEPEST = 4
"""Depth to which lines are recorded: items, item, attachments, attachment. Deeper parts get the line of their parent."""


@dataclass(slots=True)
class JsonDocument:
    """The `value` of a document, the offset of each part in its text, and the findings of the parser."""

    text: str
    value: Any
    offsets: dict[Path, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line on which the part at `path` begins, or the nearest recorded part around it."""
        while path not in self.offsets:
            path = path[:-1]
        return self.text.count("\n", 0, self.offsets[path]) + 1


def where(path: Path) -> str:
    """Return a readable path: `items[2].attachments[0].url`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" if step.isidentifier() else f"[{shown(step)}]" for step in path)
    return "".join(steps).removeprefix(".")


def parse_json(document: bytes) -> JsonDocument:
    """Return the document with its lines. Raises Malformed if it is not JSON."""
    try:
        text = document.decode("utf-8-sig")
        value = json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError as problem:
        line = document.count(b"\n", 0, problem.start) + 1
        raise Malformed(error(f"not UTF-8: {problem.reason}", "RFC 8259, 8.1").at(line, "")) from problem
    except json.JSONDecodeError as problem:
        raise Malformed(error(f"not JSON: {problem.msg}", "RFC 8259, 2").at(problem.lineno, "")) from problem
    except (ValueError, RecursionError) as problem:
        raise Malformed(error(f"cannot be read as JSON: {problem}", "RFC 8259, 9").at(1, "")) from problem
    read = JsonDocument(text, value)
    if document.startswith(b"\xef\xbb\xbf"):
        read.findings.append(error("begins with a byte order mark", "RFC 8259, 8.1").at(1, ""))
    _Positions(read).locate(_after_space(text, 0), ())
    return read


class _Positions:
    """Records the offset of each part of a text that is valid JSON."""

    def __init__(self, document: JsonDocument) -> None:
        self._document = document
        self._text = document.text
        self._decoder = json.JSONDecoder()

    def locate(self, at: int, path: Path) -> int:
        """Record the part that begins at `at` and its parts; returns where it ends."""
        self._document.offsets.setdefault(path, at)
        if len(path) < _DEEPEST and self._text[at] == "{":
            return self._locate_members(at, path)
        if len(path) < _DEEPEST and self._text[at] == "[":
            return self._locate_elements(at, path)
        return self._decoder.raw_decode(self._text, at)[1]

    def _locate_members(self, at: int, path: Path) -> int:
        names = set()
        at = _after_space(self._text, at + 1)
        while self._text[at] != "}":
            begin = at
            name, at = self._decoder.raw_decode(self._text, at)
            if name in names:
                self._add_duplicate(begin, (*path, name))
            names.add(name)
            self._document.offsets.setdefault((*path, name), begin)
            at = _after_space(self._text, _after_space(self._text, at) + 1)
            at = self._after_comma(self.locate(at, (*path, name)))
        return at + 1

    def _locate_elements(self, at: int, path: Path) -> int:
        at, number = _after_space(self._text, at + 1), 0
        while self._text[at] != "]":
            at, number = self._after_comma(self.locate(at, (*path, number))), number + 1
        return at + 1

    def _after_comma(self, at: int) -> int:
        at = _after_space(self._text, at)
        return _after_space(self._text, at + 1) if self._text[at] == "," else at

    def _add_duplicate(self, at: int, path: Path) -> None:
        line = self._text.count("\n", 0, at) + 1
        self._document.findings.append(error(f"{shown(path[-1])} is a duplicate member", "RFC 8259, 4").at(line, where(path)))


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number in JSON")
