"""`byline publish`: the things in files are all checked first, and only then stored, one after the other."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click

from byline.errors import AddressTaken, BylineError
from byline.model import values
from byline.model.addresses import same_page
from byline.model.kinds import KINDS
from byline.storage.editing import Outcome
from byline_tools.cli.console import Output, counted, output_option, progress
from byline_tools.cli.desk_client import PATHS, DeskClient, DeskResponse, NotDone, path_of
from byline_tools.cli.desk_target import minted, target_options
from byline_tools.cli.options import FILE, authority_option
from byline_tools.importers.ndjson import read_things

COLUMNS = ("outcome", "name", "title", "status", "published")
NOT_STORED = "not stored"

Put = Callable[[str, Mapping[str, Any]], DeskResponse]
"""Sends a thing to its path at the desk."""


class NothingPublished(BylineError):
    """The desk refuses things in files, and nothing was stored. `refused` has each with the reasons, and is never empty."""

    def __init__(self, refused: Sequence[tuple["Request", BylineError]]) -> None:
        self.refused = tuple(refused)
        super().__init__("\n".join(f"{each.file}:{each.line}: {error}" for each, error in refused) + "\nNothing was stored.")


class PublishedPartly(BylineError):
    """`reason` kept something from being stored. What comes after it was not tried."""

    def __init__(self, reason: str, not_tried: int) -> None:
        self.reason = reason
        self.not_tried = not_tried
        super().__init__(f"{reason}\n{not_tried} after that not tried: publish the files again")


@dataclass(frozen=True, slots=True)
class Request:
    """A thing in a line of a file, and its path at the desk."""

    file: Path
    line: int
    path: str
    thing: Mapping[str, Any]


@click.command("publish")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--if-match", "revision", metavar="REVISION", help="Publish one thing, only if this revision of it is stored.")
@click.option("--move-address", is_flag=True, help="Take addresses from articles that have them.")
@authority_option
@target_options
@output_option
def publish_command(
    files: Sequence[Path], revision: str | None, move_address: bool, authority: str | None, desk: DeskClient, output: Output
) -> None:
    """Store the articles, sections and authors in FILES (JSON or NDJSON): as drafts, scheduled or published.

    Everything is checked before anything is stored. A field that is left out stays as it is stored; null removes it. Publishing
    the same file again changes nothing. An article that is withdrawn stays so: see `byline restore`.
    """
    requests = [
        Request(file, record.line, _path(record.thing, authority), record.thing) for file in files for record in read_things(file)
    ]
    if revision and len(requests) != 1:
        raise click.UsageError("--if-match needs a file with one thing")
    # Sections and authors come first: an article that names one is refused unless it is stored.
    requests.sort(key=lambda each: each.path.startswith("/articles/"))
    put = partial(desk.put, if_match=f'"{revision}"' if revision else None, move_address=move_address)
    _check(partial(put, dry_run=True), requests, move_address=move_address)
    rows: list[dict[str, Any]] = []
    try:
        _store(put, requests, rows)
    finally:
        output.rows(rows, COLUMNS, if_empty="Nothing to publish: the files are empty.", summary=_summary(rows))


def _path(thing: Mapping[str, Any], authority: str | None) -> str:
    """Return the API path of a thing in a file. Raises click.UsageError if the thing does not determine one."""
    match thing:
        case {"type": str(kind)} if kind in PATHS:
            return f"{PATHS[kind]}{_slug(kind, thing.get('slug'))}"
        case {"type": str(kind)} if kind != "article":
            raise click.UsageError(f"{kind!r} is neither article, section nor author")
        case {"id": str(article_id)} if article_id:
            return path_of(article_id)
    return path_of(minted(thing, authority))


def _slug(kind: str, slug: Any) -> str:
    try:
        return values.slug(slug)
    except ValueError as error:
        raise click.UsageError(f"slug of {kind}: {error}") from error


def _check(put: Put, requests: Sequence[Request], *, move_address: bool) -> None:
    """Ask the desk about every request, without storing anything. Raises NothingPublished with all that it refuses.

    Without `move_address`, no two articles of the files may get the same address, either.
    """
    new: set[str] = set()
    first: dict[str, Request] = {}
    refused: list[tuple[Request, BylineError]] = []
    with progress("Checking", len(requests)) as advance:
        for request in requests:
            try:
                answer = put(request.path, _without(new, request.thing))
                new |= {request.path} if answer.outcome == Outcome.NEW else set()
                if answer.outcome != Outcome.UNCHANGED and not move_address:
                    _refuse_second(request, first)
            except (NotDone, AddressTaken) as error:
                refused.append((request, error))
            advance()
    if refused:
        raise NothingPublished(refused)


def _refuse_second(request: Request, first: dict[str, Request]) -> None:
    """Raise AddressTaken if the article's address is that of another one in `first`, or else add it."""
    if request.path.startswith("/articles/") and isinstance(url := request.thing.get("url"), str):
        other = first.setdefault(same_page(url), request)
        if other.path != request.path:
            raise AddressTaken(_name(request), url, _name(other))


def _without(new: set[str], thing: Mapping[str, Any]) -> Mapping[str, Any]:
    """The thing without the sections and authors that are new in these files."""
    named = {row.named_in: f"/{row.kind}/" for row in KINDS if isinstance(thing.get(row.named_in), list)}
    return {**thing, **{name: [each for each in thing[name] if f"{path}{each}" not in new] for name, path in named.items()}}


def _store(put: Put, requests: Sequence[Request], rows: list[dict[str, Any]]) -> None:
    """Store everything, and add a row for each to `rows`. Raises PublishedPartly if the desk meanwhile refuses something."""
    with progress("Publishing", len(requests)) as advance:
        for number, request in enumerate(requests):
            try:
                rows.append(_row(request, put(request.path, request.thing)))
            except BylineError as error:
                rows += [{"outcome": NOT_STORED, "name": _name(each)} for each in requests[number:]]
                raise PublishedPartly(str(error), len(requests) - number - 1) from error
            advance()


def _row(request: Request, answer: DeskResponse) -> dict[str, Any]:
    stored = answer.body
    return {
        **{name: stored[name] for name in ("status", "published", "revision") if name in stored},
        "outcome": answer.outcome,
        "name": _name(request),
        "title": stored.get("title") or stored.get("name"),
    }


def _name(request: Request) -> str:
    """The id of an article, or the name of a feed."""
    kind, _, last = request.path.strip("/").partition("/")
    return unquote(last) if kind == "articles" else f"{kind}/{last}"


def _summary(rows: Sequence[Mapping[str, Any]]) -> str:
    nouns = {f"{row.kind}": row.noun for row in KINDS}
    return counted(Counter((each["outcome"], nouns.get(each["name"].partition("/")[0], "article")) for each in rows))
