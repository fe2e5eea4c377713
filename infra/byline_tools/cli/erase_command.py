"""`byline erase`: an article or an author is erased for good."""

import click

from byline.desk.erasing_authors import WITHHELD
from byline_http.article_addresses import readable
from byline_tools.cli.console import Output, output_option
from byline_tools.cli.desk_client import DeskClient
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.naming import NAME, kind_of, stored_path
from byline_tools.cli.options import TEXT

REMAINS = (
    "the id of an article and every slug that an author had, in keys of the table, references and versions; readers see no slug",
    "backups of the table: point-in-time recovery has 35 days, its stream a day, your own backups what you keep",
    "the log: ids, slugs and revisions, without text, for LogRetentionDays",
    "what hubs, feed readers, aggregators and archives have fetched: only a tombstone asks them to delete it",
    "the CDN for some seconds, until it is purged; pictures and sound where they are stored, which is not here",
    "the name of an author in the text of articles, and files from which it was imported",
)
"""What an erasure does not reach."""


@click.command("erase")
@click.argument("name", metavar=f"{NAME}|authors/SLUG")
@click.option(
    "--reason", type=TEXT, required=True, help="Why, for whoever asks later. It is stored: do not repeat what is to be erased."
)
@click.option("--name", "shown_as", type=TEXT, help=f"What readers see in place of an author's name.  [default: {WITHHELD}]")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@target_options
@output_option
def erase_command(name: str, reason: str, shown_as: str | None, yes: bool, desk: DeskClient, output: Output) -> None:
    """Erase the article with that ID or ADDRESS, or the author authors/SLUG, for good.

    Of an article, the id, the dates and a tombstone stay; of an author, the articles, under another name. Who erased it, when and
    why stays too. This cannot be undone. If it fails, call it again: it goes on where it was.
    """
    if (kind := kind_of(name)) == "section":
        raise click.UsageError(f"sections are retired, not erased: byline retire section {name.partition('/')[2]}")
    is_author = kind == "author"
    if shown_as and not is_author:
        raise click.UsageError("--name is for authors: authors/SLUG")
    path = f"/erasures{stored_path(desk, name)}"
    if not yes:
        click.confirm(f"This erases {name} for good, with its history. Erase it?", abort=True, err=True)
    answer = desk.put(path, {"reason": reason, **({"name": shown_as} if shown_as else {})})
    row = {"outcome": answer.outcome, "id": readable(path).removeprefix("erasures/").removeprefix("articles/"), **answer.body}
    if output.as_json:
        output.rows([{**row, "remains": REMAINS}], ())
        return
    output.rows([row], ("outcome", "id", "at", "by", "reason"))
    click.echo("What remains elsewhere:")
    for each in REMAINS:
        click.echo(f"- {each}")
