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
from byline.model.feed_key import SITE
from byline.model.kinds import noun_of
from byline.model.lifecycle import Status
from byline.model.redirect import Redirect
from byline.storage.dynamodb import Table
from byline.storage.editing import Outcome, Source
from byline_tools.importers.admitted import Admitted, FileRead, find_unknown, in_order
from byline_tools.importers.choices import EVERYTHING, Choices
from byline_tools.importers.feeds.old_ids import OldFeed
from byline_tools.importers.feeds.web import Web
from byline_tools.importers.file_reader import FileReader
from byline_tools.importers.kept_ids import keep_ids
from byline_tools.importers.reading import Reading
from byline_tools.importers.records import LineProblem
from byline_tools.importers.refusals import StoredPartly, problems_of, raise_problems, refused_in_files
from byline_tools.importers.report import Report
from byline_tools.importers.retired_names import find_retired
from byline_tools.importers.standard_input import FileOrAddress
from byline_tools.importers.taken_names import find_taken, wrong_articles

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
        self._redirects: list[Redirect] = []

    def read(
        self,
        paths: Sequence[FileOrAddress],
        published: datetime | None = None,
        table: Table | None = None,
        *,
        moves_addresses: bool = False,
    ) -> list[Admitted]:
        """The content of all files and folders, in the order to store it: sections and authors, then articles, oldest first.

        `published` is when saved pages were published, which they do not state. Raises FileRefused with every problem of the one
        file that has any, FilesRefused with those of several files; StoreUnavailable only if there is no problem.

        With a `table`, an article without id and guid gets the id of the stored one with its address, and what the table would
        refuse is a problem: new articles that name retired profiles, guids of others, and unless it `moves_addresses`, addresses.
        """
        files = self._read(paths, published)
        if table:
            with suppress(StoreUnavailable) if any(file.problems for file in files) else nullcontext():
                self._compare_with_table(files, table, moves_addresses)
        raise_problems(files)
        return in_order(files)

    def _compare_with_table(self, files: Sequence[FileRead], table: Table, moves_addresses: bool) -> None:
        keep_ids(files, self._publisher)
        find_retired(files, table, self._publisher)
        articles = [each.thing for each in in_order(files) if isinstance(each.thing, Article)]
        wrong = [(file, line, article) for file in files for line, article in wrong_articles(file, self._origin)]
        taken = find_taken(self._publisher, [*articles, *(article for *_, article in wrong)], moves_addresses=moves_addresses)
        for file in files:
            for each in list(file.admitted):
                if isinstance(each.thing, Article) and (errors := taken.get(each.thing.id)):
                    self._refuse(file, each, _problems(each.line, each.name, errors))
        for file, line, named in wrong:
            file.problems += _problems(line, f"article {named.id}", taken.get(named.id, ()))

    def _refuse(self, file: FileRead, each: Admitted, problems: list[LineProblem]) -> None:
        """Refuse an article that passed its own checks: its file, or the article alone if it is exported."""
        if each.exported:
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
        tried = 0
        try:
            for each in admitted:
                tried += 1
                self._store_one(each, source, outcomes, refused)
                progress()
            outcomes.update(self._put_redirects(source))
        except ENDS as error:
            if tried <= 1 and not outcomes:
                raise
            files = refused_in_files(refused, self.report.refusals())
            raise StoredPartly(outcomes, files, error, len(admitted) - tried) from error
        if files := refused_in_files(refused, self.report.refusals()):
            raise StoredPartly(outcomes, files)
        return outcomes

    def _store_one(
        self, each: Admitted, source: Source, outcomes: Counter[tuple[str, str]], refused: list[tuple[Admitted, BylineError]]
    ) -> None:
        try:
            outcomes[self._put(each, source).value, noun_of(each.thing)] += 1
        except ENDS:
            raise
        except BylineError as error:
            refused.append((each, error))

    def _put_redirects(self, source: Source) -> dict[tuple[str, str], int]:
        """Store the redirects from the old feeds of the site, and of those sections and authors that are stored."""
        stored = self._publisher.existing({each.feed for each in self._redirects} - {SITE}) | {SITE}
        outcomes = self._publisher.put_redirects([each for each in self._redirects if each.feed in stored], source)
        return {(outcome.value, "redirect"): number for outcome, number in outcomes.items()}

    def _put(self, each: Admitted, source: Source) -> Outcome:
        def put(lifecycle: StatedLifecycle) -> Outcome:
            return self._publisher.put(each.thing, each.stated, source, only_if_new=each.only_if_new, lifecycle=lifecycle)

        try:
            return put(each.lifecycle)
        except Refused:
            if not each.lapses:
                raise
            return put(replace(each.lifecycle, status=Status.DRAFT))

    def _read(self, paths: Sequence[FileOrAddress], published: datetime | None) -> list[FileRead]:
        reading = Reading(published, self._choices, self._publisher.now, self.report, self._redirects, self._web)
        files = FileReader(self._origin, reading, self._old_feeds).read(paths)
        find_unknown(files, self._publisher.existing)
        self.report.articles += [each.noted() for file in files for each in file.admitted if each.notes]
        self.report.others += [note for each in self._old_feeds for note in each.notes()]
        return files


def _problems(line: int, name: str, errors: Iterable[BylineError]) -> list[LineProblem]:
    return [problem for error in errors for problem in problems_of(line, name, error)]
