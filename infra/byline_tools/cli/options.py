"""Arguments and options that several commands share."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from byline.intake.inputs import Origin
from byline.model.times import utc_now
from byline.model.values import web_address
from byline.settings import MOST_DAYS
from byline.storage.editing import VERSION_DAYS
from byline_tools.deploy.id_authority import owned
from byline_tools.local import sample

LOCAL_ORIGIN = Origin("https://www.example.com", sample.PARAMETERS["IdAuthority"])
"""The site and the id authority of articles in the local server, unless options name others."""


class Time(click.ParamType[datetime]):
    """An ISO 8601 time with its offset from UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the time in UTC. Raises click.BadParameter, which says what is wrong with `value`."""
        try:
            time = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            if time.tzinfo is None:
                self.fail(f"{value!r} has no offset from UTC: add Z or +01:00", param, ctx)
            return time.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is not a time such as 2026-03-14T06:30:00Z", param, ctx)


class Text(click.ParamType[str]):
    """A text that is not empty. Commands and variables of the shell that give nothing are; `instead` says what to do then."""

    name = "text"

    def __init__(self, instead: str = "omit it, or give a value") -> None:
        self.instead = instead

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text. Raises click.BadParameter if it is empty."""
        if not str(value).strip():
            self.fail(f"is empty: {self.instead}", param, ctx)
        return str(value)


TEXT = Text()


def checked_by(rule: Callable[[Any], str]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Return a callback for an option that refuses a value for which `rule` raises ValueError."""

    def check(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        try:
            return None if value is None else rule(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return check


FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
"""A file that exists, or `-` for standard input."""

FILE_OR_FOLDER = click.Path(exists=True, allow_dash=True, path_type=Path)
"""A file or folder that exists, or `-` for standard input."""

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def desk_address(value: str) -> str:
    """The address of a desk, which begins with https://, or with http:// on this machine. Raises click.UsageError."""
    try:
        parts = urlsplit(web_address(value))
    except ValueError:
        parts = urlsplit("")
    if parts.scheme == "https" or parts.hostname in LOCAL_HOSTS:
        return value
    raise click.UsageError(f"--api {value!r} does not begin with https://: give the stack's output DeskUrl")


port_option = click.option(
    "--port",
    envvar="BYLINE_PORT",
    type=click.IntRange(0, 65532),
    default=8000,
    show_default=True,
    help="Port of the local server. Its DynamoDB, its desk and its hub use the next three ports.",
)
published_option = click.option(
    "--published",
    type=Time(),
    help="When the article of a saved page was published. The page itself does not say.",
)
site_url_option = click.option(
    "--site-url",
    envvar="SITE_URL",
    callback=checked_by(web_address),
    help="Address of the publisher's site: the template's SiteUrl.",
)
authority_option = click.option(
    "--id-authority",
    "authority",
    envvar="ID_AUTHORITY",
    callback=checked_by(lambda value: owned(value, utc_now().date())),
    help="Authority for the ids of articles without one: the template's IdAuthority.",
)
version_days_option = click.option(
    "--version-days",
    envvar="VERSION_DAYS",
    type=click.IntRange(0, MOST_DAYS),
    default=VERSION_DAYS,
    show_default=True,
    help="Days for which a table keeps a version that an edit replaces, 0 for ever: the template's VersionDays.",
)
