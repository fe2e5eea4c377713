"""`byline rebuild`: derived items of a table that are wrong or missing are made again."""

import sys
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import click

from byline.model.times import utc_now
from byline.storage.dynamodb import Table, connect
from byline.storage.editing import Editor
from byline_tools.cli.aws_errors import UnknownTable
from byline_tools.cli.console import Output, output_option, progress
from byline_tools.cli.options import TEXT, port_option
from byline_tools.local.machine import use_local_dynamodb
from byline_tools.rebuild.rebuilder import Rebuilder, RepairResult

HOW = {"made": "new", "put right": "changed", "removed": "removed"}
"""What a repair calls what it has done, in the words of every command."""


@click.command("rebuild")
@click.option("--to", "table", type=TEXT, metavar="TABLE", help="The table: the stack's output TableName.")
@click.option("--local", is_flag=True, help="The table of the running local server.")
@port_option
@output_option
def rebuild_command(table: str | None, local: bool, port: int, output: Output) -> None:
    """Make derived items again where they are wrong or missing: feed entries, heads, lists, addresses, the directory.

    The command reads the whole table. It can run while the desk is in use, and can be interrupted and run again. The exit status
    is 1 if it finds something that it cannot repair.
    """
    if local == bool(table):
        raise click.UsageError("say which table: either --to TABLE or --local")
    if local:
        from byline_tools.local.stack import TABLE_NAME  # noqa: PLC0415 - needs SAM's translator

        use_local_dynamodb(port)
        table = TABLE_NAME
    result = rebuild(str(table))
    output.rows([*_repaired(result), *_left(result)], ("what", *HOW.values(), "not_repaired"), if_empty="Nothing needs repair.")
    if result.left:
        sys.exit(1)


def rebuild(table: str) -> RepairResult:
    """Repair the table of that name, with a progress bar."""
    editor = Editor(Table(connect(), table), utc_now, lambda: uuid.uuid4().hex)
    about = _about(table)
    rebuilder = Rebuilder(editor)
    with progress("Reading", about) as advance:
        jobs = rebuilder.survey(editor.table.scan(), advance)
    with progress("Repairing", len(jobs)) as advance:
        return rebuilder.repair(jobs, advance)


def _about(table: str) -> int:
    """How many items the table has, roughly. Raises UnknownTable."""
    client = boto3.client("dynamodb")
    try:
        return client.describe_table(TableName=table)["Table"].get("ItemCount", 0)
    except client.exceptions.ResourceNotFoundException as error:
        raise UnknownTable(table) from error


def _repaired(result: RepairResult) -> Iterator[dict[str, Any]]:
    """Yield a row for each kind of item, with how many are new, changed and removed."""
    rows: dict[str, dict[str, Any]] = {}
    for each, count in sorted(result.counts.items()):
        what, _, how = each.partition(" ")
        rows.setdefault(what, {"what": what})[HOW[how]] = count
    yield from rows.values()


def _left(result: RepairResult) -> Iterator[dict[str, Any]]:
    for name, reason in result.left.items():
        yield {"what": name, "not_repaired": reason}
