"""byline_tools.checks.http: how a feed is served."""

from email.message import Message
from itertools import count

import pytest

from byline_tools.checks.fetching import Response
from byline_tools.checks.finding import Finding
from byline_tools.checks.http import Fetch, check_address
from tests.byline_tools.checks.good import ATOM, JSON_FEED, NOW, RSS

ADDRESS = "https://feeds.example.com/rss.xml"
GOOD = {
    "Content-Type": "application/rss+xml; charset=utf-8",
    "ETag": '"1"',
    "Last-Modified": "Sat, 14 Mar 2026 11:00:00 GMT",
    "Cache-Control": "public, max-age=900",
    "Link": f'<{ADDRESS}>; rel="self", <https://hub.example.com/>; rel=hub, <https://a.example/>; title="a, b"; rel=alternate',
}


def serving(
    body: str = RSS, *, again: int = 304, head: int = 200, without: str = "", repeats: bool = True, **changes: str
) -> Fetch:
    """Return a server for the three requests. `changes` are headers, with `_` in names for `-`."""
    headers = {**GOOD, **{name.replace("_", "-"): value for name, value in changes.items()}}
    headers.pop(without, None)

    def fetch(address: str, method: str, conditions: dict[str, str]) -> Response:
        status = head if method == "HEAD" else again if conditions else 200
        message = Message()
        for name, value in headers.items():
            if status != 304 or repeats:
                message[name] = value
        return Response(address, status, message, body.encode() if method == "GET" and status == 200 else b"")

    return fetch


def found(fetch: Fetch, address: str = ADDRESS) -> list[Finding]:
    return check_address(address, now=NOW, fetch=fetch)


def test_a_correctly_served_feed_has_no_findings() -> None:
    assert found(serving()) == []


@pytest.mark.parametrize(
    ("fetch", "where", "severity", "what"),
    [
        (serving(Content_Type="text/xml"), "Content-Type", "warning", "text/xml is less specific than application/rss+xml"),
        (serving(Content_Type="text/html"), "Content-Type", "error", "text/html is not application/rss+xml"),
        (serving(Content_Type="application/atom+xml"), "Content-Type", "error", "is not application/rss+xml"),
        (serving(without="Content-Type"), "Content-Type", "error", "none is not application/rss+xml"),
        (serving(Content_Encoding="gzip"), "Content-Encoding", "error", "the request accepts only identity"),
        (serving(again=200), "ETag", "error", "with If-None-Match and If-Modified-Since gets 200, not 304"),
        (serving(again=200, without="ETag"), "ETag", "error", "with If-Modified-Since gets 200"),
        (serving(repeats=False), "ETag", "error", "the 304 does not repeat the ETag"),
        (serving(Cache_Control="no-cache"), "Cache-Control", "warning", "no-cache"),
        (serving(Cache_Control="public, Max-Age=0"), "Cache-Control", "warning", "max-age=0"),
        (serving(Cache_Control="no-store"), "Cache-Control", "warning", "no-store"),
        (serving(without="Cache-Control"), "Cache-Control", "warning", "missing"),
        (serving(without="Link"), "Link", "warning", '0 links with rel="self"'),
        (serving(Link=GOOD["Link"] + f', <{ADDRESS}>; rel="self"'), "Link", "error", '2 links with rel="self"'),
        (serving(Link='<https://example.org/>; rel="self"'), "Link", "error", "not the fetched address"),
        (serving(head=405), "HEAD", "error", "HEAD gets 405"),
        (serving(head=304), "HEAD", "error", "HEAD gets 304"),
    ],
)
def test_a_flaw_in_the_responses_is_found(fetch: Fetch, where: str, severity: str, what: str) -> None:
    [finding] = found(fetch)
    assert (finding.line, finding.where, finding.severity.value) == (None, where, severity)
    assert what in finding.what


def test_a_feed_without_a_validator_is_an_error() -> None:
    serve = serving(without="ETag", Last_Modified="")
    assert [finding.what for finding in found(serve)] == ["neither ETag nor Last-Modified: every poll fetches the whole feed"]


def test_a_feed_may_change_while_it_is_checked() -> None:
    tags = iter(['"1"', '"2"'])

    def fetch(address: str, method: str, conditions: dict[str, str]) -> Response:
        tag = '"2"' if method == "HEAD" or conditions.get("If-None-Match") == '"2"' else next(tags)
        return serving(again=304 if conditions.get("If-None-Match") == '"2"' else 200, ETag=tag)(address, method, conditions)

    assert found(fetch) == []


def test_a_validator_that_changes_every_time_is_an_error() -> None:
    numbers = count()

    def fetch(address: str, method: str, conditions: dict[str, str]) -> Response:
        return serving(again=200, ETag=f'"{next(numbers)}"')(address, method, conditions)

    [finding] = found(fetch)
    assert "gets 200, not 304" in finding.what


def test_one_validator_is_enough() -> None:
    assert found(serving(without="ETag")) == []
    assert found(serving(without="Last-Modified")) == []


def test_any_other_status_is_a_single_error() -> None:
    assert [finding.what for finding in found(lambda address, *_: Response(address, 503, Message(), b""))] == [
        "the status is 503, not 200"
    ]


@pytest.mark.parametrize(
    ("body", "media_type", "address"),
    [
        (ATOM, "application/atom+xml", "https://feeds.example.com/atom.xml"),
        (JSON_FEED, "application/feed+json", "https://feeds.example.com/feed.json"),
    ],
)
def test_every_format_has_its_own_type(body: str, media_type: str, address: str) -> None:
    serve = serving(body, Content_Type=media_type, Link=f"<{address}>;rel=self")
    assert found(serve, address) == []


def test_flaws_in_the_document_are_found_too() -> None:
    assert [finding.line for finding in found(serving(RSS.replace("<ttl>15", "<ttl>x")))] == [10]
