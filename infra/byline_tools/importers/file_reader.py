"""Reads files and folders, and checks each record by itself."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from byline.desk.inputs import DeskArticle, DeskSection
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.errors import Refused
from byline.intake.inputs import ArticleInput, Origin, SectionInput
from byline.model.article import Article
from byline.model.lifecycle import Status
from byline_tools.importers.admitted import Admitted, FileRead, find_named_twice
from byline_tools.importers.notes import notes_on
from byline_tools.importers.reading import Reading, exports_in, records_in_file
from byline_tools.importers.records import FileRefused, LineProblem, Record
from byline_tools.importers.refusals import problems_of
from byline_tools.importers.sources import Source as File
from byline_tools.importers.sources import Sources
from byline_tools.importers.wordpress.exports import Exports

OF_THE_DESK = frozenset(
    {*DeskArticle.model_fields, *DeskSection.model_fields} - {*ArticleInput.model_fields, *SectionInput.model_fields}
)
"""Fields of articles and sections that only the desk has: their state, and what follows from it."""


class FileReader:
    """Reads files of the newsroom `origin` with `reading`, whose report gets what is refused of exports."""

    def __init__(self, origin: Origin, reading: Reading) -> None:
        self._origin = origin
        self._reading = reading

    def read(self, paths: Sequence[Path]) -> list[FileRead]:
        """What all files and folders at `paths` contain."""
        with ExitStack() as up:
            sources = list(Sources(self._reading.report, up).named(paths))
            exports = exports_in(sources, self._reading)
            files = [self._read_file(each, exports) for each in sources]
        self._reading.redirects.extend(exports.redirects())
        return files

    def _read_file(self, source: File, exports: Exports) -> FileRead:
        file = FileRead(source.name)
        try:
            for record in records_in_file(source, exports, self._origin.site_url, self._reading, file.problems):
                self._admit(record, file)
        except FileRefused as error:
            file.problems += error.problems
        find_named_twice(file)
        return file

    def _admit(self, record: Record, file: FileRead) -> None:
        known = {name: value for name, value in record.thing.items() if name not in OF_THE_DESK}
        if shown := ", ".join(name for name in record.thing if name in OF_THE_DESK):
            reason = f"has what `byline show` prints ({shown}): store it with `byline publish`, or leave that out"
            file.problems.append(LineProblem(record.line, reason, "have what `byline show` prints"))
        try:
            thing = self._origin.admit(known)
        except Refused as error:
            problems = list(problems_of(record.line, "", error))
            if record.exported:
                self._reading.report.refuse(file.path, problems)
            else:
                file.records.append(record)
                file.problems += problems
            return
        file.records.append(record)
        undated = "published" in known and known["published"] is None
        lifecycle = StatedLifecycle(known.get("status") and Status(known["status"]), known.get("draft"), undated=undated)
        stated = frozenset(known) - ({"published"} if undated else set())
        notes = notes_on(known.get("content"), thing.url) if isinstance(thing, Article) else ()
        origin = (file.path, record.line, thing, stated, record.only_if_new)
        file.admitted.append(Admitted(*origin, lifecycle, record.exported, record.lapses, (*record.notes, *notes)))
