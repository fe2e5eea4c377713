"""A request for a document, and the possible responses: status, headers, body.

`feed_service` chooses the response; `http_caching` decides whether it is a 304.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from byline.serving.http_caching import accepts_gzip
from byline.storage.dynamodb import TimeLeft

if TYPE_CHECKING:  # a 304 needs no document
    from byline.serving.document_cache import Rendered

ALLOWED_METHODS = ("GET", "HEAD")
RETRY_AFTER = 30
"""Seconds after which a client may try again."""

COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every response."""


@dataclass(frozen=True, slots=True)
class Request:
    """The method and the headers of a request, and the time left to answer it; header names are in lower case."""

    method: str
    headers: Mapping[str, str] = field(default_factory=dict)
    time_left: TimeLeft | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A response; `rendered` is set only if a document was rendered for it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    rendered: "Rendered | None" = None


def document_response(request: Request, headers: Mapping[str, str], packed: bytes) -> Response:
    """200 with the gzip-compressed document `packed`, decompressed unless the client accepts gzip; without body for HEAD."""
    if accepts_gzip(request.headers.get("accept-encoding")):
        return Response(200, {**headers, "Content-Encoding": "gzip"}, b"" if request.method == "HEAD" else packed)
    return Response(200, headers, b"" if request.method == "HEAD" else gzip.decompress(packed))


def not_modified(headers: Mapping[str, str]) -> Response:
    """304 with the headers that the document would have (RFC 9110, 15.4.5)."""
    return Response(304, headers)


def method_not_allowed() -> Response:
    """405: feeds are read-only."""
    return _text_response(405, "Feeds are read-only: use GET or HEAD.", {"Allow": ", ".join(ALLOWED_METHODS)})


def not_found(where: str, shared_max_age: int) -> Response:
    """404: no feed is `where`, such as `called sections/wrold`.

    Cached for a minute, in shared caches for `shared_max_age` seconds: a section with that name, or a redirect, may be made.
    """
    lifetime = {"Cache-Control": f"public, max-age=60, s-maxage={shared_max_age}"}
    return _text_response(404, f"There is no feed {where}. All feeds: /", lifetime)


def moved_permanently(address: str) -> Response:
    """301: the feed has another address. Never reused unasked: a feed that gets its former name back would redirect in a loop."""
    return _text_response(301, f"The feed is at {address}", {"Location": address, "Cache-Control": "no-cache"})


def forbidden() -> Response:
    """403: the request has not come through the CDN, whose address every feed states."""
    return _text_response(403, "The feeds are at another address.", {"Cache-Control": "no-store"})


def gone(media_type: str, document: bytes | None, shared_max_age: int) -> Response:
    """410: the feed has ended. `document` says so in the feed's format; None if the format cannot.

    Clients may keep it no longer than a document, since the feed may be revived, and shared caches for `shared_max_age` seconds.
    """
    lifetime = {"Cache-Control": f"public, max-age=3600, s-maxage={shared_max_age}"}
    response = _text_response(410, "The feed has ended. All feeds: /", lifetime)
    if document is None:
        return response
    return Response(410, {**response.headers, "Content-Type": media_type}, document)


def service_unavailable() -> Response:
    """503: a server error. Readers keep the feed and retry after RETRY_AFTER seconds."""
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return _text_response(503, "The feed cannot be read at the moment.", headers)


def _text_response(status: int, text: str, headers: Mapping[str, str]) -> Response:
    # A path may contain a lone surrogate, which UTF-8 cannot encode.
    body = f"{text}\n".encode(errors="replace")
    return Response(status, {**COMMON_HEADERS, **headers, "Content-Type": "text/plain; charset=utf-8"}, body)
