"""Which newsroom a desk command acts on: a deployed API, the local server, or a table."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from byline_tools.cli.desk_client import DeskClient, deployed, desk_on_table, in_process, over_http
from byline_tools.cli.options import LOCAL_ORIGIN, TEXT, desk_address, port_option, site_url_option, version_days_option
from byline_tools.local.machine import CREDENTIALS, HOST, SIGNER, login_name

OPTIONS = (
    click.option(
        "--as",
        "editor",
        type=TEXT,
        envvar="BYLINE_AS",
        metavar="NAME",
        help="Who edits, with --local and --to; the login name by default. With --api, it is who signs the requests.",
    ),
    version_days_option,
    site_url_option,
    port_option,
    click.option("--local", is_flag=True, help="The running local server."),
    click.option(
        "--to", "table", type=TEXT, envvar="BYLINE_TABLE", metavar="TABLE", help="A table: the stack's output TableName."
    ),
    click.option("--api", type=TEXT, envvar="BYLINE_API", metavar="URL", help="A deployed desk: the stack's output DeskUrl."),
)
"""The options that name a target. The last comes first in the help."""

STACKS_OWN = "--version-days goes with --to only: everywhere else, the stack's parameter VersionDays counts"


def target_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add OPTIONS to a command, which gets a client of the target as `desk` in their place."""

    @wraps(command)
    def with_desk(*, table: str | None, api: str | None, port: int, editor: str | None, **given: Any) -> None:
        site_url, days, _ = given.pop("site_url"), given.pop("version_days"), given.pop("local")
        name = editor or login_name()
        match target_name():
            case "api":
                _refuse("editor", "--as does not go with --api: there, it is whoever signs the request who edits")
                _refuse("version_days", STACKS_OWN)
                send = deployed(desk_address(str(api)))
            case "local":
                _refuse("version_days", STACKS_OWN)
                if "authority" in given:
                    given["authority"] = given["authority"] or LOCAL_ORIGIN.id_authority
                send = over_http(f"http://{HOST}:{port + 2}", SIGNER, CREDENTIALS["AWS_DEFAULT_REGION"], name)
            case _:
                send = in_process(desk_on_table(_environment(str(table), site_url, given.get("authority"), days)), name)
        command(desk=DeskClient(send), **given)

    for option in OPTIONS:
        with_desk = option(with_desk)
    return with_desk


def target_name() -> str:
    """Return the name of the target that is given. The command line takes precedence over the environment."""
    context = click.get_current_context()
    named = [name for name in ("api", "table", "local") if context.params[name]]
    targets = [name for name in named if context.get_parameter_source(name) is ParameterSource.COMMANDLINE] or named
    if len(targets) != 1:
        raise click.UsageError("name one target: --api URL (the stack's output DeskUrl), --local or --to TABLE")
    return targets[0]


def _refuse(option: str, reason: str) -> None:
    """Refuse an option on the command line. Its variable may be set for other targets."""
    if click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE:
        raise click.UsageError(reason)


def _environment(table: str, site_url: str | None, authority: str | None, days: int) -> dict[str, str]:
    if not site_url:
        raise click.UsageError("--to TABLE needs --site-url: give the value of the stack's parameter SiteUrl")
    origin = {"SITE_URL": site_url, "ID_AUTHORITY": authority or LOCAL_ORIGIN.id_authority}
    return {"TABLE_NAME": table, **origin, "VERSION_DAYS": str(days)}
