"""Redirects on the command line: from paths of an earlier site to feeds."""

import json
from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from byline_http.redirect_addresses import address_of
from byline_tools.cli.console import Counts, Output, counted, nested, output_option, progress
from byline_tools.cli.desk_client import DeskClient, NotDone
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.options import FILE, TEXT
from byline_tools.cli.partly import Partly
from byline_tools.importers.ndjson import read_things
from byline_tools.importers.records import FileRefused, LineProblem, Record

PAGE = 100
"""The most redirects that the desk returns at once."""

COLUMNS = ("path", "feed", "format")
PAIR = '{"path": "/category/world/feed/", "feed": "sections/world", "format": "rss"}'


class RedirectedPartly(Partly):
    """Lines of a file are refused; the others are stored. `done` counts them."""

    def __init__(self, refused: FileRefused, outcomes: Counts) -> None:
        super().__init__(str(refused), refused, nested(outcomes))


class ListByDefault(click.Group):
    """Commands of which `list` needs no name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before options that are not the group's own."""
        own = bool(args) and (args[0] in ctx.help_option_names or not args[0].startswith("-"))
        return super().parse_args(ctx, args if own else ["list", *args])


@click.group("redirects", cls=ListByDefault)
def redirect_commands() -> None:
    """List redirects from paths of an earlier site to feeds; add and remove them.

    Readers who ask at an old path get 301 to the present address of its feed, or 410 if that is retired. Case and slashes at the
    end of a path do not count. Of a query, only feed, cat, category_name, tag, author and author_name count, and only with feed:
    WordPress without permalinks has feeds at /?feed=rss2.
    """


@redirect_commands.command("list")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="The most redirects to list.")
@click.option("--cursor", type=TEXT, help="Go on where an earlier list ended.")
@target_options
@output_option
def list_redirects(desk: DeskClient, output: Output, limit: int, cursor: str | None) -> None:
    """List redirects by their paths. A list that has reached its --limit ends with the cursor for the rest."""
    page = _redirects(desk, limit, cursor)
    if output.as_json:
        click.echo(json.dumps(page, ensure_ascii=False))
        return
    more = f"There are more: --cursor {page['cursor']}" if "cursor" in page else ""
    output.rows(page["redirects"], COLUMNS, if_empty="There are no redirects.", summary=more)


@redirect_commands.command("add")
@click.argument("path", required=False, metavar="[PATH|ADDRESS]")
@click.argument("feed", required=False)
@click.option("--format", "format_", type=click.Choice(["rss", "atom", "json"]), help="The feed's format; rss by default.")
@click.option("--file", type=FILE, help=f"Add the redirects of this file instead, one in a line: {PAIR}.")
@target_options
@output_option
def add(path: str | None, feed: str | None, format_: str | None, file: Path | None, desk: DeskClient, output: Output) -> None:
    """Let PATH, such as /category/world/feed/, lead to FEED: site, sections/SLUG or authors/SLUG. Replaces what is stored.

    Of an address, only path and query count. With --file, lines that are refused are reported, and all others are stored.
    """
    if file:
        if path or format_:
            raise click.UsageError("--file goes with neither PATH nor --format: the file has both")
        _add_all(desk, file, output)
        return
    if not path or not feed:
        raise click.UsageError("give PATH and FEED, or --file")
    answer = desk.put(address_of(path), {"feed": feed, "format": format_ or "rss"})
    output.rows([{"outcome": answer.outcome, **answer.body}], ("outcome", *COLUMNS))


@redirect_commands.command("remove")
@click.argument("path", metavar="PATH|ADDRESS")
@target_options
@output_option
def remove(path: str, desk: DeskClient, output: Output) -> None:
    """Remove the redirect from PATH. Readers who still ask there get 404 from now on."""
    stored = desk.get(address_of(path)).body
    desk.delete(address_of(path))
    output.rows([{"outcome": "removed", **stored}], ("outcome", *COLUMNS))


def _redirects(desk: DeskClient, limit: int, cursor: str | None) -> dict[str, Any]:
    """At most `limit` redirects after `cursor`, and the cursor for the rest if there are any."""
    found: list[dict[str, Any]] = []
    while True:
        after = f"&cursor={quote(cursor, safe='')}" if cursor else ""
        page = desk.get(f"/redirects?limit={min(PAGE, limit - len(found))}{after}").body
        found, cursor = [*found, *page["redirects"]], page.get("cursor")
        if cursor is None or len(found) >= limit:
            return {"redirects": found, **({"cursor": cursor} if cursor else {})}


def _add_all(desk: DeskClient, file: Path, output: Output) -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    problems: list[LineProblem] = []
    records = _pairs_in(file)
    with progress("Adding", len(records)) as advance:
        for record in records:
            path, wanted = record.thing["path"], {name: value for name, value in record.thing.items() if name != "path"}
            try:
                outcomes[desk.put(address_of(path), wanted).outcome, "redirect"] += 1
            except NotDone as error:
                if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise
                problems.append(LineProblem(record.line, _reason(error)))
            advance()
    if outcomes and not (problems and output.errors_too):
        click.echo(json.dumps(nested(outcomes)) if output.as_json else counted(outcomes))
    if problems:
        raise RedirectedPartly(FileRefused(str(file), problems), outcomes)


def _pairs_in(file: Path) -> Sequence[Record]:
    """The redirects in a file. Raises FileRefused for lines without a path."""
    records = read_things(file)
    problems = [LineProblem(each.line, f"has no path: it is like {PAIR}") for each in records if not _has_path(each)]
    if problems:
        raise FileRefused(str(file), problems)
    return records


def _has_path(record: Record) -> bool:
    return isinstance(record.thing.get("path"), str)


def _reason(error: NotDone) -> str:
    """Why the desk refuses one redirect, in one line."""
    if fields := error.problem.get("errors"):
        return "; ".join(f"{each['field']}: {each['reason']}" for each in fields)
    near = " or ".join(each["id"] for each in error.problem.get("candidates", ()))
    return f"{error.problem.get('detail', error)}{f': did you mean {near}?' if near else ''}"
