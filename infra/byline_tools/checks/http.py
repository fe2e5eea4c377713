"""Checks how a feed is served, by three requests such as readers send.

RFC 9110 (semantics), RFC 9111 (caching), WebSub, section 4 (discovery).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from byline_tools.checks.addresses import same
from byline_tools.checks.document import Kind, check, kind_of
from byline_tools.checks.fetching import Response, fetch
from byline_tools.checks.finding import Finding, Flaw, error, shown, warning

Fetch = Callable[[str, str, dict[str, str]], Response]
_GENERIC = {
    Kind.RSS: {"application/xml", "text/xml"},
    Kind.ATOM: {"application/xml", "text/xml"},
    Kind.JSON_FEED: {"application/json"},
}
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^";,\s]+))?)*)')
_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^";,\s]+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """The responses to a GET of a feed, to a GET with its validators, and to a HEAD."""

    first: Response
    again: Response
    head: Response


def check_address(address: str, *, now: datetime | None = None, fetch: Fetch = fetch) -> list[Finding]:
    """Return the findings about the feed at `address`: its HTTP responses, then its document. Raises CannotFetch."""
    first = fetch(address, "GET", {})
    if first.status != 200:
        return [error(f"the status is {first.status}, not 200", "RFC 9110, 15").at(None, "status")]
    exchange = Exchange(first, _again(first, fetch), fetch(first.address, "HEAD", {}))
    served = [flaw.at(None, where) for where, flaw in _flaws(exchange)]
    return served + check(first.body, address=first.address, now=now)


def _again(first: Response, fetch: Fetch) -> Response:
    """Return the response to a conditional request, which is repeated once if the feed has changed in the meantime."""
    again = fetch(first.address, "GET", _conditions(first))
    if again.status == 200 and _conditions(again) != _conditions(first):
        again = fetch(first.address, "GET", _conditions(again))
    return again


def _conditions(answer: Response) -> dict[str, str]:
    """Return the headers of a conditional request (RFC 9110, 13.1)."""
    pairs = {"If-None-Match": answer.headers["ETag"], "If-Modified-Since": answer.headers["Last-Modified"]}
    return {name: value for name, value in pairs.items() if value}


def _flaws(exchange: Exchange) -> Iterator[tuple[str, Flaw]]:
    """Yield flaws with the name of the header."""
    for where, flaws in (
        ("Content-Type", _content_type(exchange.first)),
        ("Content-Encoding", _content_encoding(exchange.first)),
        ("ETag", _validators(exchange)),
        ("Cache-Control", _cache_control(exchange.first)),
        ("Link", _link(exchange.first)),
        ("HEAD", _head(exchange)),
    ):
        for flaw in flaws:
            yield where, flaw


def _content_type(answer: Response) -> Iterator[Flaw]:
    kind, sent = kind_of(answer.body), answer.headers.get_content_type() if "Content-Type" in answer.headers else None
    if kind is None or sent == kind.value:
        return
    if sent in _GENERIC[kind]:
        yield warning(f"{sent} is less specific than {kind.value}", "RFC 9110, 8.3")
    else:
        yield error(f"{sent or 'none'} is not {kind.value}", "RFC 9110, 8.3")


def _content_encoding(answer: Response) -> Iterator[Flaw]:
    encoding = answer.headers.get("Content-Encoding", "identity")
    if encoding.lower() != "identity":
        yield error(f"{shown(encoding)}, though the request accepts only identity", "RFC 9110, 12.5.3")


def _validators(exchange: Exchange) -> Iterator[Flaw]:
    sent = _conditions(exchange.first)
    if not sent:
        yield error("neither ETag nor Last-Modified: every poll fetches the whole feed", "RFC 9110, 8.8")
    elif exchange.again.status != 304:
        yield error(f"the same request with {' and '.join(sent)} gets {exchange.again.status}, not 304", "RFC 9110, 13.2.2")
    elif "ETag" in exchange.first.headers and "ETag" not in exchange.again.headers:
        yield error("the 304 does not repeat the ETag, so readers may discard it", "RFC 9110, 15.4.5")


def _cache_control(answer: Response) -> Iterator[Flaw]:
    sent = ",".join(answer.headers.get_all("Cache-Control", []))
    directives = {each.strip().lower() for each in sent.split(",") if each.strip()}
    for unwise in sorted(directives & {"no-cache", "no-store", "max-age=0"}):
        yield warning(f"{unwise} makes some readers fetch the whole feed at every poll", "RFC 9111, 5.2.2")
    if not directives:
        yield warning("missing: readers guess how often to poll", "RFC 9111, 5.2")


def _link(answer: Response) -> Iterator[Flaw]:
    selves = [target for target, rel in _links(answer) if "self" in rel]
    if len(selves) != 1:
        flaw = error if selves else warning
        yield flaw(f'{len(selves)} links with rel="self", but WebSub requires exactly one', "WebSub, 4")
    elif not same(selves[0], answer.address):
        yield error(f'rel="self" is {shown(selves[0])}, not the fetched address', "WebSub, 4")


def _links(answer: Response) -> Iterator[tuple[str, list[str]]]:
    """Yield the targets and relations in Link headers (RFC 8288, 3)."""
    for header in answer.headers.get_all("Link", []):
        for link in _LINK.finditer(header):
            rel = _REL.search(link[2])
            yield link[1], (rel[1] or rel[2] or "").lower().split() if rel else []


def _head(exchange: Exchange) -> Iterator[Flaw]:
    status = exchange.head.status
    if status != exchange.first.status:
        yield error(f"HEAD gets {status}", "RFC 9110, 9.3.2")
    elif exchange.head.headers["Content-Type"] != exchange.first.headers["Content-Type"]:
        yield error("the Content-Type of HEAD differs from that of GET", "RFC 9110, 9.3.2")
