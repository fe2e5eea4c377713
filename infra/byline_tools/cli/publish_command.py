"""`byline publish`: the things in files are all checked first, and only then stored, one after the other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from byline.errors import BylineError
from byline.model.kinds import KINDS
from byline_tools.cli.console import Output, counted, output_option, progress
from byline_tools.cli.desk_client import DeskClient, DeskResponse, NotDone
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.file_requests import DryRun, Request, requests_in
from byline_tools.cli.options import FILE, authority_option
from byline_tools.cli.partly import Partly

COLUMNS = ("outcome", "name", "title", "status", "published")
NOT_STORED = "not stored"


class NothingPublished(BylineError):
    """The desk refuses things in files, and nothing was stored. `refused` has each with the reasons, and is never empty."""

    def __init__(self, refused: Sequence[tuple[Request, NotDone]]) -> None:
        self.refused = tuple(refused)
        super().__init__("\n".join(f"{each.file}:{each.line}: {error}" for each, error in refused) + "\nNothing was stored.")


class PublishedPartly(Partly):
    """`reason` kept something from being stored. What comes after it was not tried; `done` has a row for everything."""

    def __init__(self, reason: BylineError, not_tried: int, done: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"{reason}\n{not_tried} after that not tried: publish the files again", reason, done)


@click.command("publish")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--if-match", "revision", metavar="REVISION", help="Publish one thing, only if this revision of it is stored.")
@authority_option
@target_options
@output_option
def publish_command(files: Sequence[Path], revision: str | None, authority: str | None, desk: DeskClient, output: Output) -> None:
    """Store the articles, sections and authors in FILES (JSON or NDJSON): as drafts, scheduled or published.

    Everything is checked before anything is stored. A field that is left out stays as it is stored; null removes it. Publishing
    the same file again changes nothing. An article that is withdrawn stays so: see `byline restore`. `-` is standard input.
    """
    requests = requests_in(files, authority)
    if revision and len(requests) != 1:
        raise click.UsageError("--if-match needs a file with one thing")
    if_match = f'"{revision}"' if revision else None
    _check(desk, requests, if_match)
    try:
        rows = _store(desk, requests, if_match)
    except PublishedPartly as error:
        output.rows_before_error(error.done, COLUMNS, summary=_summary(error.done))
        raise
    output.rows(rows, COLUMNS, if_empty="Nothing to publish: the files are empty.", summary=_summary(rows))


def _check(desk: DeskClient, requests: Sequence[Request], if_match: str | None) -> None:
    """Ask the desk about every request, without storing anything. Raises NothingPublished with all that it refuses."""
    refused: list[tuple[Request, NotDone]] = []
    dry_run = DryRun(desk)
    with progress("Checking", len(requests)) as advance:
        for request in requests:
            try:
                dry_run.put(request, if_match)
            except NotDone as error:
                refused.append((request, error))
            advance()
    if refused:
        raise NothingPublished(refused)


def _store(desk: DeskClient, requests: Sequence[Request], if_match: str | None) -> list[dict[str, Any]]:
    """Store everything, and return a row for each. Raises PublishedPartly if the desk meanwhile refuses something."""
    rows: list[dict[str, Any]] = []
    with progress("Publishing", len(requests)) as advance:
        for number, request in enumerate(requests):
            try:
                rows.append(_row(request, desk.put(request.path, request.thing, if_match=if_match)))
            except BylineError as error:
                rows += [{"outcome": NOT_STORED, "name": each.name} for each in requests[number:]]
                raise PublishedPartly(error, len(requests) - number - 1, rows) from error
            advance()
    return rows


def _row(request: Request, answer: DeskResponse) -> dict[str, Any]:
    stored = answer.body
    return {
        **{name: stored[name] for name in ("status", "published", "revision") if name in stored},
        "outcome": answer.outcome,
        "name": request.name,
        "title": stored.get("title") or stored.get("name"),
    }


def _summary(rows: Sequence[Mapping[str, Any]]) -> str:
    nouns = {f"{row.kind}": row.noun for row in KINDS}
    return counted(Counter((each["outcome"], nouns.get(each["name"].partition("/")[0], "article")) for each in rows))
