"""Makes small feeds of other systems, and a site that serves them on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from byline_tools.importers.choices import Choices
from byline_tools.importers.feeds.document import page_of
from byline_tools.importers.feeds.feed import FeedItem, FeedPage
from byline_tools.importers.feeds.records import records_of
from byline_tools.importers.notes import Note
from byline_tools.importers.report import Report

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(*items: str, head: str = "", attributes: str = "") -> str:
    """An RSS 2.0 document with these items; `head` is in its channel."""
    channel = f"<title>The Gazette</title>\n<link>https://old.example.com/</link>\n{head}"
    return f'<rss version="2.0" {NAMESPACES} {attributes}>\n<channel>\n{channel}\n' + "\n".join(items) + "\n</channel>\n</rss>\n"


def rss_item(number: int = 1, /, *more: str, **changes: str | None) -> str:
    """Item `number`. A change names an element without its prefix; None leaves it out."""
    texts: dict[str, str | None] = {
        "title": f"Headline {number}",
        "link": f"https://old.example.com/world/{number}/",
        "pubDate": f"Sun, 01 Mar 2026 08:{number:02}:00 +0000",
        "guid": f"https://old.example.com/?p={number}",
        "description": f"Summary {number}.",
        "encoded": f"<p>Text {number}.</p>",
        "creator": "Jane Doe",
        **changes,
    }
    prefixes = {"encoded": "content:encoded", "creator": "dc:creator", "date": "dc:date"}
    written = (_element(prefixes.get(name, name), text) for name, text in texts.items() if text is not None)
    return "<item>\n" + "\n".join([*written, *more]) + "\n</item>"


def _element(name: str, text: str) -> str:
    attributes = ' isPermaLink="false"' if name == "guid" else ""
    return f"<{name}{attributes}>{escape(text)}</{name}>"


def atom(*entries: str, head: str = "", attributes: str = "") -> str:
    """An Atom document with these entries."""
    beginning = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" {attributes}>\n'
    return f"{beginning}<title>The Gazette</title>\n{head}\n" + "\n".join(entries) + "\n</feed>\n"


def entry(number: int = 1, /, *more: str, **changes: str) -> str:
    """Entry `number`. A change replaces a whole element."""
    parts = {
        "id": f"<id>tag:old.example.com,2026:{number}</id>",
        "title": f"<title>Headline {number}</title>",
        "link": f'<link href="https://old.example.com/world/{number}/"/>',
        "published": f"<published>2026-03-01T08:{number:02}:00Z</published>",
        "updated": f"<updated>2026-03-01T09:{number:02}:00Z</updated>",
        "content": f'<content type="html">&lt;p&gt;Text {number}.&lt;/p&gt;</content>',
        **changes,
    }
    return "<entry>\n" + "\n".join([*parts.values(), *more]) + "\n</entry>"


def json_feed(*items: dict[str, Any], **head: Any) -> str:
    """A JSON Feed with these items."""
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Gazette", **head, "items": items}, indent=1)


def json_item(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "url": f"https://old.example.com/world/{number}/",
        "title": f"Headline {number}",
        "content_html": f"<p>Text {number}.</p>",
        "date_published": f"2026-03-01T08:{number:02}:00Z",
        **changes,
    }


def page(text: str | bytes) -> FeedPage:
    return page_of("feed", text if isinstance(text, bytes) else text.encode())


def only(text: str | bytes) -> FeedItem:
    """The only item of a feed."""
    (found,) = page(text).items
    return found


@dataclass(frozen=True)
class Read:
    """What was read from a feed: its records by type, and the notes."""

    articles: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    authors: list[dict[str, Any]]
    lines: list[int]
    notes: set[Note]


def read(text: str | bytes, **choices: Any) -> Read:
    """What becomes of a feed."""
    report = Report()
    records = list(records_of([page(text)], Choices(**choices), report))
    things = {kind: [each.thing for each in records if each.thing["type"] == kind] for kind in ("article", "section", "author")}
    lines = [each.line for each in records if each.thing["type"] == "article"]
    notes = {note for each in records for note in each.notes} | set(report.others)
    return Read(things["article"], things["section"], things["author"], lines, notes)


@dataclass
class Site:
    """A site on this machine, at `address`: what it serves by path and query, and the requests that it got."""

    address: str = ""
    pages: dict[str, str | tuple[int, dict[str, str], str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    refusing: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def response(self, path: str) -> tuple[int, dict[str, str], str]:
        """The next refusal, if there is one left, or else what is served there."""
        self.asked.append(path)
        if self.refusing:
            return *self.refusing.pop(0), ""
        found = self.pages.get(path, (404, {}, ""))
        return (200, {}, found) if isinstance(found, str) else found


@contextmanager
def serving() -> Iterator[Site]:
    """A site that serves what its `pages` have."""
    site = Site()
    with HTTPServer(("127.0.0.1", 0), _handler(site)) as server:
        site.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def _handler(site: Site) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.agents.add(str(self.headers["User-Agent"]))
            status, headers, body = site.response(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            """Log nothing."""

    return Handler
