"""NDJSON of articles, sections and authors: one JSON object a line, as docs/newsroom.schema.json describes."""

import json
from collections.abc import Iterator

from infra.records import FileRefused, LineProblem, Record


def is_newsroom_file(text: str) -> bool:
    """Whether `text` means to be NDJSON."""
    return text.lstrip().startswith("{")


def read_newsroom_file(path: str, text: str) -> list[Record]:
    """The objects in `text` with their lines; blank lines are passed over. Raises FileRefused naming every broken line."""
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
