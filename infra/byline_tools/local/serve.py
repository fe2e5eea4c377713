"""`make serve`: runs the whole service on this machine with a newsroom, and prints addresses to try."""

import errno
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import track

from byline.desk.publisher import Publisher
from byline.errors import BylineError
from byline.formats.registry import FORMATS
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline.model.feed_key import FeedKey, Kind, author_feed, section_feed
from byline.model.profiles import Author, Section
from byline.model.times import utc_now
from byline.storage.dynamodb import Table, connect
from byline_tools.importers.choices import EVERYTHING, Choices
from byline_tools.importers.importer import Admitted, Importer
from byline_tools.importers.refusals import StoredPartly
from byline_tools.local.hub import listening
from byline_tools.local.server import Service, running
from byline_tools.local.stack import TABLE_NAME
from byline_tools.local.stream import following


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The content to serve: files, the template's parameters without the address, and how the files are read: the publication
    time of saved pages, and the choices for exports of other systems.
    """

    files: Sequence[Path]
    parameters: dict[str, str]
    published: datetime | None
    choices: Choices = EVERYTHING


class PortTaken(BylineError):
    """Another process listens on `port` or on one of the next three ports."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(
            f"port {port} or one of the next three, which DynamoDB, the desk and a hub use, is taken: "
            f"stop the process that listens there, or choose another port with --port {port + 10} (make serve PORT={port + 10})"
        )


def serve(newsroom: Newsroom, port: int, console: Console) -> None:
    """Run until interrupted. Raises PortTaken if a port is in use, FileRefused for a file with errors."""
    # A shell starts background processes with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    started = time.monotonic()
    with suppress(KeyboardInterrupt), ExitStack() as up:
        service = _start(newsroom, port, up)
        loaded = load(newsroom, console)
        up.enter_context(following(service.functions.stack, service.functions.invoke))
        _introduce(service, loaded, time.monotonic() - started, console)
        threading.Event().wait()
    # Not through the console: it would repeat the text whose output was interrupted.
    click.echo("\nStopped.")


def _start(newsroom: Newsroom, port: int, up: ExitStack) -> Service:
    """Start the service, and a hub that prints the pings it gets."""
    try:
        hub = up.enter_context(listening(lambda topic: click.echo(f"hub: {topic} has changed"), port and port + 3))
        return up.enter_context(running({"Hubs": hub, **newsroom.parameters}, port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTaken(port) from error


def load(newsroom: Newsroom, console: Console) -> list[Admitted]:
    """Store the newsroom in the table that the environment names, with a progress bar on a terminal.

    Prints what is changed or left out of another system's export, and which of its articles are refused.
    """
    table = Table(connect(), TABLE_NAME)
    publisher = Publisher(table, utc_now)
    origin = Origin(newsroom.parameters["SiteUrl"], newsroom.parameters["IdAuthority"])
    importer = Importer(publisher, origin, newsroom.choices)
    admitted = importer.read(newsroom.files, newsroom.published, table)
    hidden = not console.is_terminal
    try:
        importer.store(list(track(admitted, "Loading", console=console, transient=True, disable=hidden)))
    except StoredPartly as error:
        if error.reason or not importer.report.refused:
            raise
        console.print(escape(str(error)), soft_wrap=True)
    for line in importer.report.lines():
        console.print(escape(line), soft_wrap=True)
    return admitted


def _introduce(service: Service, loaded: Sequence[Admitted], seconds: float, console: Console) -> None:
    articles = [each.thing for each in loaded if isinstance(each.thing, Article)]
    sections = [each.thing for each in loaded if isinstance(each.thing, Section)]
    authors = [each.thing for each in loaded if isinstance(each.thing, Author)]
    counts = f"{_counted(articles, 'article')} in {_counted(sections, 'section')} by {_counted(authors, 'author')}"
    console.print(f"[bold]Byline[/bold] serves {counts}")
    servers = f"DynamoDB at {service.dynamodb}, table {TABLE_NAME}; the desk at {service.desk}"
    console.print(f"(up in {seconds:.1f} s; {servers})\n", soft_wrap=True)
    for name, address in _addresses(service, sections, authors):
        console.print(f"  {escape(f'{name:24}')} [bold]{address}[/bold]", soft_wrap=True)
    memo_seconds = service.functions.stack.environment()["MEMO_SECONDS"]
    console.print(
        f"\nAs when deployed, a feed may be {memo_seconds} seconds old: it shows an edit within that time.", soft_wrap=True
    )
    console.print(f"Try:  curl -i {service.address}/rss.xml\nCtrl-C stops it.", soft_wrap=True)


def _counted(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}" if len(things) == 1 else f"{len(things)} {noun}s"


def _addresses(service: Service, sections: Sequence[Section], authors: Sequence[Author]) -> Iterator[tuple[str, str]]:
    yield "Directory for people", f"{service.address}/"
    yield "Directory for readers", f"{service.address}/feeds.opml"
    examples = [
        ("The whole site", FeedKey(Kind.SITE)),
        *((f"Section {section.title}", section_feed(section.slug)) for section in sections[:1]),
        *((author.name, author_feed(author.slug)) for author in authors[:1]),
    ]
    for name, key in examples:
        for number, format_ in enumerate(FORMATS):
            yield "" if number else name, f"{service.address}{key.path}/{format_.file_name}"
