"""Asks deployed feeds for what no emulator proves, and says what differs from what docs/feeds.md and docs/time.md promise."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import urllib3

from byline.formats.registry import FORMATS, Format

TIMEOUT_SECONDS = 30
NOWHERE = "/sections/no-such-section/rss.xml"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one question: `difference` says what was expected and what came; empty if they agree."""

    question: str
    difference: str


@dataclass(frozen=True, slots=True)
class Response:
    """A response: `headers` have names in lower case, `body` is as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __getitem__(self, header: str) -> str:
        return self.headers.get(header, "")

    @property
    def from_cloudfront(self) -> bool:
        """Whether CloudFront has passed it on."""
        return "x-amz-cf-id" in self.headers


def ask(url: str, method: str = "GET", **headers: str) -> Response:
    """The response of `url`, without following redirects. Names of `headers` have `_` for hyphens."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    response = urllib3.request(
        method, url, headers=sent, timeout=TIMEOUT_SECONDS, retries=False, redirect=False, decode_content=False
    )
    return Response(response.status, {name.lower(): value for name, value in response.headers.items()}, response.data)


def feeds(base: str) -> Iterator[Result]:
    """Everything about the feeds at `base`, the value of FeedsUrl."""
    for format_ in FORMATS:
        yield from _document(base, format_)
    first = f"{base}/{FORMATS[0].file_name}"
    yield from _methods(first)
    yield from _addresses(base, first)


def _document(base: str, format_: Format) -> Iterator[Result]:
    url = f"{base}/{format_.file_name}"
    plain, zipped = ask(url, accept_encoding="identity"), ask(url, accept_encoding="gzip")
    name = format_.title
    yield differs(f"{name}: status", plain.status, 200)
    yield differs(f"{name}: Content-Type", plain["content-type"], f"{format_.media_type}; charset=utf-8")
    yield differs(f"{name}: CORS", plain["access-control-allow-origin"], "*")
    yield differs(f"{name}: nosniff", plain["x-content-type-options"], "nosniff")
    yield has(f"{name}: Cache-Control", plain["cache-control"], "public", "max-age=", "s-maxage=", "stale-if-error=")
    yield has(f"{name}: Link to itself", plain["link"], f'<{url}>; rel="self"')
    yield has(f"{name}: Vary", plain["vary"].lower(), "accept-encoding")
    yield differs(f"{name}: no encoding that was not asked for", plain["content-encoding"], "")
    yield differs(f"{name}: gzip where it is accepted", zipped["content-encoding"], "gzip")
    unzipped = gzip.decompress(zipped.body) if zipped["content-encoding"] == "gzip" else zipped.body
    yield holds(f"{name}: the same bytes with gzip", unzipped == plain.body)
    yield from _not_modified(name, url, plain)


def _not_modified(name: str, url: str, plain: Response) -> Iterator[Result]:
    by_tag = ask(url, if_none_match=plain["etag"])
    yield differs(f"{name}: 304 by ETag", by_tag.status, 304)
    yield differs(f"{name}: 304 without a body", by_tag.body, b"")
    for header in ("etag", "cache-control", "vary"):
        yield differs(f"{name}: 304 repeats {header}", by_tag[header].lower(), plain[header].lower())
    # A 304 by date is not certain within 22 s: two states of a feed may have one date (docs/time.md).
    yield differs(f"{name}: 200 for an old date", ask(url, if_modified_since="Mon, 01 Jan 1990 00:00:00 GMT").status, 200)
    yield differs(f"{name}: 200 for another ETag", ask(url, if_none_match='W/"other"').status, 200)


def _methods(url: str) -> Iterator[Result]:
    get, head, post = ask(url, accept_encoding="identity"), ask(url, "HEAD", accept_encoding="identity"), ask(url, "POST")
    yield differs("HEAD: status", head.status, 200)
    yield differs("HEAD: no body", head.body, b"")
    for header in ("etag", "content-type", "cache-control"):
        yield differs(f"HEAD: {header} as for GET", head[header], get[header])
    yield differs("POST", post.status, 403 if post.from_cloudfront else 405)  # CloudFront refuses methods that write
    if not post.from_cloudfront:
        yield has("POST: Allow", post["allow"], "GET", "HEAD")
    preflight = ask(url, "OPTIONS", origin="https://reader.example", access_control_request_method="GET")
    yield holds("OPTIONS: no server error", preflight.status < 500)


def _addresses(base: str, first: str) -> Iterator[Result]:
    yield differs("the list of feeds", ask(f"{base}/").status, 200)
    yield differs("the list as OPML", ask(f"{base}/feeds.opml").status, 200)
    yield differs("a query changes nothing", ask(f"{first}?from=smoke").status, 200)
    yield differs("an encoded letter changes nothing", ask(first.replace("rss.xml", "%72ss.xml")).status, 200)
    yield differs("a slash at the end leads to the right address", ask(f"{first}/").status, 301)
    for path in (NOWHERE, "/wp-login.php", "/%00", "/sections/%E2%82%AC/rss.xml"):
        status = ask(f"{base}{path}").status
        refused = 400 <= status < 500
        yield Result(f"{path}, which no feed has", "" if refused else f"expected a status from 400 to 499, not {status}")
    unknown = ask(f"{base}{NOWHERE}")
    yield differs("an unknown section", unknown.status, 404)
    if unknown.from_cloudfront:
        ask(first)
        yield has("CloudFront: a copy the second time", ask(first)["x-cache"], "Hit")


def differs(question: str, found: object, expected: object) -> Result:
    """The result of a question with one right answer."""
    return Result(question, "" if found == expected else f"expected {expected!r}, not {found!r}")


def holds(question: str, is_so: object) -> Result:
    """The result of a question that is answered with yes."""
    return Result(question, "" if is_so else "it is not so")


def has(question: str, found: str, *parts: str) -> Result:
    """The result of a question whose answer has all of `parts`."""
    missing = [part for part in parts if part not in found]
    return Result(question, f"expected {' and '.join(missing)} in {found!r}" if missing else "")
