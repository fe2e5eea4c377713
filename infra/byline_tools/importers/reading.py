"""Reads the records in one file, whatever system it comes from, which its content says."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from byline.model.redirect import Redirect
from byline_tools.importers.choices import Choices
from byline_tools.importers.feeds.pages import file_page, pages_of
from byline_tools.importers.feeds.records import records_of as articles_of
from byline_tools.importers.feeds.web import Web
from byline_tools.importers.ghost import posts as ghost
from byline_tools.importers.kinds import Kind
from byline_tools.importers.ndjson import is_newsroom_file, records_in
from byline_tools.importers.recognising import READ
from byline_tools.importers.records import FileRefused, LineProblem, Record, decoded
from byline_tools.importers.report import Report
from byline_tools.importers.saved_page import SavedPage
from byline_tools.importers.sources import Source
from byline_tools.importers.wordpress.exports import Exports


@dataclass(frozen=True, slots=True)
class Reading:
    """What files are read with: when saved pages were `published`, the `choices` for exports, a clock, and the report.

    `redirects` gets those from the old feeds of exports. `web` fetches feeds.
    """

    published: datetime | None
    choices: Choices
    clock: Callable[[], datetime]
    report: Report
    redirects: list[Redirect]
    web: Web


def exports_in(sources: Iterable[Source], reading: Reading) -> Exports:
    """The exports of WordPress among some files."""
    exports = Exports(reading.choices, reading.clock, reading.report)
    for source in sources:
        if source.kind is Kind.WORDPRESS:
            with suppress(FileRefused), source.open() as file:
                exports.add(Path(source.name), file)
    return exports


def records_in_file(
    source: Source | str, exports: Exports, site_url: str, reading: Reading, problems: list[LineProblem]
) -> Iterator[Record]:
    """The records in a file, one of `exports` or another, or in the feed that has this address.

    Lines that are no records are added to `problems`. Raises FileRefused, OSError, and CannotFetch.
    """
    if isinstance(source, str):
        yield from articles_of(pages_of(source, reading.web), reading.choices, reading.report)
        return
    path = Path(source.name)
    with source.open() as file:
        if source.kind is Kind.WORDPRESS:
            yield from exports.records_in(path, file)
            return
        content = file.read()
    if source.kind is Kind.GHOST:
        yield from ghost.records_of(path, content, reading.choices, reading.clock(), reading.report, reading.redirects, site_url)
    elif source.kind is Kind.FEED:
        yield from articles_of([file_page(source.name, content)], reading.choices, reading.report)
    else:
        yield from _of_text(decoded(content, path, problems), source.kind, path, site_url, reading, problems)


def _of_text(
    text: str, kind: Kind | None, path: Path, site_url: str, reading: Reading, problems: list[LineProblem]
) -> Iterator[Record]:
    if problems and not text.strip():
        return
    if is_newsroom_file(text):
        yield from records_in(text, problems)
    elif not problems:
        yield from _of_page(text, kind, path, site_url, reading)


def _of_page(text: str, kind: Kind | None, path: Path, site_url: str, reading: Reading) -> Iterable[Record]:
    if kind is None:
        raise FileRefused(str(path), [LineProblem(1, f"is no file of articles: {READ}")])
    return SavedPage(str(path), text).records(site_url=site_url, published=reading.published)
