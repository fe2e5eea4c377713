"""The versions of an article on the command line: who changed what, and back to what it was.

Each function registers itself in `version_commands`, from which `byline` takes its commands.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

import click

from byline.errors import BylineError
from byline_tools.cli.console import Output, output_option
from byline_tools.cli.desk_client import DeskClient, NotDone
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.differences import Change, changes_between
from byline_tools.cli.edit_report import report_article
from byline_tools.cli.naming import NAME, article_path

version_commands = click.Group()


class NothingBefore(BylineError):
    """The article `article_id` has no version before its last edit, or no longer."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(f"article {article_id} has no version before its last edit: to take it back, withdraw it")


@version_commands.command("history")
@click.argument("article_id", metavar=NAME)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="The most edits to list.")
@click.option("--below", type=click.IntRange(1), metavar="NUMBER", help="List only edits before this one.")
@target_options
@output_option
def history(article_id: str, limit: int, below: int | None, desk: DeskClient, output: Output) -> None:
    """List the edits of the article with that ID or ADDRESS, newest first: when, by whom, and what they changed.

    In texts, what an edit has removed is in [-...-], and what it has added in {+...+}. If there are more edits, a line on
    standard error says how to list them.
    """
    path = f"{article_path(desk, article_id)}/versions"
    before = f"below={below}&" if below else ""
    listed = desk.get(f"{path}?{before}limit={limit}").body
    version = cache(lambda number: _version(desk, f"{path}/{number}"))
    rows = [{**each, "changes": _changes(each, version)} for each in listed]
    if output.as_json:
        output.rows([{**row, "changes": [change.as_json() for change in row["changes"]]} for row in rows], ())
    for line in () if output.as_json else (line for row in rows for line in _lines(row)):
        click.echo(line)
    if len(rows) == limit and desk.get(f"{path}?below={rows[-1]['number']}&limit=1").body:
        click.echo(f"byline: there are earlier edits: --below {rows[-1]['number']} lists them", err=True)


@version_commands.command("undo")
@click.argument("article_id", metavar=NAME)
@click.option(
    "--version", "number", type=click.IntRange(1), help="Go back to this version; by default to that before the last edit."
)
@target_options
@output_option
def undo(article_id: str, number: int | None, desk: DeskClient, output: Output) -> None:
    """Make the article again what it was before its last edit, by a new edit. Another undo takes that back.

    What readers have seen does not become a draft. If somebody else edits the article meanwhile, nothing is stored.
    """
    path = article_path(desk, article_id)
    last = desk.get(f"{path}/versions?limit=1").body[0]
    wanted = number or last["number"] - 1
    if wanted < 1:
        raise NothingBefore(article_id)
    answer = desk.put(f"{path}/version", {"number": wanted}, if_match=f'"{last["revision"]}"')
    report_article(output, answer)


def _version(desk: DeskClient, path: str) -> Mapping[str, Any] | None:
    """A version of an article; None if it is no longer stored."""
    try:
        stored: Mapping[str, Any] = desk.get(path).body
    except NotDone as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
        return None
    return stored


def _changes(listed: Mapping[str, Any], version: Callable[[int], Mapping[str, Any] | None]) -> list[Change]:
    """The changes that an edit made, unless the version before it is no longer stored."""
    names = listed.get("changed", ())
    before, after = (version(listed["number"] - 1), version(listed["number"])) if names else (None, None)
    return changes_between(before, after, names) if before and after else []


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    at, by = row.get("at", "time unknown"), row.get("by", "")
    yield click.style(f"{row['number']}  {at}  {row['what']}  {by}".rstrip(), bold=True)
    for change in row["changes"]:
        yield f"    {change.for_people()}"
    if row.get("changed") and not row["changes"]:
        yield f"    {', '.join(row['changed'])}"
