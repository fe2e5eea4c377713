"""Reads the records in one file, whatever system it comes from, which its content says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from byline_tools.importers.choices import Choices
from byline_tools.importers.ghost import posts as ghost
from byline_tools.importers.ghost.tables import is_export as is_ghost
from byline_tools.importers.ndjson import is_newsroom_file, records_in
from byline_tools.importers.records import LineProblem, Record, decoded
from byline_tools.importers.report import Report
from byline_tools.importers.saved_page import SavedPage
from byline_tools.importers.standard_input import opened
from byline_tools.importers.wordpress import posts as wordpress
from byline_tools.importers.wordpress.stream import HEAD
from byline_tools.importers.wordpress.stream import is_export as is_wordpress


@dataclass(frozen=True, slots=True)
class Reading:
    """What files are read with: when saved pages were `published`, the `choices` for exports, a clock, and the report."""

    published: datetime | None
    choices: Choices
    clock: Callable[[], datetime]
    report: Report


def records_in_file(path: Path, site_url: str, reading: Reading, problems: list[LineProblem]) -> Iterator[Record]:
    """The records in the file `path`. Lines that are no records are added to `problems`. Raises FileRefused and OSError."""
    with opened(path) as file:
        head = file.read(HEAD)
        if is_wordpress(head):
            yield from wordpress.records_of(path, file, reading.choices, reading.clock(), reading.report)
            return
        file.seek(0)
        content = file.read()
    if is_ghost(head):
        yield from ghost.records_of(path, content, reading.choices, reading.clock(), reading.report, site_url)
        return
    yield from _records(decoded(content, path, problems), path, site_url, reading, problems)


def _records(text: str, path: Path, site_url: str, reading: Reading, problems: list[LineProblem]) -> Iterable[Record]:
    if problems and not text.strip():
        return []
    if is_newsroom_file(text):
        return records_in(text, problems)
    return [] if problems else SavedPage(str(path), text).records(site_url=site_url, published=reading.published)
