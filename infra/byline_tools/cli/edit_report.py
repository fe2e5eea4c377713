"""What commands report of an edit: its outcome, what is stored, and what the desk has changed of the content that was sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from byline.storage.editing import Outcome
from byline_tools.cli.console import Output
from byline_tools.cli.desk_client import DeskResponse
from byline_tools.importers.notes import Note, notes_on
from byline_tools.importers.report import in_words

COLUMNS = ("outcome", "id", "title", "status", "updated")


def content_notes(answer: DeskResponse, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The member `notes` of a row: what the desk has changed of the content that was `sent`, if it has stored the article."""
    if answer.outcome == Outcome.UNCHANGED or "content" not in sent:
        return {}
    notes = [each.as_json() for each in notes_on(sent["content"], answer.body["url"])]
    return {"notes": notes} if notes else {}


def notes_in_words(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The sum of the notes of all rows, one kind in a line."""
    return list(in_words(Note(**note) for each in rows for note in each.get("notes", ())))


def report_article(output: Output, answer: DeskResponse, sent: Mapping[str, Any] | None = None) -> None:
    """Report the outcome of an edit of an article in which `sent` was stated, and what is stored."""
    row = {"outcome": answer.outcome, **answer.body, **content_notes(answer, sent or {})}
    output.rows([row], COLUMNS, summary="\n ".join(notes_in_words([row])))


def report_edit(output: Output, path: str, answer: DeskResponse, sent: Mapping[str, Any]) -> None:
    """Report the outcome of an edit of what is stored at `path`: an article, a section or an author, whose name is their id."""
    kind, _, _ = path.strip("/").partition("/")
    if "slug" not in answer.body:
        report_article(output, answer, sent)
        return
    title = "title" if "title" in answer.body else "name"
    row = {"outcome": answer.outcome, "id": f"{kind}/{answer.body['slug']}", **answer.body}
    output.rows([row], ("outcome", "id", title))
