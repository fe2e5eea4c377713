"""Answers to requests for documents: which status, which headers, which body. Knows HTTP, but nothing of who calls."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from byline.directory import Directory, write_html, write_opml
from byline.feeds import FeedKey
from byline.formats import RENDERER_VERSION, Format
from byline.heads import FeedState
from byline.http_caching import accepts_gzip, cache_control, entity_tag, http_date, is_not_modified
from byline.rendering import render
from byline.site import Site
from byline.store import LeftOut, Store

METHODS = ("GET", "HEAD")
RETRY_AFTER = 30

_ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What of a request matters here; `headers` have names in lower case."""

    method: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send back; `left_out` are articles that could not be shown and that somebody should look at."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    left_out: tuple[LeftOut, ...] = ()


class Newsstand:
    """Serves the documents of one site. `clock` gives aware UTC.

    `feed` raises UnknownFeed; all that read raise StoreUnavailable. `refusal` turns errors into answers.
    """

    def __init__(self, store: Store, site: Site, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._site = site
        self._clock = clock
        self._identity = (str(RENDERER_VERSION), repr(site))

    def feed(self, key: FeedKey, format_: Format, request: Request) -> Answer:
        """The feed `key` as a document in `format_`, or 304 if the client has it already."""
        if request.method not in METHODS:
            return not_allowed()
        now = self._clock()
        state = self._store.state(key, now)
        etag = entity_tag(str(key), format_.name, *self._identity, state.revision)
        headers = {
            **_ALWAYS,
            "ETag": etag,
            "Last-Modified": http_date(state.changed_at),
            "Cache-Control": cache_control(state.max_age, now, state.next_release_at),
            "Vary": "Accept-Encoding",
            "Link": self._links(key, format_, state),
        }
        if _not_modified(request, etag, state.changed_at):
            return Answer(304, headers)
        headers["Content-Type"] = f"{format_.media_type}; charset=utf-8"
        feed, missing = self._store.feed(key, self._site, state, now)
        document, unwritable = render(feed, format_)
        return replace(_delivered(request, headers, document), left_out=(*missing, *unwritable))

    def _links(self, key: FeedKey, format_: Format, state: FeedState) -> str:
        """The document's own address, the hubs that pass it on (WebSub, section 4) and the page it is about."""
        links = [
            f'<{format_.address(self._site, key)}>; rel="self"',
            *(f'<{hub}>; rel="hub"' for hub in self._site.hubs),
            f'<{state.home_page_url or self._site.url}>; rel="alternate"; type="text/html"',
        ]
        return ", ".join(links)

    def directory(self, request: Request) -> Answer:
        """Every feed, on a page for people."""
        return self._list(request, "text/html", write_html)

    def subscriptions(self, request: Request) -> Answer:
        """Every feed, as a list that readers import."""
        return self._list(request, "text/x-opml", write_opml)

    def _list(self, request: Request, media_type: str, write: Callable[[Site, Directory], bytes]) -> Answer:
        if request.method not in METHODS:
            return not_allowed()
        document = write(self._site, self._store.directory())
        etag = entity_tag(document.decode())
        headers = {**_ALWAYS, "ETag": etag, "Cache-Control": cache_control(300, self._clock(), None), "Vary": "Accept-Encoding"}
        if _not_modified(request, etag, None):
            return Answer(304, headers)
        return _delivered(request, {**headers, "Content-Type": f"{media_type}; charset=utf-8"}, document)


def not_allowed() -> Answer:
    """405: feeds can only be read."""
    return _problem(405, "Feeds can only be read, with GET or HEAD.", {"Allow": ", ".join(METHODS)})


def unknown(feed: str, site: Site) -> Answer:
    """404, cached briefly, since a section may come to be."""
    return _problem(404, f"There is no feed called {feed}. All feeds: {site.feeds_url}/", {"Cache-Control": "public, max-age=60"})


def unavailable() -> Answer:
    """503: trouble on our side, which a reader must not take for the end of the feed."""
    return _problem(503, "The feed cannot be read at the moment.", {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


def _problem(status: int, text: str, headers: Mapping[str, str]) -> Answer:
    return Answer(status, {**_ALWAYS, **headers, "Content-Type": "text/plain; charset=utf-8"}, f"{text}\n".encode())


def _not_modified(request: Request, etag: str, changed_at: datetime | None) -> bool:
    return is_not_modified(etag, changed_at, request.headers.get("if-none-match"), request.headers.get("if-modified-since"))


def _delivered(request: Request, headers: Mapping[str, str], document: bytes) -> Answer:
    """200, compressed if the client likes that; to HEAD the same without the body."""
    if accepts_gzip(request.headers.get("accept-encoding")):
        # mtime=0: otherwise the same document would be other bytes at every call.
        headers, document = {**headers, "Content-Encoding": "gzip"}, gzip.compress(document, compresslevel=6, mtime=0)
    return Answer(200, headers, b"" if request.method == "HEAD" else document)
