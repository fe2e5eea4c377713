"""`byline`, the command for people: what it takes, and how it tells what happened."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from urllib3.exceptions import HTTPError

from byline.desk.publisher import Publisher
from byline.errors import BylineError
from byline.intake.inputs import Origin
from byline.storage.dynamodb import Table, connect
from byline.storage.editing import Outcome
from byline_tools.cli.check_command import check_command
from byline_tools.cli.console import progress
from byline_tools.cli.desk_commands import COMMANDS
from byline_tools.cli.desk_target import LOCAL_ORIGIN, PORT, authority_option, site_url_option
from byline_tools.cli.rebuild_command import rebuild_command
from byline_tools.importers.importer import Admitted, Importer
from byline_tools.local import sample
from byline_tools.local.machine import use_local_dynamodb
from byline_tools.local.stack import TABLE_NAME

FILES = click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))


class Moment(click.ParamType[datetime]):
    """An ISO 8601 time with its offset from UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time in UTC; click tells the user what is wrong with it."""
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            if moment.tzinfo is None:
                self.fail(f"{value!r} does not say its offset from UTC: add Z or +01:00", param, ctx)
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is not a time such as 2026-03-14T06:30:00Z", param, ctx)


PUBLISHED = click.option("--published", type=Moment(), help="When the article of a saved page was published; the page is silent.")


@click.group()
@click.version_option(package_name="byline")
def byline() -> None:
    """Feeds for a newsroom: RSS, Atom and JSON Feed from DynamoDB."""


@byline.command("serve")
@FILES
@PORT
@PUBLISHED
@click.option("--title", default="My newsroom", show_default=True, help="Title of the publication in FILES.")
@click.option("--site-url", default=LOCAL_ORIGIN.site_url, show_default=True, help="Address of its own site.")
@click.option("--language", default="en", show_default=True, help="Its language.")
def serve_command(
    files: tuple[Path, ...], port: int, published: datetime | None, title: str, site_url: str, language: str
) -> None:
    """Run the whole service on this machine, with FILES in it or else with a sample newsroom."""
    from byline_tools.local.serve import Newsroom, serve  # noqa: PLC0415 - it takes an embedded DynamoDB with it

    own = {"SiteTitle": title, "SiteUrl": site_url, "SiteLanguage": language, "IdAuthority": LOCAL_ORIGIN.id_authority}
    newsroom = Newsroom(files, own, published) if files else Newsroom(sample.FILES, sample.PARAMETERS, None)
    serve(newsroom, port, Console(highlight=False))


@byline.command("import")
@FILES
@click.option("--to", "table", metavar="TABLE", help="The table to import into, as the stack's output TableName says.")
@click.option("--local", is_flag=True, help="Import into the local server that is running.")
@PORT
@PUBLISHED
@site_url_option
@authority_option
@click.option("--json", "as_json", is_flag=True, help="Tell the outcome as JSON.")
def import_command(
    files: tuple[Path, ...],
    table: str | None,
    local: bool,
    port: int,
    published: datetime | None,
    site_url: str | None,
    authority: str | None,
    as_json: bool,
) -> None:
    """Store the articles, authors and sections in FILES: NDJSON, or saved pages. Importing again changes nothing."""
    if not files:
        raise click.UsageError("name at least one file")
    if local == bool(table):
        raise click.UsageError("say where to: either --to TABLE or --local")
    if local:
        use_local_dynamodb(port)
        site_url, authority = site_url or LOCAL_ORIGIN.site_url, authority or LOCAL_ORIGIN.id_authority
    if not site_url or not authority:
        raise click.UsageError("--site-url and --id-authority are needed, as the stack's parameters have them")
    importer = Importer(Publisher(Table(connect(), table or TABLE_NAME), now), Origin(site_url, authority))
    _import(importer, importer.read(files, published), as_json)


def _import(importer: Importer, admitted: Sequence[Admitted], as_json: bool) -> None:
    with progress("Importing", len(admitted)) as advance:
        outcomes = importer.store(admitted, advance)
    told = {outcome.value: outcomes[outcome] for outcome in Outcome}
    click.echo(json.dumps(told) if as_json else ", ".join(f"{number} {outcome}" for outcome, number in told.items()))


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


for each in (check_command, rebuild_command, *COMMANDS):
    byline.add_command(each)


def main() -> None:
    """The entry of the command: whatever goes wrong ends in a message and exit status 1, wrong usage in 2."""
    try:
        byline()
    except (BylineError, BotoCoreError, ClientError, HTTPError, OSError) as error:
        click.echo(f"byline: {_told(error)}", err=True)
    sys.exit(1)


def _told(error: Exception) -> str:
    """What went wrong and, where DynamoDB was the reason, its own words: no such table, nobody listens there."""
    return f"{error} ({error.__cause__})" if isinstance(error.__cause__, BotoCoreError | ClientError) else str(error)
