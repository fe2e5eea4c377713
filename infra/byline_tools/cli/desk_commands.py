"""The desk on the command line: publish, withdraw, correct, rename, retire, revive, and list what is stored.

Each function registers itself in `desk_commands`, from which `byline` takes its commands.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from byline.errors import BylineError
from byline.model import values
from byline.model.kinds import KINDS
from byline_tools.cli.console import Output, output_option, progress
from byline_tools.cli.desk_client import DeskClient, path_of
from byline_tools.cli.desk_target import minted, target_options
from byline_tools.cli.options import FILE, authority_option
from byline_tools.importers.ndjson import read_things

PATHS = {row.noun: f"/{row.kind}/" for row in KINDS}
KIND = click.Choice(list(PATHS))
desk_commands = click.Group()


class Withdrawn(BylineError):
    """The article `article_id` is withdrawn, and storing it would publish it again."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(f"article {article_id} is withdrawn: to show it to readers again, publish it in its corrected form")


@desk_commands.command("publish")
@click.argument("files", nargs=-1, required=True, type=FILE)
@authority_option
@target_options
@output_option
def publish(files: Sequence[Path], authority: str | None, desk: DeskClient, output: Output) -> None:
    """Store the articles, sections and authors in FILES (JSON or NDJSON), and publish, schedule or keep them as drafts.

    Publishing the same file again changes nothing. An article that was withdrawn is published again.
    """
    things = [(_path(thing, authority), thing) for file in files for thing in read_things(file)]
    # Sections and authors come first: an article that names one is refused unless it is stored.
    things.sort(key=lambda thing: thing[0].startswith("/articles/"))
    stored: list[dict[str, Any]] = []
    try:
        with progress("Publishing", len(things)) as advance:
            for path, thing in things:
                stored.append(_put(desk, path, thing))
                advance()
    finally:
        if stored or not things:
            columns = ("what", "name", "title", "status", "published")
            output.rows(stored, columns, if_empty="Nothing to publish: the files are empty.")


def _path(thing: dict[str, Any], authority: str | None) -> str:
    """Return the API path of a thing in a file. Raises click.UsageError if the thing does not determine one."""
    match thing:
        case {"type": str(kind)} if kind in PATHS:
            return f"{PATHS[kind]}{_slug(kind, thing.get('slug'))}"
        case {"type": str(kind)} if kind != "article":
            raise click.UsageError(f"{kind!r} is neither article, section nor author")
        case {"id": str(article_id)} if article_id:
            return path_of(article_id)
    return path_of(minted(thing, authority))


def _slug(kind: str, slug: Any) -> str:
    try:
        return values.slug(slug)
    except ValueError as error:
        raise click.UsageError(f"slug of {kind}: {error}") from error


def _put(desk: DeskClient, path: str, thing: dict[str, Any]) -> dict[str, Any]:
    answer = desk.put(path, thing)
    stored = answer.body
    return {
        **{name: stored[name] for name in ("status", "published") if name in stored},
        "what": "new" if answer.status == 201 else "kept",
        "name": stored.get("id") or f"{path.split('/')[1]}/{stored['slug']}",
        "title": stored.get("title") or stored.get("name"),
    }


@desk_commands.command("withdraw")
@click.argument("article_id", metavar="ID")
@click.option("--notice", default="", help="Text that every format shows to readers in place of the article.")
@target_options
@output_option
def withdraw(article_id: str, notice: str, desk: DeskClient, output: Output) -> None:
    """Remove the article ID from every feed. Publishing it again keeps its id."""
    answer = desk.delete(path_of(article_id), **({"notice": notice} if notice else {}))
    output.rows([answer.body], ("id", "title", "status"))


@desk_commands.command("correct")
@click.argument("article_id", metavar="ID")
@click.option("--note", required=True, help="What was corrected, in words for readers.")
@target_options
@output_option
def correct(article_id: str, note: str, desk: DeskClient, output: Output) -> None:
    """Add a correction to the article ID.

    Readers see it at the end of the article, and the article's time of change moves. The same note is added only once.
    """
    stored = desk.get(path_of(article_id))
    if stored.body["status"] == "withdrawn":
        raise Withdrawn(article_id)
    corrections = stored.body.get("corrections", [])
    if all(each["note"] != note for each in corrections):
        at = datetime.now(UTC).replace(microsecond=0).isoformat()
        changed = {**stored.body, "corrections": [*corrections, {"note": note, "at": at}]}
        changed.pop("updated")
        stored = desk.put(path_of(article_id), changed, if_match=stored.etag)
    output.rows([stored.body], ("id", "title", "updated", "status"))


@desk_commands.command("show")
@click.argument("name", metavar="ID|KIND/SLUG")
@target_options
def show(name: str, desk: DeskClient) -> None:
    """Show the article ID, sections/SLUG or authors/SLUG as it is stored, in JSON."""
    path = quote(f"/{name}") if f"/{name}".startswith(tuple(PATHS.values())) else path_of(name)
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
    if stored.body["slug"] != new:
        stored = desk.put(path, {**stored.body, "slug": new}, if_match=stored.etag)
    output.rows([stored.body], ("slug", "title" if kind == "section" else "name"))


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
    path = f"{PATHS[kind]}{quote(slug, safe='')}"
    if not yes:
        usage = desk.get(f"{path}/usage").body
        count, addresses = f"{usage['articles']:,}{' or more' if usage.get('more') else ''}", usage["addresses"]
        click.echo(f"{usage['feed']} has {count} articles, and {len(addresses)} addresses to subscribe to:", err=True)
        click.echo("".join(f"  {address}\n" for address in addresses), err=True, nl=False)
        click.confirm("These addresses will answer 410, and readers unsubscribe. Retire it?", abort=True, err=True)
    desk.delete(path)
    output.rows([{"name": f"{PATHS[kind]}{slug}".lstrip("/"), "status": "retired"}], ("name", "status"))


@desk_commands.command("revive")
@click.argument("kind", type=KIND)
@click.argument("slug")
@target_options
@output_option
def revive(kind: str, slug: str, desk: DeskClient, output: Output) -> None:
    """Undo the retirement of a section or author. Its feeds are served again, at the same addresses."""
    path = f"{PATHS[kind]}{quote(slug, safe='')}"
    desk.delete(f"{path}/retirement")
    stored = desk.get(path).body
    output.rows([{"name": f"{PATHS[kind]}{stored['slug']}".lstrip("/"), "status": "revived"}], ("name", "status"))
