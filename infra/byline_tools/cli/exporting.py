"""What the forms of `byline export` have in common: reading the newsroom with progress, and the report."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import click

from byline_tools.cli.console import plural, progress
from byline_tools.cli.desk_client import DeskClient, NotDone
from byline_tools.cli.partly import Partly
from byline_tools.exporters.left_out import LeftOut
from byline_tools.exporters.newsroom import Newsroom, Unreadable
from byline_tools.exporters.writing import Writer, export

KINDS = ("section", "author", "article", "version", "document")
UNREADABLE = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
"""The statuses of the desk's responses for what is not there, and for what is damaged."""


class ExportedPartly(Partly):
    """Some of the newsroom is damaged, and not in the export: `unreadable` has the reasons. `done` counts what is in it."""

    def __init__(self, unreadable: Sequence[Unreadable], done: Any) -> None:
        self.unreadable = tuple(unreadable)
        lines = ["this cannot be read, and is not in the export:", *map(str, unreadable)]
        super().__init__("\n".join(lines), unreadable[0], done)


def readable_at(desk: DeskClient, path: str) -> Any:
    """The JSON at a path of the desk. Raises Unreadable, and NotDone for everything else."""
    try:
        return desk.get(path).body
    except NotDone as error:
        if error.status in UNREADABLE:
            raise Unreadable(path, str(error)) from error
        raise


def export_with(writer: Writer, left_out: LeftOut) -> tuple[Newsroom, Counter[str]]:
    """Write the whole newsroom with `writer`; returns how many of each kind are written."""
    with progress("Listing", None) as advance:
        newsroom = Newsroom(left_out.get, advance)
    counts: Counter[str] = Counter()
    with progress("Exporting", len(newsroom)) as advance:
        for kind, versions in export(newsroom, writer, left_out):
            counts.update({kind: 1, "version": versions} if kind else {})
            advance()
    return newsroom, counts


def report(
    counts: Mapping[str, int], left_out: LeftOut, unreadable: Sequence[Unreadable], *, to_errors: bool, as_json: bool
) -> None:
    """Report what is exported and what is left out. Raises ExportedPartly if something is damaged."""
    numbers = {kind: counts[kind] for kind in KINDS if counts.get(kind)}
    done = {"exported": numbers, "left_out": dict(left_out.counts)}
    if not as_json:
        words = ", ".join(f"{number:,} {plural(kind, number)}" for kind, number in numbers.items())
        click.echo("\n".join([words or "nothing is stored", *left_out.lines()]), err=to_errors)
    if unreadable:
        raise ExportedPartly(unreadable, done)
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False))
