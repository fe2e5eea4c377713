"""Which newsroom a command of the desk speaks to: a deployed API, the local server, or a table."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from byline.intake.inputs import Origin
from byline.model.values import tag_authority, web_address
from byline_tools.cli.desk_client import DeskClient, deployed, desk_on_table, in_process, over_http
from byline_tools.local import sample
from byline_tools.local.machine import CREDENTIALS, HOST, SIGNER

LOCAL_ORIGIN = Origin("https://www.example.com", sample.PARAMETERS["IdAuthority"])
"""Whose the articles in the local server are, unless somebody says otherwise."""

PORT = click.option(
    "--port",
    type=click.IntRange(0, 65532),
    default=8000,
    show_default=True,
    help="Port of the local server; its DynamoDB, its desk and its hub have the next three.",
)


def checked_by(rule: Callable[[Any], str]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A callback that has a wrong value refused before anything is done: ids are for ever."""

    def check(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        try:
            return value and rule(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return check


site_url_option = click.option(
    "--site-url",
    envvar="SITE_URL",
    callback=checked_by(web_address),
    help="Address of the publisher's site, the template's SiteUrl.",
)
authority_option = click.option(
    "--id-authority",
    "authority",
    envvar="ID_AUTHORITY",
    callback=checked_by(tag_authority),
    help="Who mints ids for articles that have none, the template's IdAuthority.",
)


OPTIONS = (
    site_url_option,
    PORT,
    click.option("--local", is_flag=True, help="The local server that is running."),
    click.option("--to", "table", envvar="BYLINE_TABLE", metavar="TABLE", help="A table, as the stack's output TableName says."),
    click.option("--api", envvar="BYLINE_API", metavar="URL", help="A deployed desk, as the stack's output DeskUrl says."),
)
"""How a target is told; the last comes first in the help."""


def target_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options that say where to; the command gets `desk`."""

    @wraps(command)
    def with_desk(*, table: str | None, api: str | None, local: bool, port: int, site_url: str | None, **given: Any) -> None:
        match _target(api=api, table=table, local=local):
            case "api":
                send = deployed(str(api))
            case "local":
                if "authority" in given:
                    given["authority"] = given["authority"] or LOCAL_ORIGIN.id_authority
                send = over_http(f"http://{HOST}:{port + 2}", SIGNER, CREDENTIALS["AWS_DEFAULT_REGION"])
            case _:
                send = in_process(desk_on_table(_environment(str(table), site_url, given.get("authority"))))
        command(desk=DeskClient(send), **given)

    for option in OPTIONS:
        with_desk = option(with_desk)
    return with_desk


def _target(**given: Any) -> str:
    """Which of the targets is given: what is typed comes before what the environment says."""
    source = click.get_current_context().get_parameter_source
    said = [name for name, value in given.items() if value]
    targets = [name for name in said if source(name) is ParameterSource.COMMANDLINE] or said
    if len(targets) != 1:
        raise click.UsageError("say where, once: --api URL (the stack's output DeskUrl), --local or --to TABLE")
    return targets[0]


def minted(thing: Mapping[str, Any], authority: str | None) -> str:
    """The id of an article that has none: told from its address, once and for all."""
    if not authority or not isinstance(thing.get("url"), str):
        raise click.UsageError("an article without an id needs --id-authority, and a url to tell its id from")
    return Origin("", authority).mint(thing["url"])


def _environment(table: str, site_url: str | None, authority: str | None) -> dict[str, str]:
    if not site_url:
        raise click.UsageError("--to TABLE needs --site-url, as the stack's parameters have it")
    return {"TABLE_NAME": table, "SITE_URL": site_url, "ID_AUTHORITY": authority or LOCAL_ORIGIN.id_authority}
