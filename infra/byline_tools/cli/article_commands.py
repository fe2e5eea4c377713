"""Edits of one article on the command line: withdraw, restore, correct; and `edit`, for whatever is stored.

Each function registers itself in `article_commands`, from which `byline` takes its commands.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from byline.edit_errors import Erased, Withdrawn
from byline.errors import BylineError
from byline.intake.json_text import parse
from byline.model.text import carriable, plain
from byline.storage.editing import Outcome
from byline_tools.cli.console import Output, output_option
from byline_tools.cli.desk_client import DeskClient, DeskResponse, NotDone
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.edit_report import report_article, report_edit
from byline_tools.cli.naming import NAME, article_path, stored_path
from byline_tools.cli.options import FILE, TEXT, Text
from byline_tools.importers.ndjson import read_things

NOTICE = Text("omit it, or send --no-notice")
article_commands = click.Group()


class NotEdited(BylineError):
    """The edited text cannot be stored because of `reason`. It is kept in `file`."""

    def __init__(self, reason: str, file: Path) -> None:
        self.reason = reason
        self.file = file
        super().__init__(f"{reason}\nYour text is in {file}: take your changes from there when you edit it again")


@article_commands.command("withdraw")
@click.argument("article_id", metavar=NAME)
@click.option("--notice", type=NOTICE, help="What every format shows in place of the article. By default what it has.")
@click.option("--no-notice", is_flag=True, help="Remove the notice that it has.")
@target_options
@output_option
def withdraw(article_id: str, notice: str | None, no_notice: bool, desk: DeskClient, output: Output) -> None:
    """Remove the article with that ID or ADDRESS from every feed. `byline restore` brings it back under its id."""
    if notice and no_notice:
        raise click.UsageError("--notice does not go with --no-notice")
    stated = {"notice": notice} if notice else {"no-notice": "true"} if no_notice else {}
    answer = desk.delete(article_path(desk, article_id), **stated)
    report_article(output, answer)
    withdrawal = answer.body["withdrawal"]
    if "notice" in withdrawal and not withdrawal.get("seen"):
        click.echo("byline: nobody has seen the article, so its notice is stored, but not shown", err=True)


@article_commands.command("restore")
@click.argument("article_id", metavar=NAME)
@target_options
@output_option
def restore(article_id: str, desk: DeskClient, output: Output) -> None:
    """Bring the withdrawn article back as what it was: published, scheduled or a draft."""
    report_article(output, desk.patch(article_path(desk, article_id), {"withdrawal": None}))


@article_commands.command("correct")
@click.argument("article_id", metavar=NAME)
@click.option("--note", type=TEXT, required=True, help="What was corrected, in words for readers.")
@click.option("--file", type=FILE, help="The corrected fields, as JSON. Others stay as they are.")
@target_options
@output_option
def correct(article_id: str, note: str, file: Path | None, desk: DeskClient, output: Output) -> None:
    """Add a correction to the article, and change its text with --file, in one edit.

    Readers see the note at the end of the article, and the article's time of change moves. A note that the article has already is
    added again only if the file changes something. A file with a revision is stored only if nobody else has edited it since.
    """
    path = article_path(desk, article_id)
    stored = desk.get(path)
    if "erasure" in stored.body:
        raise Erased(f"article {stored.body['id']}")
    if stored.body["status"] == "withdrawn":
        raise Withdrawn(stored.body["id"])
    corrections = stored.body.get("corrections", [])
    fields = _fields_in(file, stored.body["id"], corrections)
    fields["revision"] = fields.get("revision") or stored.body["revision"]
    known = [datetime.fromisoformat(each["at"]) for each in corrections if each["note"] == plain(carriable(note))]
    if not known or desk.patch(path, fields, dry_run=True).outcome != Outcome.UNCHANGED:
        # No two corrections are equal, even if they are made within a second.
        at = max([datetime.now(UTC).replace(microsecond=0), *(each + timedelta(seconds=1) for each in known)])
        corrections = [*corrections, {"note": note, "at": at.isoformat()}]
    report_article(output, _corrected(desk, path, {**fields, "corrections": corrections}), fields)


def _corrected(desk: DeskClient, path: str, changes: Mapping[str, Any]) -> DeskResponse:
    """The response to a correction. Raises NotDone, in which the correction, the last one, is called as the editor typed it."""
    try:
        return desk.patch(path, changes)
    except NotDone as error:
        last = f"corrections.{len(changes['corrections']) - 1}"
        wrong = [
            {**each, "field": "--note"} if f"{each['field']}.".startswith(f"{last}.") else each
            for each in error.problem.get("errors", ())
        ]
        raise NotDone(error.path, error.status, {**error.problem, **({"errors": wrong} if wrong else {})}) from error


def _fields_in(file: Path | None, article_id: str, corrections: Sequence[Any]) -> dict[str, Any]:
    """The fields of the article in a file, without what belongs to the command.

    Raises click.UsageError if it is another article, or names other corrections than the stored ones.
    """
    if file is None:
        return {}
    things = [record.thing for record in read_things(file)]
    if len(things) != 1 or things[0].get("type", "article") != "article":
        raise click.UsageError("--file needs a file with one article")
    if things[0].get("id", article_id) != article_id:
        raise click.UsageError(f"--file has the article {things[0]['id']}, not {article_id}")
    if "corrections" in things[0] and not _are_stored(things[0]["corrections"], corrections):
        raise click.UsageError(
            "--file names other corrections than the article has: leave `corrections` out of it. --note adds one, and "
            "`byline edit` changes those that are there"
        )
    return {name: value for name, value in things[0].items() if name not in ("id", "type", "corrections")}


def _are_stored(named: Any, corrections: Sequence[Any]) -> bool:
    """Whether `named` are corrections that the article has, as `byline show` has printed them; none only if it has none."""
    named = [] if named is None else named
    return isinstance(named, list) and bool(named) == bool(corrections) and all(each in corrections for each in named)


@article_commands.command("edit")
@click.argument("name", metavar="ID|ADDRESS|KIND/SLUG")
@target_options
@output_option
def edit(name: str, desk: DeskClient, output: Output) -> None:
    """Open the article with that ID or ADDRESS, sections/SLUG or authors/SLUG in $EDITOR, and store what you changed.

    If somebody else has edited it meanwhile, nothing is stored, and your text is kept in a file.
    """
    path = stored_path(desk, name)
    stored = desk.get(path)
    before = json.dumps(stored.body, ensure_ascii=False, indent=2)
    after = click.edit(before, extension=".json") or before
    try:
        changes = _difference(stored.body, parse(after))
        answer = desk.patch(path, changes, if_match=stored.etag)
    except (BylineError, ValueError) as error:
        raise NotEdited(str(error), _saved(after)) from error
    report_edit(output, path, answer, changes)


def _difference(before: dict[str, Any], after: Any) -> dict[str, Any]:
    """The JSON Merge Patch (RFC 7396) that turns `before` into `after`; raises ValueError unless `after` is an object."""
    if not isinstance(after, dict):
        raise ValueError("the text is not a JSON object")
    changes: dict[str, Any] = {name: None for name in before if name not in after}
    for name, value in after.items():
        if isinstance(value, dict) and isinstance(before.get(name), dict):
            if inner := _difference(before[name], value):
                changes[name] = inner
        elif name not in before or before[name] != value:
            changes[name] = value
    return changes


def _saved(text: str) -> Path:
    with tempfile.NamedTemporaryFile("w", suffix=".json", prefix="byline-", delete=False, encoding="utf-8") as file:
        file.write(text)
    return Path(file.name)
