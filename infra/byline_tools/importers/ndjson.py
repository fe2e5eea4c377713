"""Newsroom files: JSON objects, each an article, section or author, as docs/newsroom.schema.json specifies.

They are in lines of their own (NDJSON), over several lines, or in a list.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from byline.intake.json_text import NoJson, parse
from byline_tools.importers.recognising import unlike_ndjson
from byline_tools.importers.records import FileRefused, LineProblem, Record, text_of

_VERSION = (
    "is a version of an article, for people and archives: import the file that `byline export --to-ndjson` writes beside it"
)
_AFTER_OBJECT = re.compile(r"[^\S\n]*(?:\n|\Z|(?=\{))")
_SPACE = re.compile(r"\s*")
_WRONG_LIST = "has a list that goes wrong here: it is not closed, a comma is missing, or text follows"
_LIST = re.compile(r"\s*\[(?=\s*[{\]])")


def is_newsroom_file(text: str) -> bool:
    """Whether `text` means to have JSON objects, or is of a kind that `unlike_ndjson` explains; otherwise it is a saved page."""
    return text.lstrip().startswith("{") or _LIST.match(text) is not None or unlike_ndjson(text) is not None


def read_newsroom_file(path: str, text: str) -> list[Record]:
    """The objects in `text` with their line numbers; blank lines are skipped. Raises FileRefused with every invalid line."""
    problems: list[LineProblem] = []
    records = list(records_in(text, problems))
    if problems:
        raise FileRefused(path, problems)
    return records


def records_in(text: str, problems: list[LineProblem]) -> Iterator[Record]:
    """The objects in `text` with their line numbers. An object that begins in the line of the one before has the next number.

    What the text is, if it has no objects, and invalid lines are added to `problems`.
    """
    if sentence := unlike_ndjson(text):
        problems.append(LineProblem(1, sentence))
    elif begins := _LIST.match(text):
        yield from _in_list(text, begins.end(), problems)
    else:
        yield from _in_lines(text, problems)


def _in_lines(text: str, problems: list[LineProblem]) -> Iterator[Record]:
    """The objects of a text in which each begins in a line of its own, and may take several."""
    at, line = 0, 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        wrong: list[LineProblem] = []
        if text[at:end].strip():
            yield from _record(text[at:end], line, wrong)
        end = end + 1
        if wrong and (longer := _end(text, at)) > end and (rest := _AFTER_OBJECT.match(text, longer)):
            wrong, end = [], rest.end()
            yield from _record(text[at:longer], line, wrong)
        problems += wrong
        line += text.count("\n", at, end)
        at = end


def _in_list(text: str, at: int, problems: list[LineProblem]) -> Iterator[Record]:
    """The objects of a list, whose bracket ends at `at`."""
    line, counted, last = 1, 0, 0
    at = _past_space(text, at)
    while text[at : at + 1] not in ("]", ""):
        line, counted = line + text.count("\n", counted, at), at
        last = max(line, last + 1)
        if not (end := _end(text, at)):
            yield from _record(text[at:], line, problems)
            return
        yield from _record(text[at:end], last, problems)
        at = _past_space(text, end)
        if text[at : at + 1] == ",":
            at = _past_space(text, at + 1)
        elif text[at : at + 1] not in ("]", ""):
            break
    if text[at : at + 1] != "]" or text[at + 1 :].strip():
        problems.append(LineProblem(1 + text.count("\n", 0, at), _WRONG_LIST))


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _end(text: str, at: int) -> int:
    """Where the JSON value ends that begins at `at`; 0 if none does."""
    try:
        return json.JSONDecoder().raw_decode(text, _past_space(text, at))[1]
    except (ValueError, RecursionError):
        return 0


def _record(text: str, line: int, problems: list[LineProblem]) -> Iterator[Record]:
    """The object that begins in `line`."""
    try:
        thing = parse(text)
    except NoJson as error:
        reason = f"is not JSON: column {error.column}: {error.why}"
        problems.append(LineProblem(line + error.line - 1, reason, "are not JSON"))
        return
    if isinstance(thing, dict) and thing.get("type") == "version":
        problems.append(LineProblem(line, _VERSION, "are versions of articles"))
    elif isinstance(thing, dict):
        yield Record(line, thing)
    else:
        problems.append(LineProblem(line, "is not a JSON object", "are not JSON objects"))


def read_things(path: Path) -> list[Record]:
    """The objects in a file. Raises FileRefused."""
    return read_newsroom_file(str(path), text_of(path))
