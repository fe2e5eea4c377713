"""Fetching a feed from the web: http and https only, ten seconds, ten megabytes. An address goes in, the answer comes out."""

import http.client
import urllib.request
from dataclasses import dataclass
from email.message import Message
from urllib.error import HTTPError

from byline.errors import BylineError

TIMEOUT = 10
LARGEST = 10_000_000


class CannotFetch(BylineError):
    """There is no answer to be had from `address`."""

    def __init__(self, address: str, reason: object) -> None:
        self.address = address
        super().__init__(f"cannot fetch {address}: {reason}")


@dataclass(frozen=True, slots=True)
class Response:
    """What a server said; `address` is where redirects ended. Header names know no case."""

    address: str
    status: int
    headers: Message
    body: bytes


def fetch(address: str, method: str = "GET", headers: dict[str, str] | None = None) -> Response:
    """The answer to one request, of whatever status; CannotFetch where there is none."""
    try:
        sent = {"User-Agent": "byline-check", **(headers or {})}
        request = urllib.request.Request(address, method=method, headers=sent)  # noqa: S310 (the opener knows http and https only)
        with _opened(request) as response:
            body = response.read(LARGEST + 1)
            answer = Response(response.url, response.status or 0, response.headers, body)
    except (OSError, ValueError, http.client.HTTPException) as problem:
        raise CannotFetch(address, problem) from problem
    if len(body) > LARGEST:
        raise CannotFetch(address, f"it has more than {LARGEST:,} bytes")
    return answer


def _opened(request: urllib.request.Request) -> http.client.HTTPResponse | HTTPError:
    try:
        response: http.client.HTTPResponse = _opener().open(request, timeout=TIMEOUT)
    except HTTPError as refusal:
        return refusal
    return response


def _opener() -> urllib.request.OpenerDirector:
    """An opener that, unlike urllib's own, cannot be redirected to a file or to FTP."""
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
