"""Fetches a feed from the web: http and https only, at most ten seconds and ten megabytes."""

import http.client
import urllib.request
from dataclasses import dataclass
from email.message import Message
from urllib.error import HTTPError

from byline.errors import BylineError

TIMEOUT = 10
LARGEST = 10_000_000


class CannotFetch(BylineError):
    """`address` gives no response, or one that is too large."""

    def __init__(self, address: str, reason: object) -> None:
        self.address = address
        super().__init__(f"cannot fetch {address}: {reason}")


@dataclass(frozen=True, slots=True)
class Response:
    """A response; `address` is the end of redirects. Names in `headers` are case-insensitive."""

    address: str
    status: int
    headers: Message
    body: bytes


def fetch(address: str, method: str = "GET", headers: dict[str, str] | None = None) -> Response:
    """Return the response to one request, of any status. Raises CannotFetch if there is none."""
    try:
        sent = {"User-Agent": "byline-check", **(headers or {})}
        request = urllib.request.Request(address, method=method, headers=sent)  # noqa: S310 (the opener supports http and https only)
        with _opened(request) as response:
            body = response.read(LARGEST + 1)
            answer = Response(response.url, response.status or 0, response.headers, body)
    except (OSError, ValueError, http.client.HTTPException) as problem:
        raise CannotFetch(address, problem) from problem
    if len(body) > LARGEST:
        raise CannotFetch(address, f"the response has more than {LARGEST:,} bytes")
    return answer


def _opened(request: urllib.request.Request) -> http.client.HTTPResponse | HTTPError:
    try:
        response: http.client.HTTPResponse = _opener().open(request, timeout=TIMEOUT)
    except HTTPError as refusal:
        return refusal
    return response


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that, unlike urllib's own, follows no redirect to a file or to FTP."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener
