"""Newsroom files: NDJSON with one article, section or author per line, as docs/newsroom.schema.json specifies."""

from collections.abc import Iterator
from pathlib import Path

from byline.intake.json_text import NoJson, parse
from byline_tools.importers.recognising import explained_as_a_whole, is_one_object, unlike_ndjson
from byline_tools.importers.records import FileRefused, LineProblem, Record, text_of

_VERSION = (
    "is a version of an article, for people and archives: import the file that `byline export --to-ndjson` writes beside it"
)


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
    """The objects in `text` with their line numbers: NDJSON, or a single JSON object on any number of lines.

    What the text looks like and invalid lines are added to `problems`.
    """
    if is_one_object(text):
        yield from _record(text, 1, problems)
        return
    if sentence := unlike_ndjson(text):
        problems.append(LineProblem(1, sentence))
    lines = [] if sentence and explained_as_a_whole(text) else text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        yield from _record(line, number, problems)


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
    """The objects in a file: NDJSON, or a single JSON object on any number of lines. Raises FileRefused."""
    return read_newsroom_file(str(path), text_of(path))
