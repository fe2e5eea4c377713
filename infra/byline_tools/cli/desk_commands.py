"""The desk on the command line: show what is stored, list feeds, rename, retire and revive sections and authors.

Each function registers itself in `desk_commands`, from which `byline` takes its commands.
"""

import json

import click

from byline.storage.editing import Outcome
from byline_tools.cli.console import Output, json_option, output_option, plural
from byline_tools.cli.desk_client import PATHS, DeskClient
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.edit_report import report_edit
from byline_tools.cli.naming import article_path, profile_path, stored_path

KIND = click.Choice(list(PATHS))
desk_commands = click.Group()


@desk_commands.command("show")
@click.argument("name", metavar="ID|ADDRESS|KIND/SLUG")
@click.option("--version", "number", type=click.IntRange(1), help="Show this version of the article: see `byline history`.")
@target_options
@json_option
def show(name: str, number: int | None, desk: DeskClient) -> None:
    """Show the article with that ID or ADDRESS, sections/SLUG or authors/SLUG as it is stored, in JSON."""
    path = f"{article_path(desk, name)}/versions/{number}" if number else stored_path(desk, name)
    click.echo(json.dumps(desk.get(path).body, ensure_ascii=False, indent=2))


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
    path = profile_path(desk, kind, old)
    stored = desk.get(path)
    changes = {"slug": new}
    answer = desk.patch(path, changes, if_match=stored.etag)
    report_edit(output, path, answer, changes)


@desk_commands.command("retire")
@click.argument("kind", type=KIND)
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@target_options
@output_option
def retire(kind: str, slug: str, yes: bool, desk: DeskClient, output: Output) -> None:
    """End the feeds of a section or author. They answer 410 until it is revived.

    Before it asks, it says how many articles and which addresses this concerns. The articles stay in their other feeds.
    """
    path = profile_path(desk, kind, slug)
    if not yes:
        usage = desk.get(f"{path}/usage").body
        more, addresses = " or more" if usage.get("more") else "", usage["addresses"]
        articles = f"{usage['articles']:,}{more} {plural('article', usage['articles'])}"
        click.echo(f"{usage['feed']} has {articles}, and {len(addresses)} addresses to subscribe to:", err=True)
        click.echo("".join(f"  {address}\n" for address in addresses), err=True, nl=False)
        click.confirm("These addresses will answer 410, and readers unsubscribe. Retire it?", abort=True, err=True)
    answer = desk.delete(path)
    output.rows([{"outcome": answer.outcome, "id": path.lstrip("/"), "status": "retired"}], ("outcome", "id", "status"))


@desk_commands.command("revive")
@click.argument("kind", type=KIND)
@click.argument("slug")
@target_options
@output_option
def revive(kind: str, slug: str, desk: DeskClient, output: Output) -> None:
    """Undo the retirement of a section or author. Its feeds are served again, at the same addresses."""
    path = profile_path(desk, kind, slug)
    answer = desk.delete(f"{path}/retirement")
    present = f"{PATHS[kind]}{desk.get(path).body['slug']}".lstrip("/")
    status = "unchanged" if answer.outcome == Outcome.UNCHANGED else "revived"
    output.rows([{"outcome": answer.outcome, "id": present, "status": status}], ("outcome", "id", "status"))
