"""`byline rebuild`: everything derived in a table is made again where it is wrong or missing."""

import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import click

from byline.storage.dynamodb import Table, connect
from byline.storage.editing import Editor
from byline_tools.cli.console import Output, output_option, progress
from byline_tools.cli.desk_target import PORT
from byline_tools.local.machine import use_local_dynamodb
from byline_tools.local.stack import TABLE_NAME
from byline_tools.rebuild.rebuilder import Rebuilder, RepairResult


@click.command("rebuild")
@click.option("--to", "table", metavar="TABLE", help="The table, as the stack's output TableName says.")
@click.option("--local", is_flag=True, help="The table of the local server that is running.")
@PORT
@output_option
def rebuild_command(table: str | None, local: bool, port: int, output: Output) -> None:
    """Make again what follows from articles, sections and authors, wherever it is wrong or missing in a table.

    It reads the whole table, may run beside the desk, and may be killed and run again. The exit status is 1 if something is left
    that only people can put right.
    """
    if local == bool(table):
        raise click.UsageError("say which table: either --to TABLE or --local")
    if local:
        use_local_dynamodb(port)
    mended = rebuild(table or TABLE_NAME)
    output.rows([*_done(mended), *_left(mended)], ("what", "made", "put_right", "removed", "left"))
    if mended.left:
        sys.exit(1)


def rebuild(table: str) -> RepairResult:
    """Rebuild the table of that name, showing how far it is if somebody looks."""
    editor = Editor(Table(connect(), table), lambda: datetime.now(UTC), lambda: uuid.uuid4().hex)
    about = boto3.client("dynamodb").describe_table(TableName=table)["Table"].get("ItemCount", 0)
    rebuilder = Rebuilder(editor)
    with progress("Reading", about) as advance:
        jobs = rebuilder.survey(editor.table.scan(), advance)
    with progress("Mending", len(jobs)) as advance:
        return rebuilder.repair(jobs, advance)


def _done(mended: RepairResult) -> Iterator[dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for each, count in sorted(mended.counts.items()):
        what, _, how = each.partition(" ")
        told.setdefault(what, {"what": what})[how.replace(" ", "_")] = count
    yield from told.values()


def _left(mended: RepairResult) -> Iterator[dict[str, Any]]:
    for name, reason in mended.left.items():
        yield {"what": name, "left": reason}
