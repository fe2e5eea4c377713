"""What the desk does from the command line: publish, withdraw, correct, rename, retire, and look at what there is."""

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
from byline_tools.cli.desk_target import authority_option, minted, target_options
from byline_tools.importers.ndjson import read_things

PATHS = {row.noun: f"/{row.kind}/" for row in KINDS}
KIND = click.Choice(list(PATHS))


class Withdrawn(BylineError):
    """The article `article_id` is withdrawn, and storing it would publish it again."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(f"article {article_id} is withdrawn: publish it again, corrected, if readers are to have it")


@click.command("publish")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@authority_option
@target_options
@output_option
def publish(files: Sequence[Path], authority: str | None, desk: DeskClient, output: Output) -> None:
    """Store the articles, sections and authors in FILES, as JSON or NDJSON: published, waiting for their time, or as drafts.

    The same file again changes nothing; an article that was withdrawn is published again.
    """
    things = [(_path(thing, authority), thing) for file in files for thing in read_things(file)]
    # Articles name sections and authors, which have to be there.
    things.sort(key=lambda thing: thing[0].startswith("/articles/"))
    told: list[dict[str, Any]] = []
    try:
        with progress("Publishing", len(things)) as advance:
            for path, thing in things:
                told.append(_put(desk, path, thing))
                advance()
    finally:
        if told or not things:
            output.rows(told, ("what", "name", "title", "status", "published"))


def _path(thing: dict[str, Any], authority: str | None) -> str:
    """Where a thing of a file belongs; wrong usage if it does not say."""
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
        raise click.UsageError(f"the slug of a {kind}, its name in addresses, {error}") from error


def _put(desk: DeskClient, path: str, thing: dict[str, Any]) -> dict[str, Any]:
    answer = desk.put(path, thing)
    stored = answer.body
    return {
        **_picked(stored, "status", "published"),
        "what": "new" if answer.status == 201 else "kept",
        "name": stored.get("id") or f"{path.split('/')[1]}/{stored['slug']}",
        "title": stored.get("title") or stored.get("name"),
    }


@click.command("withdraw")
@click.argument("article_id", metavar="ID")
@click.option("--notice", default="", help="What readers are told in its place, in every format.")
@target_options
@output_option
def withdraw(article_id: str, notice: str, desk: DeskClient, output: Output) -> None:
    """Take the article ID out of every feed. Publishing it again keeps its id."""
    answer = desk.delete(path_of(article_id), **({"notice": notice} if notice else {}))
    output.rows([answer.body], ("id", "title", "status"))


@click.command("correct")
@click.argument("article_id", metavar="ID")
@click.option("--note", required=True, help="What was put right, in words for readers.")
@target_options
@output_option
def correct(article_id: str, note: str, desk: DeskClient, output: Output) -> None:
    """Add a correction to the article ID: readers see it at its end, and its time of change moves. Never twice the same."""
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


@click.command("show")
@click.argument("name", metavar="ID|KIND/SLUG")
@target_options
def show(name: str, desk: DeskClient) -> None:
    """The article ID, sections/SLUG or authors/SLUG as it is stored, as JSON."""
    path = quote(f"/{name}") if f"/{name}".startswith(tuple(PATHS.values())) else path_of(name)
    click.echo(json.dumps(desk.get(path).body, ensure_ascii=False, indent=2))


@click.command("scheduled")
@target_options
@output_option
def scheduled(desk: DeskClient, output: Output) -> None:
    """What waits for its time, earliest first."""
    output.rows(desk.get("/scheduled").body, ("published", "id"))


@click.command("feeds")
@target_options
@output_option
def feeds(desk: DeskClient, output: Output) -> None:
    """Every feed, when it changed last, and when an embargo in it lifts next."""
    output.rows(desk.get("/feeds").body, ("feed", "title", "changed_at", "next_release_at", "max_age"))


@click.command("rename")
@click.argument("kind", type=KIND)
@click.argument("old")
@click.argument("new")
@target_options
@output_option
def rename(kind: str, old: str, new: str, desk: DeskClient, output: Output) -> None:
    """Give a section or author another slug. Its old addresses lead to the new ones for ever."""
    path = f"{PATHS[kind]}{quote(old, safe='')}"
    stored = desk.get(path)
    if stored.body["slug"] != new:
        stored = desk.put(path, {**stored.body, "slug": new}, if_match=stored.etag)
    output.rows([stored.body], ("slug", "title" if kind == "section" else "name"))


@click.command("retire")
@click.argument("kind", type=KIND)
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
@target_options
@output_option
def retire(kind: str, slug: str, yes: bool, desk: DeskClient, output: Output) -> None:
    """End the feeds of a section or author for ever: they answer 410."""
    if not yes:
        click.confirm(f"The feeds of {kind} {slug} will have ended for ever. Retire it?", abort=True, err=True)
    desk.delete(f"{PATHS[kind]}{quote(slug, safe='')}")
    output.rows([{"name": f"{PATHS[kind]}{slug}".lstrip("/"), "status": "retired"}], ("name", "status"))


def _picked(thing: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: thing[name] for name in names if name in thing}


COMMANDS = (publish, withdraw, correct, show, scheduled, feeds, rename, retire)
