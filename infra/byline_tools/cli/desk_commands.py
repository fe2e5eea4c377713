"""The desk on the command line: rename and retire sections and authors, and list what is stored.

Each function registers itself in `desk_commands`, from which `byline` takes its commands.
"""

import json
from urllib.parse import quote

import click

from byline_tools.cli.console import Output, output_option
from byline_tools.cli.desk_client import PATHS, DeskClient, path_of, stored_path
from byline_tools.cli.desk_target import target_options

KIND = click.Choice(list(PATHS))
desk_commands = click.Group()


@desk_commands.command("show")
@click.argument("name", metavar="ID|KIND/SLUG")
@click.option("--version", "number", type=click.IntRange(1), help="Show this version of the article: see `byline history`.")
@target_options
def show(name: str, number: int | None, desk: DeskClient) -> None:
    """Show the article ID, sections/SLUG or authors/SLUG as it is stored, in JSON."""
    path = f"{path_of(name)}/versions/{number}" if number else stored_path(name)
    click.echo(json.dumps(desk.get(path).body, ensure_ascii=False, indent=2))


@desk_commands.command("scheduled")
@target_options
@output_option
def scheduled(desk: DeskClient, output: Output) -> None:
    """List the articles whose time of publication is yet to come, earliest first."""
    output.rows(desk.get("/scheduled").body, ("published", "id"), if_empty="Nothing is scheduled.")


@desk_commands.command("feeds")
@target_options
@output_option
def feeds(desk: DeskClient, output: Output) -> None:
    """List every feed, when it last changed, and when its next embargo lifts."""
    output.rows(desk.get("/feeds").body, ("feed", "title", "changed_at", "next_release_at", "max_age"))


@desk_commands.command("rename")
@click.argument("kind", type=KIND)
@click.argument("old")
@click.argument("new")
@target_options
@output_option
def rename(kind: str, old: str, new: str, desk: DeskClient, output: Output) -> None:
    """Change the slug of a section or author from OLD to NEW. The old addresses redirect to the new ones permanently."""
    path = f"{PATHS[kind]}{quote(old, safe='')}"
    stored = desk.get(path)
    stored = desk.patch(path, {"slug": new}, if_match=stored.etag)
    output.rows([stored.body], ("slug", "title" if kind == "section" else "name"))


@desk_commands.command("retire")
@click.argument("kind", type=KIND)
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@target_options
@output_option
def retire(kind: str, slug: str, yes: bool, desk: DeskClient, output: Output) -> None:
    """End the feeds of a section or author permanently. From then on they answer 410."""
    if not yes:
        click.confirm(f"This ends the feeds of {kind} {slug} permanently. Retire it?", abort=True, err=True)
    desk.delete(f"{PATHS[kind]}{quote(slug, safe='')}")
    output.rows([{"name": f"{PATHS[kind]}{slug}".lstrip("/"), "status": "retired"}], ("name", "status"))
