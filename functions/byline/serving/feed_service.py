"""Responses to requests for feeds and for lists of feeds. Independent of Lambda."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from byline.errors import UnknownFeed
from byline.formats.registry import FORMATS, Format, document_near
from byline.model.feed_key import FeedKey
from byline.model.feed_state import FeedState
from byline.model.site import Site
from byline.serving.head_cache import HeadCache, TableOf
from byline.serving.http_caching import STALE, cache_control, entity_tag, http_date, is_conditional, is_not_modified
from byline.serving.responses import (
    ALLOWED_METHODS,
    COMMON_HEADERS,
    Request,
    Response,
    document_response,
    gone,
    method_not_allowed,
    moved_permanently,
    not_found,
    not_modified,
)
from byline.storage.dynamodb import Table

if TYPE_CHECKING:
    from byline.serving.document_cache import DocumentCache

ANSWER_SECONDS = 2.0
"""What the table leaves of a request's time, to render a document, import what that needs, and respond."""

SUBSCRIPTIONS = "/feeds.opml"
"""The path of the subscription list."""


class FeedService:
    """Serves the documents of `site`, whose articles are in `table`. Caches the heads of feeds for `memo_seconds`, 0 to 60.

    Shared caches may keep a document for `shared_max_age` seconds. `clock` returns aware UTC.

    Every method raises StoreUnavailable. If the time that is left for a request runs out, the table counts as unavailable.
    """

    def __init__(self, table: Table, site: Site, memo_seconds: float, shared_max_age: int, clock: Callable[[], datetime]) -> None:
        self._head_cache = HeadCache(memo_seconds)
        self._table = table
        self._site = site
        self._memo_seconds = memo_seconds
        self._shared_max_age = shared_max_age
        self._clock = clock
        self._identities = {format_.name: format_.rendering_identity(site) for format_ in FORMATS}

    def feed(self, name: FeedKey, format_: Format, request: Request) -> Response:
        """The feed called `name` as a document in `format_`, or 304 if the client already has it.

        301 if the feed now has another name, 404 if there is none, 410 if it has ended, 405 for a method other than GET and HEAD.
        """
        if request.method not in ALLOWED_METHODS:
            return method_not_allowed()
        now = self._clock()
        table = partial(self._limited_table, request)
        try:
            key, state = self._state(table, name, now)
        except UnknownFeed:
            return self._near(f"{name.path}/{format_.file_name}") or not_found(f"called {name}", self._shared_max_age)
        if state.retired or state.name(key) != name:
            return self._moved_or_gone(key, state, format_)
        if is_conditional(request.headers):
            etag = self._etag(name, format_, state)
            if is_not_modified(request.headers, etag, state.last_modified if state.dated else None):
                return not_modified(self._headers(name, format_, state, etag, now))
        document = self._document_cache.document(table(), key, format_, state, now)
        headers = self._headers(name, format_, document.state, self._etag(name, format_, document.state), now)
        response = document_response(
            request, {**headers, "Content-Type": f"{format_.media_type}; charset=utf-8"}, document.packed
        )
        return replace(response, rendered=document.rendered)

    def elsewhere(self, path: str, old: str | None, request: Request) -> Response | None:
        """301 from `path`, which is no document's, to the document whose address it nearly is, without a read.

        Else 301 or 410, as for a former name of a feed, if the old path `old` leads to a feed: one small read finds out whether
        it does. None if it does not, or if the method is neither GET nor HEAD.
        """
        if request.method not in ALLOWED_METHODS:
            return None
        return self._near(path) or (self._redirected(old, request) if old else None)

    def unknown(self, path: str, old: str | None, request: Request) -> Response:
        """`elsewhere`, or 404."""
        return self.elsewhere(path, old, request) or not_found(f"at {path}", self._shared_max_age)

    def _near(self, path: str) -> Response | None:
        """301 to the address of a document or a list that `path` differs from in case and slashes at its end only."""
        near = document_near(path)
        address = f"{near[0].path}/{near[1].file_name}" if near else SUBSCRIPTIONS
        if path == address or not (near or path.lower().rstrip("/") == SUBSCRIPTIONS):
            return None
        return moved_permanently(f"{self._site.feeds_url}{address}")

    def _redirected(self, old: str, request: Request) -> Response | None:
        from byline.storage.redirects import find_redirect  # noqa: PLC0415 - polls do not need it

        table = partial(self._limited_table, request)
        redirect = find_redirect(table(), old)
        format_ = next((each for each in FORMATS if redirect and each.name == redirect.format), None)
        if redirect is None or format_ is None:
            return None
        try:
            return self._moved_or_gone(*self._head_cache.state(table, redirect.feed, self._clock()), format_)
        except UnknownFeed:
            return None

    def _state(self, table: TableOf, name: FeedKey, now: datetime) -> tuple[FeedKey, FeedState]:
        key, state = self._head_cache.state(table, name, now)
        if state.retired or state.name(key) == name:  # a feed ends for ever, so that need not be read again
            return key, state
        return self._head_cache.current_state(table, name, now)

    def _limited_table(self, request: Request) -> Table:
        return self._table.within(request.time_left, ANSWER_SECONDS)

    @cached_property
    def _document_cache(self) -> "DocumentCache":
        from byline.serving.document_cache import DocumentCache  # noqa: PLC0415 - a 304 does not need it

        return DocumentCache(self._site, self._memo_seconds)

    def _moved_or_gone(self, key: FeedKey, state: FeedState, format_: Format) -> Response:
        current = state.name(key)
        if not state.retired:
            return moved_permanently(format_.address(self._site, current))
        return gone(f"{format_.media_type}; charset=utf-8", format_.end(self._site, current), self._shared_max_age)

    def _etag(self, key: FeedKey, format_: Format, state: FeedState) -> str:
        return entity_tag(str(key), format_.name, self._identities[format_.name], state.revision)

    def _headers(self, key: FeedKey, format_: Format, state: FeedState, etag: str, now: datetime) -> dict[str, str]:
        return {
            **COMMON_HEADERS,
            "ETag": etag,
            "Last-Modified": http_date(state.last_modified),
            "Cache-Control": STALE if state.stale else self._lifetime(state, now),
            "Vary": "Accept-Encoding",
            "Link": self._links(key, format_, state),
        }

    def _lifetime(self, state: FeedState, now: datetime) -> str:
        return cache_control(state.max_age, self._shared_max_age, now, state.next_release_at)

    def _links(self, key: FeedKey, format_: Format, state: FeedState) -> str:
        """The document's own address, the hubs that distribute it (WebSub, section 4) and the page it is about."""
        links = [
            f'<{format_.address(self._site, key)}>; rel="self"',
            *(f'<{hub}>; rel="hub"' for hub in self._site.hubs),
            f'<{state.home_page_url or self._site.url}>; rel="alternate"; type="text/html"',
        ]
        return ", ".join(links)

    def directory(self, request: Request) -> Response:
        """An HTML page that lists every feed."""
        from byline.formats.directory import write_html  # noqa: PLC0415 - polls do not need it

        return self._list(request, "text/html", write_html)

    def subscriptions(self, request: Request) -> Response:
        """An OPML document that lists every feed, for import by feed readers."""
        from byline.formats.directory import write_opml  # noqa: PLC0415 - polls do not need it

        return self._list(request, "text/x-opml", write_opml)

    def _list(self, request: Request, media_type: str, write: Callable[..., bytes]) -> Response:
        if request.method not in ALLOWED_METHODS:
            return method_not_allowed()
        from byline.storage.feed_reader import FeedReader  # noqa: PLC0415 - polls do not need it

        document = write(self._site, FeedReader(self._limited_table(request)).directory())
        etag = entity_tag(document.decode())
        headers = {
            **COMMON_HEADERS,
            "ETag": etag,
            "Cache-Control": cache_control(300, self._shared_max_age, self._clock(), None),
            "Vary": "Accept-Encoding",
        }
        if is_not_modified(request.headers, etag, None):
            return not_modified(headers)
        content_type = {"Content-Type": f"{media_type}; charset=utf-8"}
        return document_response(request, {**headers, **content_type}, gzip.compress(document, mtime=0))
