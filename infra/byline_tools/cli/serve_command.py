"""`byline serve`: the whole service on this machine."""

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from byline.model import values
from byline_tools.cli.console import json_option
from byline_tools.cli.export_options import export_options
from byline_tools.cli.options import FILE_OR_FOLDER, LOCAL_ORIGIN, checked_by, port_option, published_option
from byline_tools.importers.choices import Choices
from byline_tools.local import sample


@click.command("serve")
@click.argument("files", nargs=-1, type=FILE_OR_FOLDER)
@port_option
@published_option
@click.option(
    "--title",
    callback=checked_by(values.title),
    default="My newsroom",
    show_default=True,
    help="Title of the publication in FILES.",
)
@click.option(
    "--site-url",
    callback=checked_by(values.web_address),
    default=LOCAL_ORIGIN.site_url,
    show_default=True,
    help="Address of the publication's own site.",
)
@click.option(
    "--language", callback=checked_by(values.language), default="en", show_default=True, help="Language of the publication."
)
@export_options
@json_option
def serve_command(
    files: tuple[Path, ...],
    port: int,
    published: datetime | None,
    title: str,
    site_url: str,
    language: str,
    choices: Choices,
) -> None:
    """Run the whole service on this machine with the articles in FILES. Without FILES it serves a sample newsroom."""
    from byline_tools.local.serve import Newsroom, serve  # noqa: PLC0415 - imports an embedded DynamoDB

    own = {"SiteTitle": title, "SiteUrl": site_url, "SiteLanguage": language, "IdAuthority": LOCAL_ORIGIN.id_authority}
    newsroom = Newsroom(files, own, published, choices) if files else Newsroom(sample.FILES, sample.PARAMETERS, None)
    serve(newsroom, port, Console(highlight=False))
