"""Newsroom files: NDJSON with one article, section or author per line, as docs/newsroom.schema.json specifies."""

import json
from collections.abc import Iterator
from pathlib import Path

from byline_tools.importers.records import FileRefused, LineProblem, Record, text_of


def is_newsroom_file(text: str) -> bool:
    """Whether `text` looks like NDJSON: it begins with an object."""
    return text.lstrip().startswith("{")


def read_newsroom_file(path: str, text: str) -> list[Record]:
    """The objects in `text` with their line numbers; blank lines are skipped. Raises FileRefused with every invalid line."""
    problems: list[LineProblem] = []
    records = list(_records(text, problems))
    if problems:
        raise FileRefused(path, problems)
    return records


def _records(text: str, problems: list[LineProblem]) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            thing = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(LineProblem(number, f"is not JSON: {error}"))
            continue
        if isinstance(thing, dict):
            yield Record(number, thing)
        else:
            problems.append(LineProblem(number, "is not a JSON object"))


def read_things(path: Path) -> list[Record]:
    """The objects in a file: NDJSON, or a single JSON object on any number of lines. Raises FileRefused."""
    text = text_of(path)
    try:
        thing = json.loads(text)
    except (ValueError, RecursionError):
        return read_newsroom_file(str(path), text)
    return [Record(1, thing)] if isinstance(thing, dict) else read_newsroom_file(str(path), text)
