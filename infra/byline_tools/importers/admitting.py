"""Checks the records in a file one by one."""

from byline.desk.inputs import DeskArticle, DeskSection
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.errors import Refused
from byline.intake.inputs import ArticleInput, Origin, SectionInput
from byline.model.article import Article
from byline.model.lifecycle import Status
from byline_tools.importers.admitted import Admitted, FileRead
from byline_tools.importers.notes import notes_on
from byline_tools.importers.records import LineProblem, Record
from byline_tools.importers.refusals import problems_of
from byline_tools.importers.report import Report

OF_THE_DESK = frozenset(
    {*DeskArticle.model_fields, *DeskSection.model_fields} - {*ArticleInput.model_fields, *SectionInput.model_fields}
)
"""Fields of articles and sections that only the desk has: their state, and what follows from it."""


def admit(record: Record, file: FileRead, origin: Origin, report: Report) -> None:
    """Check one record of a file of the newsroom `origin`, and add it to `file`, or what is wrong with it.

    An exported record that is refused is left out alone, with its problems in `report`.
    """
    known = {name: value for name, value in record.thing.items() if name not in OF_THE_DESK}
    _find_what_the_desk_has(record, file)
    try:
        thing = origin.admit(known)
    except Refused as error:
        problems = list(problems_of(record.line, "", error))
        if record.exported:
            report.refuse(file.path, problems)
        else:
            file.records.append(record)
            file.problems += problems
        return
    file.records.append(record)
    undated = "published" in known and known["published"] is None
    lifecycle = StatedLifecycle(known.get("status") and Status(known["status"]), known.get("draft"), undated=undated)
    stated = frozenset(known) - ({"published"} if undated else set())
    notes = notes_on(known.get("content"), thing.url) if isinstance(thing, Article) else ()
    came_from = (file.path, record.line, thing, stated, record.only_if_new)
    file.admitted.append(Admitted(*came_from, lifecycle, record.exported, record.lapses, (*record.notes, *notes)))


def _find_what_the_desk_has(record: Record, file: FileRead) -> None:
    if shown := ", ".join(name for name in record.thing if name in OF_THE_DESK):
        reason = f"has what `byline show` prints ({shown}): store it with `byline publish`, or leave that out"
        file.problems.append(LineProblem(record.line, reason, "have what `byline show` prints"))
