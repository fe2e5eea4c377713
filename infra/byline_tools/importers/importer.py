"""Imports files: reads and checks all of them first, then stores them. If the check refuses something, nothing is stored."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.edit_errors import ClockSkewed
from byline.errors import BylineError, Refused, StoreUnavailable
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline.model.kinds import noun_of
from byline.model.lifecycle import Status
from byline.storage.dynamodb import Table
from byline.storage.editing import Outcome, Source
from byline_tools.importers.admitted import Admitted, FileRead, find_named_twice, find_unknown
from byline_tools.importers.admitting import admit
from byline_tools.importers.feeds.old_ids import OldFeed, with_old_ids
from byline_tools.importers.feeds.web import Web
from byline_tools.importers.kept_ids import keep_ids
from byline_tools.importers.reading import Reading, records_in_file
from byline_tools.importers.records import FileRefused, LineProblem
from byline_tools.importers.refusals import StoredPartly, as_one, problems_of, refused_in_files
from byline_tools.importers.report import Report
from byline_tools.importers.retired_names import find_retired
from byline_tools.importers.standard_input import FileOrAddress
from byline_tools.importers.taken_names import find_taken, wrong_articles
from byline_tools.importers.wordpress.choices import EVERYTHING, Choices

__all__ = ["Admitted", "Importer"]

IMPORT = Source(imports=True)

ENDS = (StoreUnavailable, ClockSkewed, BotoCoreError, ClientError)
"""Errors that whatever is stored next would meet as well."""


class Importer:
    """Imports files of the newsroom `origin` and stores them through `publisher`; `choices` are for exports of other systems.

    Articles take from `old_feeds` the ids that they do not state. `web` fetches feeds.

    `report` has what is changed or left out of the content and of exports of other systems, and which articles of the latter are
    refused: unlike a line of a newsroom file, they keep nothing else from being stored.
    """

    def __init__(
        self,
        publisher: Publisher,
        origin: Origin,
        choices: Choices = EVERYTHING,
        old_feeds: Sequence[OldFeed] = (),
        web: Web | None = None,
    ) -> None:
        self._publisher = publisher
        self._origin = origin
        self._choices = choices
        self._old_feeds = old_feeds
        self._web = web or Web(time.sleep, publisher.now)
        self.report = Report()

    def read(
        self,
        paths: Sequence[FileOrAddress],
        published: datetime | None = None,
        table: Table | None = None,
        *,
        moves_addresses: bool = False,
    ) -> list[Admitted]:
        """The content of all files, in the order to store it: sections and authors, then articles, oldest first.

        `published` is the publication time of saved pages, which do not state it. Raises FileRefused with every problem of the
        one file that has any, FilesRefused with those of several files; StoreUnavailable only if there is no problem.

        With a `table`, an article without id and guid gets the id of the stored article with its address. Articles that the table
        would refuse are problems, as far as that is known before: new ones that name retired sections or authors, and those whose
        guid or, unless an import `moves_addresses`, address another one has, in the files or there.
        """
        files = self._read_all(paths, published)
        if table:
            with suppress(StoreUnavailable) if any(file.problems for file in files) else nullcontext():
                self._compare_with_table(files, table, moves_addresses)
        if refused := [FileRefused(file.path, file.in_order()) for file in files if file.problems]:
            raise as_one(refused)
        return _in_order(files)

    def _compare_with_table(self, files: Sequence[FileRead], table: Table, moves_addresses: bool) -> None:
        keep_ids(files, self._publisher)
        find_retired(files, table, self._publisher)
        articles = [each.thing for each in _in_order(files) if isinstance(each.thing, Article)]
        wrong = [(file, line, article) for file in files for line, article in wrong_articles(file, self._origin)]
        taken = find_taken(self._publisher, [*articles, *(article for *_, article in wrong)], moves_addresses=moves_addresses)
        for file in files:
            for each in list(file.admitted):
                if isinstance(each.thing, Article):
                    self._refuse(file, each, each.thing.id, taken.get(each.thing.id, ()))
        for file, line, article in wrong:
            file.problems += _problems(line, article.id, taken.get(article.id, ()))

    def _refuse(self, file: FileRead, each: Admitted, article_id: str, errors: Sequence[BylineError]) -> None:
        """Refuse an article that passed its own checks, if there are errors: its file, or the article alone if it is exported."""
        problems = _problems(each.line, article_id, errors)
        if errors and each.exported:
            file.admitted.remove(each)
            self.report.refuse(file.path, problems)
        else:
            file.problems += problems

    def store(
        self, admitted: Sequence[Admitted], source: Source = IMPORT, progress: Callable[[], None] = lambda: None
    ) -> Counter[tuple[str, str]]:
        """Store what `read` returned, calling `progress` after each; returns how many of each kind had each outcome.

        What the desk has changed since the last import is left alone, as far as `source` does so. Raises StoredPartly at the end
        for what is refused, now or by `read`. An error of ENDS ends the import: it is its reason, if something was done before.
        """
        outcomes: Counter[tuple[str, str]] = Counter()
        refused: list[tuple[Admitted, BylineError]] = []
        for number, each in enumerate(admitted, start=1):
            try:
                outcomes[self._put(each, source).value, noun_of(each.thing)] += 1
            except ENDS as error:
                if number == 1:
                    raise
                raise StoredPartly(
                    outcomes, refused_in_files(refused, self.report.refusals()), error, len(admitted) - number
                ) from error
            except BylineError as error:
                refused.append((each, error))
            progress()
        if files := refused_in_files(refused, self.report.refusals()):
            raise StoredPartly(outcomes, files)
        return outcomes

    def _put(self, each: Admitted, source: Source) -> Outcome:
        def put(lifecycle: StatedLifecycle) -> Outcome:
            return self._publisher.put(each.thing, each.stated, source, only_if_new=each.only_if_new, lifecycle=lifecycle)

        try:
            return put(each.lifecycle)
        except Refused:
            if not each.lapses:
                raise
            return put(replace(each.lifecycle, status=Status.DRAFT))

    def _read_all(self, paths: Sequence[FileOrAddress], published: datetime | None) -> list[FileRead]:
        files = [self._read(path, published) for path in paths]
        find_unknown(files, self._publisher.existing)
        self.report.articles += [each.noted() for file in files for each in file.admitted if each.notes]
        self.report.others += [note for each in self._old_feeds for note in each.notes()]
        return files

    def _read(self, path: FileOrAddress, published: datetime | None) -> FileRead:
        file = FileRead(str(path))
        reading = Reading(published, self._choices, self._publisher.now, self.report, self._web)
        try:
            for record in records_in_file(path, self._origin.site_url, reading, file.problems):
                admit(with_old_ids(record, self._old_feeds), file, self._origin, self.report)
        except FileRefused as error:
            file.problems += error.problems
        find_named_twice(file)
        return file


def _in_order(files: Sequence[FileRead]) -> list[Admitted]:
    return sorted((thing for file in files for thing in file.admitted), key=_order)


def _problems(line: int, article_id: str, errors: Iterable[BylineError]) -> list[LineProblem]:
    return [problem for error in errors for problem in problems_of(line, f"article {article_id}", error)]


def _order(each: Admitted) -> tuple[bool, str]:
    return (True, each.thing.published.isoformat()) if isinstance(each.thing, Article) else (False, "")
