"""Imports files: reads and checks all of them first, then stores them. If the check refuses something, nothing is stored."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from byline.desk.inputs import DeskArticle, DeskSection
from byline.desk.publisher import Publisher
from byline.edit_errors import ClockSkewed
from byline.errors import BylineError, Refused, StoreUnavailable
from byline.intake.inputs import ArticleInput, Origin, SectionInput
from byline.model.article import Article
from byline.model.kinds import noun_of
from byline.storage.dynamodb import Table
from byline.storage.editing import Source
from byline_tools.importers.admitted import Admitted, FileRead, find_named_twice, find_unknown
from byline_tools.importers.kept_ids import keep_ids
from byline_tools.importers.ndjson import is_newsroom_file, records_in
from byline_tools.importers.notes import notes_on
from byline_tools.importers.records import FileRefused, LineProblem, Record, same_reason, text_of
from byline_tools.importers.refusals import StoredPartly, as_one, problems_of, refused_in_files
from byline_tools.importers.report import Noted, Report
from byline_tools.importers.retired_names import find_retired
from byline_tools.importers.saved_page import SavedPage
from byline_tools.importers.taken_addresses import taken_addresses, wrong_pages

__all__ = ["Admitted", "Importer"]

IMPORT = Source(imports=True)

OF_THE_DESK = frozenset(
    {*DeskArticle.model_fields, *DeskSection.model_fields} - {*ArticleInput.model_fields, *SectionInput.model_fields}
)
"""Fields of articles and sections that only the desk has: their state, and what follows from it."""

ENDS = (StoreUnavailable, ClockSkewed, BotoCoreError, ClientError)
"""Errors that whatever is stored next would meet as well."""


class Importer:
    """Imports files of the newsroom `origin` and stores them through `publisher`.

    `report` has what is removed or changed of the content of the articles that were read.
    """

    def __init__(self, publisher: Publisher, origin: Origin) -> None:
        self._publisher = publisher
        self._origin = origin
        self.report = Report()

    def read(
        self,
        paths: Sequence[Path],
        published: datetime | None = None,
        table: Table | None = None,
        *,
        moves_addresses: bool = False,
    ) -> list[Admitted]:
        """The content of all files, in the order to store it: sections and authors, then articles, oldest first.

        `published` is the publication time of saved pages, which do not state it. Raises FileRefused with every problem of the
        one file that has any, FilesRefused with those of several files; StoreUnavailable only if there is no problem.

        With a `table`, an article without an id gets that of the stored article with its address. Articles that the table would
        refuse are problems, as far as that is known before: new ones that name retired sections or authors and, unless an import
        `moves_addresses`, those whose address another one has, in the files or there.
        """
        files = [self._read(path, published) for path in paths]
        find_unknown(files, self._publisher.existing)
        if table:
            with suppress(StoreUnavailable) if any(file.problems for file in files) else nullcontext():
                self._compare_with_table(files, table, moves_addresses)
        if refused := [FileRefused(file.path, file.in_order()) for file in files if file.problems]:
            raise as_one(refused)
        return _in_order(files)

    def _compare_with_table(self, files: Sequence[FileRead], table: Table, moves_addresses: bool) -> None:
        keep_ids(files, self._publisher)
        find_retired(files, table, self._publisher)
        if moves_addresses:
            return
        articles = [each.thing for each in _in_order(files) if isinstance(each.thing, Article)]
        wrong = [(file, line, page) for file in files for line, page in wrong_pages(file, self._origin)]
        taken = {error.subject: error for error in taken_addresses(self._publisher, [*articles, *(page for *_, page in wrong)])}
        lines = [(file, each.line, each.thing.id) for file in files for each in file.admitted if isinstance(each.thing, Article)]
        for file, line, article_id in [*lines, *((file, line, page.id) for file, line, page in wrong)]:
            if error := taken.get(article_id):
                file.problems += problems_of(line, f"article {article_id}", error)

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
        known = {name: value for name, value in record.thing.items() if name not in OF_THE_DESK}
        if shown := ", ".join(name for name in record.thing if name in OF_THE_DESK):
            reason = f"has what `byline show` prints ({shown}): store it with `byline publish`, or leave that out"
            file.problems.append(LineProblem(record.line, reason, "have what `byline show` prints"))
        try:
            thing = self._origin.admit(known)
        except Refused as error:
            file.problems += [
                LineProblem(record.line, f"{error.subject}: {problem}", same_reason(str(problem))) for problem in error.problems
            ]
            return
        file.admitted.append(Admitted(file.path, record.line, thing, frozenset(known), record.only_if_new))
        if isinstance(thing, Article) and (notes := notes_on(known.get("content"), thing.url)):
            self.report.articles.append(Noted(file.path, record.line, thing.title, notes))


def _in_order(files: Sequence[FileRead]) -> list[Admitted]:
    return sorted((thing for file in files for thing in file.admitted), key=_order)


def _records(path: Path, site_url: str, published: datetime | None, problems: list[LineProblem]) -> Iterable[Record]:
    text = text_of(path, problems)
    if problems and not text.strip():
        return []
    if is_newsroom_file(text):
        return records_in(text, problems)
    return [] if problems else SavedPage(str(path), text).records(site_url=site_url, published=published)


def _order(each: Admitted) -> tuple[bool, str]:
    return (True, each.thing.published.isoformat()) if isinstance(each.thing, Article) else (False, "")
