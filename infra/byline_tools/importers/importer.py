"""Imports files: reads and checks all of them first, then stores them. If the check refuses something, nothing is stored."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from byline.desk.publisher import Publisher
from byline.edit_errors import ClockSkewed
from byline.errors import BylineError, Refused, StoreUnavailable
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline.model.kinds import noun_of
from byline.storage.dynamodb import Table
from byline.storage.editing import Source
from byline_tools.importers.admitted import Admitted, FileRead, find_named_twice, find_unknown
from byline_tools.importers.ndjson import is_newsroom_file, records_in
from byline_tools.importers.records import FileRefused, LineProblem, Record, same_reason, text_of
from byline_tools.importers.refusals import StoredPartly, as_one, refused_in_files
from byline_tools.importers.retired_names import retired_names
from byline_tools.importers.saved_page import SavedPage
from byline_tools.importers.taken_names import taken_addresses, taken_guids

__all__ = ["Admitted", "Importer"]

IMPORT = Source(imports=True)

ENDS = (StoreUnavailable, ClockSkewed, BotoCoreError, ClientError)
"""Errors that whatever is stored next would meet as well."""


class Importer:
    """Imports files of the newsroom `origin` and stores them through `publisher`."""

    def __init__(self, publisher: Publisher, origin: Origin) -> None:
        self._publisher = publisher
        self._origin = origin

    def read(self, paths: Sequence[Path], published: datetime | None = None) -> list[Admitted]:
        """The content of all files, in the order to store it: sections and authors, then articles, oldest first.

        `published` is the publication time of saved pages, which do not state it. Raises FileRefused with every problem of the
        one file that has any, FilesRefused with those of several files.
        """
        files = [self._read(path, published) for path in paths]
        find_unknown(files, self._publisher.existing)
        _refuse([FileRefused(file.path, file.in_order()) for file in files if file.problems])
        return sorted((thing for file in files for thing in file.admitted), key=_order)

    def refuse_in_advance(self, admitted: Sequence[Admitted], table: Table, *, moves_addresses: bool = False) -> None:
        """Raise FileRefused or FilesRefused with every article that `table` would refuse, as far as that is known before.

        These are new articles that name retired sections or authors, articles whose guid another one has, in the files or in the
        table, and, unless an import `moves_addresses`, those whose address another one has. Raises StoreUnavailable.
        """
        by_id = {each.thing.id: each for each in admitted if isinstance(each.thing, Article)}
        articles = [each.thing for each in admitted if isinstance(each.thing, Article)]
        taken = [] if moves_addresses else [(error.subject, error) for error in taken_addresses(self._publisher, articles)]
        guids = [(error.subject, error) for error in taken_guids(self._publisher, articles)]
        found = [*taken, *guids, *retired_names(table, self._publisher, articles)]
        _refuse(refused_in_files([(by_id[article_id], error) for article_id, error in found]))

    def store(
        self, admitted: Sequence[Admitted], source: Source = IMPORT, progress: Callable[[], None] = lambda: None
    ) -> Counter[tuple[str, str]]:
        """Store what `read` returned, calling `progress` after each; returns how many of each kind had each outcome.

        What the desk has changed since the last import is left alone, as far as `source` does so. What is refused keeps nothing
        else from being stored; raises StoredPartly at the end. An error of ENDS ends the import: it is the reason of a
        StoredPartly, unless nothing was done before it.
        """
        outcomes: Counter[tuple[str, str]] = Counter()
        refused: list[tuple[Admitted, BylineError]] = []
        for number, each in enumerate(admitted, start=1):
            try:
                outcome = self._publisher.put(each.thing, each.stated, source, only_if_new=each.only_if_new)
                outcomes[outcome.value, noun_of(each.thing)] += 1
            except ENDS as error:
                if number == 1:
                    raise
                raise StoredPartly(outcomes, refused_in_files(refused), error, len(admitted) - number) from error
            except BylineError as error:
                refused.append((each, error))
            progress()
        if refused:
            raise StoredPartly(outcomes, refused_in_files(refused))
        return outcomes

    def _read(self, path: Path, published: datetime | None) -> FileRead:
        file = FileRead(str(path))
        try:
            for record in _records(path, self._origin.site_url, published, file.problems):
                self._admit(record, file)
        except FileRefused as error:
            file.problems += error.problems
        find_named_twice(file)
        return file

    def _admit(self, record: Record, file: FileRead) -> None:
        file.records.append(record)
        try:
            thing = self._origin.admit(record.thing)
            file.admitted.append(Admitted(file.path, record.line, thing, frozenset(record.thing), record.only_if_new))
        except Refused as error:
            file.problems += [
                LineProblem(record.line, f"{error.subject}: {problem}", same_reason(str(problem))) for problem in error.problems
            ]


def _refuse(refused: Sequence[FileRefused]) -> None:
    if refused:
        raise as_one(refused)


def _records(path: Path, site_url: str, published: datetime | None, problems: list[LineProblem]) -> Iterable[Record]:
    text = text_of(path, problems)
    if problems and not text.strip():
        return []
    if is_newsroom_file(text):
        return records_in(text, problems)
    return [] if problems else SavedPage(str(path), text).records(site_url=site_url, published=published)


def _order(each: Admitted) -> tuple[bool, str]:
    return (True, each.thing.published.isoformat()) if isinstance(each.thing, Article) else (False, "")
