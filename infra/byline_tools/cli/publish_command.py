"""`byline publish`: the things in files are all checked first, and only then stored, one after the other."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from byline.edit_errors import AddressTaken, GuidTaken
from byline.errors import BylineError
from byline.model.addresses import same_page
from byline.model.kinds import KINDS
from byline.storage.editing import Outcome
from byline_tools.cli.console import Output, counted, output_option, progress
from byline_tools.cli.desk_client import DeskClient, DeskResponse, NotDone
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.edit_report import content_notes, notes_in_words
from byline_tools.cli.file_requests import DryRun, Request, readable_requests_in
from byline_tools.cli.options import FILE, TEXT, authority_option
from byline_tools.cli.partly import Partly
from byline_tools.cli.refused_requests import NamedTwice, Refusal, in_files
from byline_tools.importers.records import FileRefused

COLUMNS = ("outcome", "id", "title", "status", "published")
NOT_STORED = "not stored"

Put = Callable[[Request], DeskResponse]
"""Sends a thing to its path at the desk."""


class NothingPublished(BylineError):
    """Things in files are refused, and nothing was stored. `refused` has each with the reasons, `unread` what is no JSON."""

    def __init__(self, refused: Sequence[Refusal], unread: Sequence[FileRefused] = ()) -> None:
        self.refused, self.unread = tuple(refused), tuple(unread)
        super().__init__("\n".join([*map(str, in_files(refused, unread)), "Nothing was stored."]))


class PublishedPartly(Partly):
    """`reason` kept something from being stored. What comes after it was not tried; `done` has a row for everything."""

    def __init__(self, reason: BylineError, not_tried: int, done: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"{reason}\n{not_tried} after that not tried: publish the files again", reason, done)


@click.command("publish")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--if-match", "revision", type=TEXT, metavar="REVISION", help="Publish one thing, only if this revision of it is stored."
)
@click.option("--move-address", is_flag=True, help="Take addresses from articles that have them.")
@authority_option
@target_options
@output_option
def publish_command(
    files: Sequence[Path], revision: str | None, move_address: bool, authority: str | None, desk: DeskClient, output: Output
) -> None:
    """Store the articles, sections and authors in FILES (JSON or NDJSON): as drafts, scheduled or published.

    Everything is checked before anything is stored. A field that is left out stays as it is stored; null removes it. Publishing
    the same file again changes nothing. An article that is withdrawn stays so: see `byline restore`. What `byline show` prints
    has a revision: it is published only if nobody else has edited it since. `-` is standard input.
    """
    requests, unread = readable_requests_in(files, authority, desk)
    if revision and not unread and len(requests) != 1:
        raise click.UsageError("--if-match needs a file with one thing")
    if revision:
        requests = [replace(each, thing={**each.thing, "revision": revision}) for each in requests]
    refused = _refused(partial(DryRun(desk).put, move_address=move_address), requests, move_address=move_address)
    if refused or unread:
        raise NothingPublished(refused, unread)
    try:
        rows = _store(lambda each: desk.put(each.path, each.thing, move_address=move_address), requests)
    except PublishedPartly as error:
        output.rows_before_error(error.done, COLUMNS, summary=_summary(error.done))
        raise
    output.rows(rows, COLUMNS, summary=_summary(rows))


def _refused(put: Put, requests: Sequence[Request], *, move_address: bool) -> list[Refusal]:
    """All that the desk refuses, which is asked about every request, without storing anything.

    Nothing may be in the files twice, either. No two articles of the files may get the same guid or, without `move_address`, the
    same address.
    """
    named: dict[str, Request] = {}
    first: dict[str, Request] = {}
    refused: list[Refusal] = []
    with progress("Checking", len(requests)) as advance:
        for request in requests:
            if (other := named.setdefault(request.path, request)) is not request:
                refused.append((request, NamedTwice(request, other)))
            try:
                answer = put(request)
                if request.is_article and answer.outcome != Outcome.UNCHANGED:
                    refused += [(request, error) for error in _taken(request, first, move_address=move_address)]
            except NotDone as error:
                refused.append((request, error))
            advance()
    return refused


def _taken(request: Request, first: dict[str, Request], *, move_address: bool) -> Iterator[AddressTaken | GuidTaken]:
    """An error for the article's address and for its guid, if another one in `first` has it; what none has is added there."""
    url, guid = request.thing.get("url"), request.thing.get("guid")
    if isinstance(url, str) and not move_address:
        other = first.setdefault(f"address {same_page(url)}", request)
        if other.path != request.path:
            yield AddressTaken(request.name, url, other.name)
    for name in dict.fromkeys([guid or request.name, request.name]):
        other = first.setdefault(f"guid {name}", request)
        if other.path != request.path:
            yield GuidTaken(request.name, name, other.name)


def _store(put: Put, requests: Sequence[Request]) -> list[dict[str, Any]]:
    """Store everything, and return a row for each. Raises PublishedPartly if the desk meanwhile refuses something."""
    rows: list[dict[str, Any]] = []
    with progress("Publishing", len(requests)) as advance:
        for number, request in enumerate(requests):
            try:
                rows.append(_row(request, put(request)))
            except BylineError as error:
                rows += [{"outcome": NOT_STORED, "id": each.name} for each in requests[number:]]
                raise PublishedPartly(error, len(requests) - number - 1, rows) from error
            advance()
    return rows


def _row(request: Request, answer: DeskResponse) -> dict[str, Any]:
    stored = answer.body
    return {
        **{name: stored[name] for name in ("status", "published", "revision") if name in stored},
        "outcome": answer.outcome,
        "id": request.name,
        "title": stored.get("title") or stored.get("name"),
        **(content_notes(answer, request.thing) if request.is_article else {}),
    }


def _summary(rows: Sequence[Mapping[str, Any]]) -> str:
    nouns = {f"{row.kind}": row.noun for row in KINDS}
    counts = Counter((each["outcome"], nouns.get(each["id"].partition("/")[0], "article")) for each in rows)
    return "\n ".join([counted(counts), *notes_in_words(rows)])
