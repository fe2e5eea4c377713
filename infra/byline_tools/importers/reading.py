"""Reads the records in one file, whatever system it comes from, which its content says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from byline_tools.importers.feeds.document import is_feed
from byline_tools.importers.feeds.pages import file_page, pages_of
from byline_tools.importers.feeds.records import records_of as articles_of
from byline_tools.importers.feeds.web import Web
from byline_tools.importers.ndjson import is_newsroom_file, records_in
from byline_tools.importers.records import LineProblem, Record, decoded
from byline_tools.importers.report import Report
from byline_tools.importers.saved_page import SavedPage
from byline_tools.importers.standard_input import FileOrAddress, opened
from byline_tools.importers.wordpress.choices import Choices
from byline_tools.importers.wordpress.posts import records_of
from byline_tools.importers.wordpress.stream import HEAD, is_export


@dataclass(frozen=True, slots=True)
class Reading:
    """What files are read with: when saved pages were `published`, the `choices` for exports, a clock, the report,
    and what fetches feeds.
    """

    published: datetime | None
    choices: Choices
    clock: Callable[[], datetime]
    report: Report
    web: Web


def records_in_file(path: FileOrAddress, site_url: str, reading: Reading, problems: list[LineProblem]) -> Iterator[Record]:
    """The records in the file `path`, or in the feed that has this address.

    Lines that are no records are added to `problems`. Raises FileRefused, OSError, and CannotFetch.
    """
    if isinstance(path, str):
        yield from articles_of(pages_of(path, reading.web), reading.choices, reading.report)
        return
    with opened(path) as file:
        if is_export(file.read(HEAD)):
            yield from records_of(path, file, reading.choices, reading.clock(), reading.report)
            return
        file.seek(0)
        content = file.read()
    if is_feed(content):
        yield from articles_of([file_page(str(path), content)], reading.choices, reading.report)
    else:
        yield from _records(decoded(content, path, problems), path, site_url, reading, problems)


def _records(text: str, path: Path, site_url: str, reading: Reading, problems: list[LineProblem]) -> Iterable[Record]:
    if problems and not text.strip():
        return []
    if is_newsroom_file(text):
        return records_in(text, problems)
    return [] if problems else SavedPage(str(path), text).records(site_url=site_url, published=reading.published)
