"""`byline export`: everything of a newsroom, as files."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click

from byline.model.times import utc_now
from byline.storage.dynamodb import Table, connect
from byline_tools.cli.console import progress
from byline_tools.cli.desk_client import DeskClient
from byline_tools.cli.desk_target import target_name, target_options
from byline_tools.cli.exporting import export_with, readable_at, report
from byline_tools.cli.target_site import feeds_url_option, local_feeds_url, say_what_is_assumed, site_of_target
from byline_tools.exporters.complete_files import STANDARD_OUTPUT, complete_file
from byline_tools.exporters.feeds import Document, fetched, paths_of, rendered, write_documents
from byline_tools.exporters.left_out import LeftOut
from byline_tools.exporters.ndjson import NdjsonExport
from byline_tools.exporters.wxr import wxr_export
from byline_tools.preview.site import ASSUMED

NEW_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
"""A file to write, or `-` for standard output."""

IN_WXR = ("SITE_TITLE", "SITE_URL", "SITE_DESCRIPTION", "SITE_LANGUAGE")
"""The settings that an export for WordPress has."""


@click.command("export")
@click.option("--to-ndjson", "ndjson", type=NEW_FILE, metavar="FILE|-", help="Write a newsroom file; - is standard output.")
@click.option(
    "--to-feeds",
    "feeds",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the documents of all feeds, each under its path.",
)
@click.option("--to-wxr", "wxr", type=NEW_FILE, metavar="FILE|-", help="Write an export for WordPress; - is standard output.")
@click.option("--with-versions", "versions", type=NEW_FILE, metavar="FILE", help="Write the versions of articles, too.")
@feeds_url_option
@target_options
@click.option("--json", "as_json", is_flag=True, help="JSON output.")
def export_command(desk: DeskClient, *, feeds_url: str | None, as_json: bool, **given: Any) -> None:
    """Write everything to files: sections, authors, and articles of every status, oldest first. Nothing is stored.

    An import of the newsroom file changes nothing, and fills an empty table; the report says what such an import cannot take.
    Versions are for people and archives: no import reads them. A file gets its name once it is complete.
    """
    _check_usage(given, as_json=as_json)
    if given["feeds"]:
        _export_feeds(given["feeds"], desk, feeds_url, as_json=as_json)
    elif given["wxr"]:
        _export_wxr(given["wxr"], desk, feeds_url, as_json=as_json)
    else:
        _export_ndjson(desk, as_json=as_json, **given)


def _check_usage(given: dict[str, Any], *, as_json: bool) -> None:
    outputs = [given[name] for name in ("ndjson", "feeds", "wxr") if given[name]]
    if len(outputs) != 1:
        raise click.UsageError("say what to write: --to-ndjson FILE, --to-feeds DIR or --to-wxr FILE")
    if STANDARD_OUTPUT in outputs and as_json:
        raise click.UsageError("- does not go with --json: both need standard output")
    if given["versions"] and not given["ndjson"]:
        raise click.UsageError("--with-versions goes with --to-ndjson only")
    if given["versions"] and given["versions"] in (given["ndjson"], STANDARD_OUTPUT):
        raise click.UsageError("--with-versions needs a file of its own")


def _export_ndjson(desk: DeskClient, *, ndjson: Path, versions: Path | None, as_json: bool, **_: Any) -> None:
    left_out = LeftOut(partial(readable_at, desk))
    with ExitStack() as files:
        opened = [files.enter_context(complete_file(path)) for path in (ndjson, versions) if path]
        newsroom, counts = export_with(NdjsonExport(opened[0], left_out, *opened[1:]), left_out)
    report(counts, left_out, newsroom.unreadable, to_errors=ndjson == STANDARD_OUTPUT, as_json=as_json)


def _export_wxr(file: Path, desk: DeskClient, feeds_url: str | None, *, as_json: bool) -> None:
    left_out = LeftOut(partial(readable_at, desk))
    site = site_of_target(feeds_url)
    say_what_is_assumed([name for name in site.assumed if name in IN_WXR])
    with complete_file(file) as opened, wxr_export(opened, site.site, left_out) as writer:
        newsroom, counts = export_with(writer, left_out)
    report(counts, left_out, newsroom.unreadable, to_errors=file == STANDARD_OUTPUT, as_json=as_json)


def _export_feeds(folder: Path, desk: DeskClient, feeds_url: str | None, *, as_json: bool) -> None:
    left_out = LeftOut(partial(readable_at, desk))
    document = _documents(feeds_url, left_out)
    paths = paths_of(each["feed"] for each in left_out.get("/feeds"))
    with progress("Exporting", len(paths)) as advance:
        for _ in write_documents(folder, paths, document):
            advance()
    report({"document": len(paths)}, left_out, [], to_errors=False, as_json=as_json)


def _documents(feeds_url: str | None, left_out: LeftOut) -> Document:
    """What gives the documents: of a table they are rendered, of others they are fetched. Raises click.UsageError."""
    if target_name() != "table":
        address = local_feeds_url() or feeds_url
        if not address:
            raise click.UsageError("--to-feeds with --api needs --feeds-url, from which the documents are fetched")
        return fetched(address)
    site = site_of_target(feeds_url)
    if missing := [name for name in site.assumed if name in ASSUMED]:
        raise click.UsageError(f"--to-feeds with --to needs --feeds-url or these variables: {', '.join(missing)}")
    say_what_is_assumed(site.assumed)
    table = Table(connect(), click.get_current_context().params["table"])
    return rendered(table, site.site, utc_now, _noting(left_out))


def _noting(left_out: LeftOut) -> Callable[[str], None]:
    return lambda reason: left_out.note(f"left out of a document ({reason})")
