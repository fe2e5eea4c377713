"""`make serve`: the whole service on this machine with a newsroom in it, and what to try on it."""

import errno
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
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
from byline.storage.dynamodb import Table, connect
from byline_tools.importers.importer import Admitted, Importer
from byline_tools.local.hub import listening
from byline_tools.local.server import Service, running
from byline_tools.local.stack import TABLE_NAME
from byline_tools.local.stream import following


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What to serve: files, the template's parameters but for the address, and the time saved pages were published."""

    files: Sequence[Path]
    parameters: dict[str, str]
    published: datetime | None


class PortTaken(BylineError):
    """Something else listens on `port` or on one of the next three."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(
            f"port {port} is taken, or one of the next three, which DynamoDB, the desk and a hub need: "
            f"stop what listens there, or choose others with --port {port + 10} (make serve PORT={port + 10})"
        )


def serve(newsroom: Newsroom, port: int, console: Console) -> None:
    """Run until interrupted. Raises PortTaken if it cannot start, FileRefused for a file that does not fit."""
    # Shells start what runs in the background with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    started = time.monotonic()
    with suppress(KeyboardInterrupt), ExitStack() as up:
        service = _start(newsroom, port, up)
        loaded = load(newsroom, console)
        up.enter_context(following(service.functions.stack, service.functions.invoke))
        _introduce(service, loaded, time.monotonic() - started, console)
        threading.Event().wait()
    # Not through the console: what it was printing when it was interrupted would come out twice.
    click.echo("\nStopped.")


def _start(newsroom: Newsroom, port: int, up: ExitStack) -> Service:
    """The service, without a memo, so that edits show at once; beside it a hub that tells of the pings it gets."""
    try:
        hub = up.enter_context(listening(lambda topic: click.echo(f"hub: {topic} has changed"), port and port + 3))
        return up.enter_context(running({"Hubs": hub, "MemoSeconds": "0", **newsroom.parameters}, port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTaken(port) from error


def load(newsroom: Newsroom, console: Console) -> list[Admitted]:
    """Put the newsroom into the table of this process's environment, showing how far it is if somebody looks."""
    publisher = Publisher(Table(connect(), TABLE_NAME), lambda: datetime.now(UTC))
    importer = Importer(publisher, Origin(newsroom.parameters["SiteUrl"], newsroom.parameters["IdAuthority"]))
    admitted = importer.read(newsroom.files, newsroom.published)
    shown = console.is_terminal
    importer.store(list(track(admitted, "Loading", console=console, transient=True, disable=not shown)))
    return admitted


def _introduce(service: Service, loaded: Sequence[Admitted], seconds: float, console: Console) -> None:
    articles = sum(isinstance(each.thing, Article) for each in loaded)
    sections = [each.thing for each in loaded if isinstance(each.thing, Section)]
    authors = [each.thing for each in loaded if isinstance(each.thing, Author)]
    console.print(f"[bold]Byline[/bold] serves {articles} articles in {len(sections)} sections by {len(authors)} authors")
    beside = f"DynamoDB at {service.dynamodb}, table {TABLE_NAME}; the desk at {service.desk}"
    console.print(f"(up in {seconds:.1f} s; {beside})\n", soft_wrap=True)
    for name, address in _addresses(service, sections, authors):
        console.print(f"  {escape(f'{name:24}')} [bold]{address}[/bold]", soft_wrap=True)
    console.print(f"\nTry:  curl -i {service.address}/rss.xml\nCtrl-C stops it.", soft_wrap=True)


def _addresses(service: Service, sections: Sequence[Section], authors: Sequence[Author]) -> Iterator[tuple[str, str]]:
    yield "Every feed, for people", f"{service.address}/"
    yield "Every feed, for readers", f"{service.address}/feeds.opml"
    examples = [
        ("The whole site", FeedKey(Kind.SITE)),
        *((f"Section {section.title}", section_feed(section.slug)) for section in sections[:1]),
        *((author.name, author_feed(author.slug)) for author in authors[:1]),
    ]
    for name, key in examples:
        for number, format_ in enumerate(FORMATS):
            yield "" if number else name, f"{service.address}{key.path}/{format_.file_name}"
