"""`byline import`: newsroom files and saved pages are stored in a table."""

import json
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline.model.times import utc_now
from byline.storage.dynamodb import Table, connect
from byline.storage.editing import Outcome, Source
from byline_tools.cli.aws_errors import explained, message
from byline_tools.cli.console import Counts, counted, nested, progress
from byline_tools.cli.export_options import export_options
from byline_tools.cli.old_feed_options import OldFeeds, old_feed_options
from byline_tools.cli.options import (
    LOCAL_ORIGIN,
    TEXT,
    authority_option,
    port_option,
    published_option,
    site_url_option,
    version_days_option,
)
from byline_tools.cli.partly import Partly
from byline_tools.cli.rehearsal_result import show
from byline_tools.cli.sources import FILE_FOLDER_OR_ADDRESS
from byline_tools.importers.choices import Choices
from byline_tools.importers.feeds.old_ids import old_feed
from byline_tools.importers.feeds.pages import pages_of
from byline_tools.importers.feeds.rehearsal import compared
from byline_tools.importers.feeds.web import Web
from byline_tools.importers.importer import Admitted, Importer
from byline_tools.importers.nothing_stored import nothing_stored
from byline_tools.importers.refusals import StoredPartly, as_one
from byline_tools.importers.report import Report
from byline_tools.importers.standard_input import FileOrAddress
from byline_tools.local.machine import use_local_dynamodb


class ImportedPartly(Partly):
    """Something in `files` was refused, or the import ended before everything was tried. `done` counts what was done."""

    def __init__(self, stored: StoredPartly, report: Report | None = None) -> None:
        reason = explained(stored.reason) if stored.reason else as_one(stored.files)
        self.files = stored.files
        super().__init__(stored.text(message(reason)), reason, _numbers(stored.outcomes, report or Report()))


@click.command("import")
@click.argument("files", nargs=-1, type=FILE_FOLDER_OR_ADDRESS)
@click.option("--to", "table", type=TEXT, metavar="TABLE", help="The table to import into: the stack's output TableName.")
@click.option("--local", is_flag=True, help="Import into the running local server.")
@port_option
@published_option
@site_url_option
@authority_option
@version_days_option
@export_options
@old_feed_options
@click.option("--overwrite", "overwrites", is_flag=True, help="Change what the desk has edited since the last import, too.")
@click.option("--republish", "republishes", is_flag=True, help="Publish withdrawn articles in FILES again.")
@click.option("--move-address", "moves_addresses", is_flag=True, help="Take addresses from articles that have them.")
@click.option("--json", "as_json", is_flag=True, help="JSON output.")
def import_command(
    files: tuple[FileOrAddress, ...],
    published: datetime | None,
    choices: Choices,
    old: OldFeeds,
    moves_addresses: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Store the articles, authors and sections in FILES: newsroom files, exports of WordPress and Ghost, feeds, saved pages, or
    folders, zip and gzip files of these. The address of a feed takes the place of a file; its older pages are read, too.

    Every file is checked before anything is stored; what the table refuses later keeps nothing else from being stored. A field
    that is left out stays as it is stored; null removes it. Importing a file again changes nothing, and what the desk has edited
    since the last import is left alone. `-` is standard input.
    """
    if not files:
        raise click.UsageError("name at least one file")
    web = Web(time.sleep, utc_now)
    rights = {name: options.pop(name) for name in ("overwrites", "republishes")}
    table, importer = _importer(choices, old, web, **options)
    admitted = importer.read(files, published, table, moves_addresses=moves_addresses)
    if old.comparing:
        sys.exit(_rehearse(admitted, old, web, importer.report, as_json=as_json))
    _store(importer, admitted, Source(imports=True, moves_addresses=moves_addresses, **rights), as_json=as_json)


def _numbers(outcomes: Counts, report: Report) -> dict[str, Any]:
    return {**{outcome.value: {} for outcome in Outcome}, **nested(outcomes), **report.as_json()}


def _in_words(outcomes: Counts, report: Report) -> str:
    return "\n".join([counted(outcomes), *report.lines()])


def _rehearse(admitted: Sequence[Admitted], old: OldFeeds, web: Web, report: Report, *, as_json: bool) -> int:
    """Print how the import compares with old feeds, and return the exit status: 0 only if subscribers would see nothing of it."""
    comparisons = [compared(key, str(source), list(pages_of(source, web)), admitted, utc_now()) for key, source in old.comparing]
    show(comparisons, report, as_json=as_json)
    return 1 if any(each.differences for each in comparisons) else 0


def _importer(choices: Choices, old: OldFeeds, web: Web, **target: Any) -> tuple[Table, Importer]:
    table, origin, version_days = _target(stores=not old.comparing, **target)
    publisher = Publisher(table, utc_now, by="import", version_days=version_days)
    old_feeds = [old_feed(source, taken, web) for source, taken in old.taking]
    return table, Importer(publisher, origin, choices, old_feeds, web)


def _target(
    stores: bool, table: str | None, local: bool, port: int, site_url: str | None, authority: str | None, version_days: int
) -> tuple[Table, Origin, int]:
    """Return the table that the options name, its newsroom and its days of versions.

    Without one, what stores nothing gets an empty one. Raises click.UsageError unless the options name exactly one.
    """
    if not stores and not local and not table:
        return nothing_stored(), Origin(site_url or LOCAL_ORIGIN.site_url, authority or LOCAL_ORIGIN.id_authority), version_days
    if local == bool(table):
        raise click.UsageError("say where to import: either --to TABLE or --local")
    if local:
        from byline_tools.local.stack import TABLE_NAME  # noqa: PLC0415 - needs SAM's translator

        use_local_dynamodb(port)
        table, site_url, authority = TABLE_NAME, site_url or LOCAL_ORIGIN.site_url, authority or LOCAL_ORIGIN.id_authority
    if not table or not site_url or not authority:
        raise click.UsageError("--site-url and --id-authority are needed: give the values of the stack's parameters")
    return Table(connect(), table), Origin(site_url, authority), version_days


def _store(importer: Importer, admitted: Sequence[Admitted], source: Source, *, as_json: bool) -> None:
    """Store everything, and print the counts. Raises ImportedPartly, which has them as JSON, after it has said them in words."""
    report = importer.report
    try:
        with progress("Importing", len(admitted)) as advance:
            outcomes = importer.store(admitted, source, advance)
    except StoredPartly as error:
        if error.outcomes and not as_json:
            click.echo(_in_words(error.outcomes, report))
        raise ImportedPartly(error, report) from error
    click.echo(json.dumps(_numbers(outcomes, report), ensure_ascii=False) if as_json else _in_words(outcomes, report))
