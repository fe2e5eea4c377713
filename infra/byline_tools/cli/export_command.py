"""`byline export`: everything of a newsroom, as files."""

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from typing import Any

import click

from byline_tools.cli.console import plural, progress
from byline_tools.cli.desk_client import DeskClient, NotDone
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.partly import Partly
from byline_tools.exporters.complete_files import STANDARD_OUTPUT, complete_file
from byline_tools.exporters.left_out import LeftOut
from byline_tools.exporters.ndjson import NdjsonExport, export
from byline_tools.exporters.newsroom import Newsroom, Unreadable

NEW_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
"""A file to write, or `-` for standard output."""

KINDS = ("section", "author", "article", "version")
UNREADABLE = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
"""The statuses of the desk's responses for what is not there, and for what is damaged."""


class ExportedPartly(Partly):
    """Some of the newsroom is damaged, and not in the export: `unreadable` has the reasons. `done` counts what is in it."""

    def __init__(self, unreadable: Sequence[Unreadable], done: Any) -> None:
        self.unreadable = tuple(unreadable)
        lines = ["this cannot be read, and is not in the export:", *map(str, unreadable)]
        super().__init__("\n".join(lines), unreadable[0], done)


@click.command("export")
@click.option("--to-ndjson", "ndjson", type=NEW_FILE, metavar="FILE|-", help="Write a newsroom file; - is standard output.")
@click.option(
    "--with-versions", "versions", type=NEW_FILE, metavar="FILE", help="Write the versions of articles to another file."
)
@target_options
@click.option("--json", "as_json", is_flag=True, help="JSON output.")
def export_command(ndjson: Path | None, versions: Path | None, desk: DeskClient, *, as_json: bool) -> None:
    """Write everything to files: sections, authors, and articles of every status, oldest first. Nothing is stored.

    An import of the newsroom file changes nothing, and fills an empty table. It says what such an import cannot take. A file gets
    its name once it is complete.
    """
    if ndjson is None:
        raise click.UsageError("say what to write: --to-ndjson FILE")
    if ndjson == STANDARD_OUTPUT and as_json:
        raise click.UsageError("--to-ndjson - does not go with --json: both need standard output")
    if versions in (ndjson, STANDARD_OUTPUT):
        raise click.UsageError("--with-versions needs a file of its own")

    def get(path: str) -> Any:
        return _get(desk, path)

    left_out = LeftOut(get)
    with ExitStack() as files:
        opened = [files.enter_context(complete_file(path)) for path in (ndjson, versions) if path]
        newsroom, counts = _export(NdjsonExport(opened[0], left_out, *opened[1:]), left_out)
    _report(counts, left_out, newsroom.unreadable, to_errors=ndjson == STANDARD_OUTPUT, as_json=as_json)


def _export(writer: NdjsonExport, left_out: LeftOut) -> tuple[Newsroom, Counter[str]]:
    """Write the whole newsroom with `writer`; returns how many of each kind are written."""
    with progress("Listing", None) as advance:
        newsroom = Newsroom(left_out.get, advance)
    counts: Counter[str] = Counter()
    with progress("Exporting", len(newsroom)) as advance:
        for kind, versions in export(newsroom, writer, left_out):
            counts.update({kind: 1, "version": versions} if kind else {})
            advance()
    return newsroom, counts


def _get(desk: DeskClient, path: str) -> Any:
    try:
        return desk.get(path).body
    except NotDone as error:
        if error.status in UNREADABLE:
            raise Unreadable(path, str(error)) from error
        raise


def _report(counts: Counter[str], left_out: LeftOut, unreadable: Sequence[Unreadable], *, to_errors: bool, as_json: bool) -> None:
    """Report what is exported and what is left out. Raises ExportedPartly if something is damaged."""
    numbers = {kind: counts[kind] for kind in KINDS}
    done = {"exported": numbers, "left_out": dict(left_out.counts)}
    if not as_json:
        words = ", ".join(f"{number:,} {plural(kind, number)}" for kind, number in numbers.items() if number)
        click.echo("\n".join([words or "nothing is stored", *left_out.lines()]), err=to_errors)
    if unreadable:
        raise ExportedPartly(unreadable, done)
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False))
