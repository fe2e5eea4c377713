"""The site of the newsroom that a command acts on: its settings, as far as its feeds, options and the environment say them."""

import os
from collections.abc import Collection

import click

from byline.model.values import web_address
from byline_tools.cli.options import checked_by
from byline_tools.local.machine import HOST
from byline_tools.preview.site import PreviewedSite, previewed_site, served_at

feeds_url_option = click.option(
    "--feeds-url",
    envvar="FEEDS_URL",
    callback=checked_by(web_address),
    help="Where the feeds are served, with --api and --to: they show the site's settings.",
)


def local_feeds_url() -> str | None:
    """Where the local server serves the feeds, if the command acts on that."""
    target = click.get_current_context().params
    return f"http://{HOST}:{target['port']}" if target["local"] else None


def site_of_target(feeds_url: str | None, authority: str | None = None) -> PreviewedSite:
    """The site: of the local server by its feeds, of others by their feeds, options and the environment."""
    if local := local_feeds_url():
        return previewed_site({}, served_at(local))
    site_url = click.get_current_context().params["site_url"]
    options = {"SITE_URL": site_url, "FEEDS_URL": feeds_url, "ID_AUTHORITY": authority}
    known = {name: value for name, value in options.items() if value}
    return previewed_site({**os.environ, **known}, served_at(feeds_url) if feeds_url else {})


def say_what_is_assumed(assumed: Collection[str]) -> None:
    """Say which settings are assumed, on standard error."""
    if assumed:
        click.echo(f"byline: assumed, because neither --feeds-url nor the environment says: {', '.join(assumed)}", err=True)
