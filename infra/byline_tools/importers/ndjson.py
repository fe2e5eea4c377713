"""Newsroom files: NDJSON with one article, section or author per line, as docs/newsroom.schema.json specifies."""

from collections.abc import Iterator
from pathlib import Path

from byline.intake.json_text import NoJson, parse
from byline_tools.importers.recognising import explained_as_a_whole, unlike_ndjson
from byline_tools.importers.records import FileRefused, LineProblem, Record, text_of


def is_newsroom_file(text: str) -> bool:
    """Whether `text` means to be NDJSON, or is of a kind that `unlike_ndjson` explains; otherwise it is a saved page."""
    return text.lstrip().startswith("{") or unlike_ndjson(text) is not None


def read_newsroom_file(path: str, text: str) -> list[Record]:
    """The objects in `text` with their line numbers; blank lines are skipped. Raises FileRefused with every invalid line."""
    problems: list[LineProblem] = []
    records = list(records_in(text, problems))
    if problems:
        raise FileRefused(path, problems)
    return records


def records_in(text: str, problems: list[LineProblem]) -> Iterator[Record]:
    """The objects in `text` with their line numbers; what the text looks like and invalid lines are added to `problems`."""
    if sentence := unlike_ndjson(text):
        problems.append(LineProblem(1, sentence))
    lines = [] if sentence and explained_as_a_whole(text) else text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            thing = parse(line)
        except NoJson as error:
            problems.append(LineProblem(number, f"is not JSON: column {error.column}: {error.why}", "are not JSON"))
            continue
        if isinstance(thing, dict):
            yield Record(number, thing)
        else:
            problems.append(LineProblem(number, "is not a JSON object", "are not JSON objects"))


def read_things(path: Path) -> list[Record]:
    """The objects in a file: NDJSON, or a single JSON object on any number of lines. Raises FileRefused."""
    text = text_of(path)
    try:
        thing = parse(text)
    except NoJson:
        return read_newsroom_file(str(path), text)
    return [Record(1, thing)] if isinstance(thing, dict) else read_newsroom_file(str(path), text)
