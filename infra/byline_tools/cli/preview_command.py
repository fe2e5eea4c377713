"""`byline preview`: articles as the feeds and a page would show them. Nothing is stored."""

import tempfile
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from byline_tools.cli.console import Output, output_option
from byline_tools.cli.desk_client import PATHS, DeskClient, NotDone
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.file_requests import Request, readable_requests_in
from byline_tools.cli.naming import article_path
from byline_tools.cli.options import TEXT, authority_option
from byline_tools.cli.partly import Partly
from byline_tools.cli.preview_contents import NOT_FOUND, Contents, in_file, stored
from byline_tools.cli.refused_requests import in_files
from byline_tools.cli.target_site import feeds_url_option, say_what_is_assumed, site_of_target
from byline_tools.importers.refusals import as_one
from byline_tools.importers.standard_input import STANDARD_INPUT
from byline_tools.preview.documents import FILE_NAMES, PAGE, Document, documents, feed_of

COLUMNS = ("format", "file")
STANDARD_OUTPUT = "-"


class WouldBeRefused(Partly):
    """The desk would refuse some of what is previewed: `refused` has each by its name or place in a file, `unread` what is no
    JSON. One of them is not empty.
    """

    def __init__(self, contents: Contents, done: Sequence[Mapping[str, Any]]) -> None:
        self.refused, self.unread = tuple(contents.refused), tuple(contents.unread)
        stored = [f"{each}: {error}" for each, error in self.refused if isinstance(each, str)]
        files = in_files([(each, error) for each, error in self.refused if isinstance(each, Request)], self.unread)
        reason = self.refused[0][1] if self.refused else self.unread[0]
        super().__init__("\n".join(["the desk would refuse this:", *stored, *map(str, files)]), reason, done)


@click.command("preview")
@click.argument("name", metavar="ID|FILE")
@click.option("--format", "formats", multiple=True, type=click.Choice(list(FILE_NAMES)), help="By default all of them.")
@click.option(
    "--output", "folder", type=TEXT, metavar="DIR|-", help="Where to write; - is standard output. By default a new folder."
)
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@feeds_url_option
@authority_option
@target_options
@output_option
def preview_command(
    name: str,
    desk: DeskClient,
    output: Output,
    formats: tuple[str, ...],
    folder: str | None,
    *,
    opens: bool,
    **origin: str | None,
) -> None:
    """Show the article ID, or the articles in FILE, as the feeds and a page would show them. Nothing is stored.

    Of a file, it says what the desk would refuse; of a draft, what would keep it from being published. The exit status is 1 then.
    What neither the feeds nor environment variables such as SITE_TITLE say of the site is assumed. `-` is standard input.
    """
    formats = formats or tuple(FILE_NAMES)
    _check_usage(formats, folder, opens=opens, as_json=output.errors_too)
    contents = _contents(desk, name, origin["authority"])
    site = site_of_target(**origin)
    say_what_is_assumed(site.assumed)
    feed = feed_of(site.site, contents.articles, contents.profiles)
    rows = _written(documents(feed, contents.articles, formats), folder)
    if opens:
        webbrowser.open(Path(rows[-1]["file"]).resolve().as_uri())
    _report(output, rows, contents)


def _report(output: Output, rows: Sequence[Mapping[str, Any]], contents: Contents) -> None:
    """Report the files written, if any. Raises WouldBeRefused."""
    if contents.are_wrong:
        output.rows_before_error(rows, COLUMNS)
        raise WouldBeRefused(contents, rows)
    if rows:
        output.rows(rows, COLUMNS)


def _check_usage(formats: tuple[str, ...], folder: str | None, *, opens: bool, as_json: bool) -> None:
    if folder == STANDARD_OUTPUT and len(formats) != 1:
        raise click.UsageError("--output - needs one --format")
    if folder == STANDARD_OUTPUT and as_json:
        raise click.UsageError("--output - does not go with --json: both need standard output")
    if opens and (PAGE not in formats or folder == STANDARD_OUTPUT):
        raise click.UsageError("--open needs the page as a file")


def _contents(desk: DeskClient, name: str, authority: str | None) -> Contents:
    """What to show. Raises NotDone if there is no such article, WouldBeRefused if nothing of a file can be shown."""
    file = Path(name)
    if file != STANDARD_INPUT and not file.is_file():
        return _stored(desk, name)
    requests, unread = readable_requests_in([file], authority, desk)
    contents = in_file(desk, requests)
    contents.unread = unread
    if not contents.articles and contents.are_wrong:
        raise WouldBeRefused(contents, []) if requests else as_one(unread)
    if not contents.articles:
        raise click.UsageError(f"there is no article in {name} to show")
    return contents


def _stored(desk: DeskClient, name: str) -> Contents:
    if f"/{name}".startswith(tuple(PATHS.values())):
        raise click.UsageError(f"{name} is no article: preview shows articles only")
    try:
        return stored(desk, article_path(desk, name), name)
    except NotDone as error:
        if error.status == NOT_FOUND and ":" not in name:
            raise click.UsageError(f"there is neither a file nor an article called {name}") from error
        raise


def _written(shown: Sequence[Document], folder: str | None) -> list[dict[str, str]]:
    """Write the documents, and return a row for each. Remarks about them go to standard error."""
    for each in shown:
        for remark in each.remarks:
            click.echo(f"byline: {each.format} leaves out {remark}", err=True)
    if folder == STANDARD_OUTPUT:
        click.echo(shown[0].content, nl=False)
        return []
    to = Path(folder or tempfile.mkdtemp(prefix="byline-preview-"))
    to.mkdir(parents=True, exist_ok=True)
    for each in shown:
        (to / FILE_NAMES[each.format]).write_bytes(each.content)
    return [{"format": each.format, "file": str(to / FILE_NAMES[each.format])} for each in shown]
