"""What goes back to a client: status, headers, body. Errors become HTTP here and nowhere else."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field

from byline.formats.rendering import Rendered
from byline.serving.http_caching import accepts_gzip

METHODS = ("GET", "HEAD")
RETRY_AFTER = 30

COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """What of a request matters here; `headers` have names in lower case."""

    method: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """What to send back; `rendered` only where a document had to be made for it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    rendered: Rendered | None = None


def document_response(request: Request, headers: Mapping[str, str], packed: bytes) -> Response:
    """200 with a document that comes gzip-compressed, unpacked for those who want it so; to HEAD the same without body."""
    if accepts_gzip(request.headers.get("accept-encoding")):
        return Response(200, {**headers, "Content-Encoding": "gzip"}, b"" if request.method == "HEAD" else packed)
    return Response(200, headers, b"" if request.method == "HEAD" else gzip.decompress(packed))


def method_not_allowed() -> Response:
    """405: feeds can only be read."""
    return _problem(405, "Feeds can only be read, with GET or HEAD.", {"Allow": ", ".join(METHODS)})


def not_found(feed: str) -> Response:
    """404, cached briefly, since a section may come to be."""
    return _problem(404, f"There is no feed called {feed}. All feeds: /", {"Cache-Control": "public, max-age=60"})


def moved_permanently(address: str) -> Response:
    """301: the feed has another address for good. Cached for a day, since it may yet get its old name back."""
    return _problem(301, f"The feed is at {address}", {"Location": address, "Cache-Control": "public, max-age=86400"})


def gone(media_type: str, document: bytes | None) -> Response:
    """410: the feed has ended for ever, which its format may be able to say itself."""
    response = _problem(410, "The feed has ended. All feeds: /", {"Cache-Control": "public, max-age=86400"})
    if document is None:
        return response
    return Response(410, {**response.headers, "Content-Type": media_type}, document)


def service_unavailable() -> Response:
    """503: trouble on our side, which a reader must not take for the end of the feed."""
    return _problem(503, "The feed cannot be read at the moment.", {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


def _problem(status: int, text: str, headers: Mapping[str, str]) -> Response:
    return Response(status, {**COMMON_HEADERS, **headers, "Content-Type": "text/plain; charset=utf-8"}, f"{text}\n".encode())
