"""Every document of the feeds as a file under its path, so that a bucket can serve a copy of them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from byline.formats.directory import write_html, write_opml
from byline.formats.registry import FORMATS, document_at
from byline.formats.rendering import render
from byline.model.feed import Feed, LeftOut
from byline.model.feed_key import FeedKey
from byline.model.site import Site
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import find_served
from byline.storage.feed_reader import FeedReader
from byline_tools.checks.fetching import CannotFetch, fetch
from byline_tools.exporters.complete_files import complete_file

DIRECTORY, SUBSCRIPTIONS = "/", "/feeds.opml"
OK = 200

Document = Callable[[str], bytes]
"""Returns the document at a path, such as `/sections/world/rss.xml`."""


def paths_of(feeds: Iterable[str]) -> list[str]:
    """The paths of the documents of `feeds`, such as `site` and `sections/world`, and of the lists of all feeds."""
    documents = [f"{FeedKey.named(name).path}/{each.file_name}" for name in feeds for each in FORMATS]
    return [*documents, SUBSCRIPTIONS, DIRECTORY]


def write_documents(folder: Path, paths: Iterable[str], document: Document) -> Iterator[str]:
    """Write the documents at `paths` to files in `folder`; the page that lists all feeds is index.html. Yields each path."""
    for path in paths:
        file = folder / (path.removeprefix("/") or "index.html")
        content = document(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        with complete_file(file) as to:
            to.write(content)
        yield path


def fetched(feeds_url: str) -> Document:
    """Fetches documents from where they are served. Raises CannotFetch."""

    def fetched_from(path: str) -> bytes:
        address = f"{feeds_url.rstrip('/')}{path}"
        response = fetch(address)
        if response.status != OK:
            raise CannotFetch(address, f"the status is {response.status}")
        return response.body

    return fetched_from


def rendered(table: Table, site: Site, clock: Callable[[], datetime], note: Callable[[str], None]) -> Document:
    """Renders the documents of `site`, whose articles are in `table`, as they would be served now.

    `note` is called with what a document leaves out, and why. Raises StoreUnavailable.
    """
    return partial(_rendered, _Feeds(table, site, clock, note))


class _Feeds:
    """Reads feeds; the last one is remembered, because its formats follow each other."""

    def __init__(self, table: Table, site: Site, clock: Callable[[], datetime], note: Callable[[str], None]) -> None:
        self.site = site
        self._note = note
        self.reader = FeedReader(table)
        self._table = table
        self._clock = clock
        self._last: tuple[FeedKey, Feed] | None = None

    def feed(self, name: FeedKey) -> Feed:
        """The feed called `name`. Raises UnknownFeed."""
        if self._last is None or self._last[0] != name:
            served = find_served(self._table, name, consistent=True)
            feed, left_out = self.reader.feed(served.key, self.site, served.head.at(self._clock()))
            self.note(left_out)
            self._last = (name, feed)
        return self._last[1]

    def note(self, left_out: Iterable[LeftOut]) -> None:
        """Note what is left out."""
        for each in left_out:
            self._note(f"{each.article_id} {each.reason}")


def _rendered(feeds: _Feeds, path: str) -> bytes:
    if found := document_at(path):
        name, format_ = found
        document, left_out = render(feeds.feed(name), format_)
        feeds.note(left_out)
        return document
    write = write_opml if path == SUBSCRIPTIONS else write_html
    return write(feeds.site, feeds.reader.directory())
