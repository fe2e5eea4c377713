"""Every request gets a valid response: no request, however malformed, causes a 5xx."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.server import Functions, Service

EXAMPLES = 300
KNOWN_STEPS = ["sections", "authors", "world", "ines-okafor", "rss.xml", "atom.xml", "feed.json", "feeds.opml", "..", ""]
HOSTILE_STEPS = ["%00", "%ff", "%2F", "w" * 3000, "{slug}", "<slug>", "a b", "\u0130"]
LATIN = st.characters(codec="latin-1")
STEPS = st.one_of(st.sampled_from(KNOWN_STEPS), st.sampled_from(HOSTILE_STEPS), st.text(LATIN, max_size=20))
PATHS = st.lists(STEPS, max_size=4).map(lambda steps: "/" + "/".join(steps))
FEEDS = st.sampled_from(["/rss.xml", "/sections/world/atom.xml", "/authors/ines-okafor/feed.json", "/sections/none/rss.xml", "/"])
TARGETS = st.builds(str.__add__, PATHS | FEEDS, st.sampled_from(["", "?", "?a=%"]))
METHODS = st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "DELETE", "PROPFIND", "get", ""])
NAMES = st.sampled_from(["If-None-Match", "If-Modified-Since", "Accept-Encoding", "Host", "Cookie", "Content-Type", "X-\x01"])
HEADERS = st.lists(st.tuples(NAMES, st.text(LATIN, max_size=40)), max_size=5)


@pytest.fixture(scope="module")
def respond(service: Service) -> Callable[[HttpRequest], HttpResponse]:
    return Functions(service.functions.stack).respond


@settings(max_examples=EXAMPLES, deadline=None)
@given(METHODS, TARGETS, HEADERS, st.binary(max_size=50))
@example("GET", "/rss.xml", [("If-None-Match", '"'), ("If-Modified-Since", "Sat, 99 Foo 0000")], b"")
@example("GET", "/rss.xml", [("If-Modified-Since", "Mon, 01 Jan 0001 00:00:00 +2359")], b"")
@example("GET", "/sections/%00/rss.xml", [("Accept-Encoding", "gzip;q=")], b"\xff")
def test_any_request_ends_in_a_valid_answer(
    respond: Callable[[HttpRequest], HttpResponse], method: str, target: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    response = respond(HttpRequest(method, target, headers, body))
    assert response.status in {200, 304, 400, 404, 405}
    assert all(name.isprintable() and value.isprintable() for name, value in response.headers)
    assert bool(response.body) == (response.status != 304 and method != "HEAD") or response.status in {400, 404}


def test_a_slug_that_is_too_long_to_be_a_key_is_an_unknown_feed(respond: Callable[[HttpRequest], HttpResponse]) -> None:
    assert respond(HttpRequest("GET", f"/sections/{'w' * 5000}/rss.xml", [])).status == 404
