"""Answers to requests for feeds and for lists of feeds. Knows HTTP, but nothing of who calls."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from byline.formats.identity import rendering_identity
from byline.formats.registry import FORMATS, Format
from byline.model.feed_key import FeedKey
from byline.model.feed_state import FeedState
from byline.model.site import Site
from byline.serving.document_cache import DocumentCache
from byline.serving.http_caching import cache_control, entity_tag, http_date, is_not_modified
from byline.serving.responses import (
    COMMON_HEADERS,
    METHODS,
    Request,
    Response,
    document_response,
    gone,
    method_not_allowed,
    moved_permanently,
)
from byline.storage.feed_reader import FeedReader


class FeedService:
    """Serves the documents of one site. `clock` gives aware UTC.

    `feed` raises UnknownFeed, and all raise StoreUnavailable.
    """

    def __init__(self, document_cache: DocumentCache, reader: FeedReader, site: Site, clock: Callable[[], datetime]) -> None:
        self._document_cache = document_cache
        self._reader = reader
        self._site = site
        self._clock = clock
        self._identities = {format_.name: rendering_identity(site, format_) for format_ in FORMATS}

    def feed(self, name: FeedKey, format_: Format, request: Request) -> Response:
        """The feed called `name` as a document in `format_`, or 304 if the client has it already."""
        if request.method not in METHODS:
            return method_not_allowed()
        now = self._clock()
        key, state = self._document_cache.state(name, now)
        if state.retired or state.name(key) != name:
            return self._elsewhere(key, format_, state)
        if response := self._not_modified(name, format_, request, state, now):
            return response
        document = self._document_cache.document(key, format_, state, now)
        headers = self._headers(name, format_, document.state, self._etag(name, format_, document.state), now)
        response = document_response(
            request, {**headers, "Content-Type": f"{format_.media_type}; charset=utf-8"}, document.packed
        )
        return replace(response, rendered=document.rendered)

    def _elsewhere(self, key: FeedKey, format_: Format, state: FeedState) -> Response:
        """Of a feed that has another name by now, or has ended."""
        present = state.name(key)
        if not state.retired:
            return moved_permanently(format_.address(self._site, present))
        return gone(f"{format_.media_type}; charset=utf-8", format_.end(self._site, present))

    def _not_modified(self, key: FeedKey, format_: Format, request: Request, state: FeedState, now: datetime) -> Response | None:
        if not _conditional(request):
            return None
        etag = self._etag(key, format_, state)
        current = _is_current(request, etag, state.changed_at)
        return Response(304, self._headers(key, format_, state, etag, now)) if current else None

    def _etag(self, key: FeedKey, format_: Format, state: FeedState) -> str:
        return entity_tag(str(key), format_.name, self._identities[format_.name], state.revision)

    def _headers(self, key: FeedKey, format_: Format, state: FeedState, etag: str, now: datetime) -> dict[str, str]:
        return {
            **COMMON_HEADERS,
            "ETag": etag,
            "Last-Modified": http_date(state.changed_at),
            "Cache-Control": cache_control(state.max_age, now, state.next_release_at),
            "Vary": "Accept-Encoding",
            "Link": self._links(key, format_, state),
        }

    def _links(self, key: FeedKey, format_: Format, state: FeedState) -> str:
        """The document's own address, the hubs that pass it on (WebSub, section 4) and the page it is about."""
        links = [
            f'<{format_.address(self._site, key)}>; rel="self"',
            *(f'<{hub}>; rel="hub"' for hub in self._site.hubs),
            f'<{state.home_page_url or self._site.url}>; rel="alternate"; type="text/html"',
        ]
        return ", ".join(links)

    def directory(self, request: Request) -> Response:
        """Every feed, on a page for people."""
        from byline.formats.directory import write_html  # noqa: PLC0415 - polls do without it

        return self._list(request, "text/html", write_html)

    def subscriptions(self, request: Request) -> Response:
        """Every feed, as a list that readers import."""
        from byline.formats.directory import write_opml  # noqa: PLC0415 - polls do without it

        return self._list(request, "text/x-opml", write_opml)

    def _list(self, request: Request, media_type: str, write: Callable[..., bytes]) -> Response:
        if request.method not in METHODS:
            return method_not_allowed()
        document = write(self._site, self._reader.directory())
        etag = entity_tag(document.decode())
        headers = {
            **COMMON_HEADERS,
            "ETag": etag,
            "Cache-Control": cache_control(300, self._clock(), None),
            "Vary": "Accept-Encoding",
        }
        if _is_current(request, etag, None):
            return Response(304, headers)
        content_type = {"Content-Type": f"{media_type}; charset=utf-8"}
        return document_response(request, {**headers, **content_type}, gzip.compress(document, mtime=0))


def _conditional(request: Request) -> bool:
    return "if-none-match" in request.headers or "if-modified-since" in request.headers


def _is_current(request: Request, etag: str, changed_at: datetime | None) -> bool:
    return is_not_modified(etag, changed_at, request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
