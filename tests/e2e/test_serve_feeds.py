"""The built ServeFeeds in Lambda's runtime, called through its routes: feeds, conditional requests, methods, embargoes."""

import gzip
import json
import time
from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from byline.desk.publisher import Publisher
from byline.formats.registry import FORMATS, Format
from byline.model.feed_key import author_feed
from byline_tools.local.api_gateway import HttpResponse, response_from
from tests.e2e.deployment import Another, Deployment
from tests.e2e.measuring import COLD, Measure
from tests.support.factories import article, author, section

FUNCTION = "ServeFeeds"
IDS = [article(number).id for number in (1, 2, 3)]


@pytest.fixture(scope="module", autouse=True)
def articles(publisher: Publisher) -> None:
    """Three articles by Jane Doe in the section World. The newest is a minute old."""
    for number in (1, 2, 3):
        publisher.put(article(number, published=now() - timedelta(minutes=number)))


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def header(response: HttpResponse, name: str) -> str:
    (value,) = [value for written, value in response.headers if written.lower() == name]
    return value


def ids(response: HttpResponse, format_: Format) -> list[str]:
    """Return the ids of the articles in a document, by a third-party parser."""
    if format_.name == "json":
        return [item["id"] for item in json.loads(response.body)["items"]]
    parsed = feedparser.parse(response.body)
    assert not parsed.bozo
    return [entry.id for entry in parsed.entries]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("feed", ["/sections/world", "/authors/jane-doe"])
def test_a_feed_is_served_in_every_format(deployment: Deployment, feed: str, format_: Format) -> None:
    response = deployment.get(f"{feed}/{format_.file_name}")
    assert (response.status, header(response, "content-type")) == (200, f"{format_.media_type}; charset=utf-8")
    assert ids(response, format_) == IDS


@pytest.mark.parametrize(
    ("feeds_url", "path", "stage"),
    [
        ("https://www.example.com/feeds", "/feeds/sections/world/rss.xml", "$default"),  # a CDN, or the key of an API mapping
        ("https://www.example.com/feeds", "/sections/world/rss.xml", "$default"),  # a mapping whose key is not passed on
        ("https://feeds.example.com", "/prod/sections/world/rss.xml", "prod"),
        ("https://feeds.example.com", "/sections/world/rss.xml", "prod"),  # a custom domain mapped to that stage
    ],
)
def test_a_feed_is_served_below_a_path_and_at_a_named_stage(another: Another, feeds_url: str, path: str, stage: str) -> None:
    deployment = another(FUNCTION, FEEDS_URL=feeds_url)
    event = {"rawPath": path, "headers": {}, "requestContext": {"stage": stage, "http": {"method": "GET", "path": path}}}
    response = response_from(deployment.invoke(FUNCTION, event))
    assert response.status == 200
    assert f"{feeds_url}/sections/world/rss.xml".encode() in response.body


def test_every_address_below_the_path_has_a_route(another: Another) -> None:
    deployment = another(FUNCTION, FEEDS_URL="https://www.example.com/feeds")
    paths = ("/feeds/", "/feeds/feeds.opml", "/feeds/rss.xml", "/feeds/authors/jane-doe/feed.json", "/feeds/nothing")
    assert [deployment.get(path).status for path in paths] == [200, 200, 200, 200, 404]


def test_the_sites_feed_has_the_sections_articles(deployment: Deployment) -> None:
    response = deployment.get("/rss.xml")
    assert [id_ for id_ in ids(response, FORMATS[0]) if id_ in IDS] == IDS


@pytest.mark.parametrize(("path", "media_type"), [("/", "text/html"), ("/feeds.opml", "text/x-opml")])
def test_the_lists_of_feeds_are_served(deployment: Deployment, path: str, media_type: str) -> None:
    response = deployment.get(path)
    assert (response.status, header(response, "content-type")) == (200, f"{media_type}; charset=utf-8")
    assert b"/sections/world/rss.xml" in response.body


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_polls_that_find_nothing_new_are_304_without_a_body_and_write_no_line(
    deployment: Deployment, format_: Format, measure: Measure
) -> None:
    path = f"/sections/world/{format_.file_name}"
    etag = header(deployment.get(path), "etag")
    before = len(deployment.runtimes[FUNCTION].log_lines())
    polls = measure(FUNCTION, f"304, {format_.title}", lambda: deployment.get(path, if_none_match=etag))
    assert {(poll.status, poll.body, header(poll, "etag")) for poll in polls} == {(304, b"", etag)}
    assert len(deployment.runtimes[FUNCTION].log_lines()) == before


@pytest.mark.parametrize("status", [304, 200])
def test_the_first_poll_of_a_new_container_is_answered_like_any_other(
    deployment: Deployment, another: Another, measure: Measure, status: int
) -> None:
    path = "/sections/world/rss.xml"
    etag = header(deployment.get(path), "etag")
    asked = {"if_none_match": etag} if status == 304 else {}
    containers = iter([another(FUNCTION) for _ in range(COLD)])
    polls = measure(FUNCTION, f"{status}, RSS, cold", lambda: next(containers).get(path, **asked), COLD)
    assert {(poll.status, header(poll, "etag")) for poll in polls} == {(status, etag)}


def test_a_whole_feed_is_served_repeatedly(deployment: Deployment, measure: Measure) -> None:
    polls = measure(FUNCTION, "200, RSS", lambda: deployment.get("/sections/world/rss.xml", accept_encoding="gzip"))
    assert {(poll.status, header(poll, "content-encoding")) for poll in polls} == {(200, "gzip")}
    assert len({poll.body for poll in polls}) == 1


def test_gzip_and_identity_are_the_same_document(deployment: Deployment) -> None:
    packed = deployment.get("/sections/world/atom.xml", accept_encoding="gzip")
    assert gzip.decompress(packed.body) == deployment.get("/sections/world/atom.xml").body


def test_head_is_get_without_its_body(deployment: Deployment) -> None:
    get, head = (deployment.request(method, "/sections/world/feed.json") for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert {name for name, _ in head.headers} == {name for name, _ in get.headers}
    assert header(head, "etag") == header(get, "etag")


@pytest.mark.parametrize("path", ["/sections/world/rss.xml", "/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_405_with_allow(deployment: Deployment, path: str, method: str) -> None:
    response = deployment.request(method, path, body=b"x")
    assert (response.status, header(response, "allow")) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/sections/nowhere/rss.xml", "/authors/nobody/feed.json", "/sections/world/rss", "/nothing"])
def test_an_unknown_address_is_404(deployment: Deployment, path: str) -> None:
    assert deployment.get(path).status == 404


def test_an_author_without_articles_has_an_empty_feed(deployment: Deployment, publisher: Publisher) -> None:
    publisher.put(author("john-roe"))
    response = deployment.get(f"{author_feed('john-roe').path}/feed.json")
    assert (response.status, json.loads(response.body)["items"]) == (200, [])


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_an_embargo_lifts_at_its_second_and_not_before(deployment: Deployment, publisher: Publisher, format_: Format) -> None:
    slug = f"embargo-{format_.name}"
    path = f"/sections/{slug}/{format_.file_name}"
    publisher.put(section(slug))
    lifts = now() + timedelta(seconds=5)
    held = article(70 + FORMATS.index(format_), published=lifts, sections=(slug,), authors=())
    publisher.put(held)
    etag = header(deployment.get(path), "etag")
    polls = []
    while (began := datetime.now(UTC)) < lifts + timedelta(seconds=0.5):
        polls.append((began, deployment.get(path, if_none_match=etag), datetime.now(UTC)))
        time.sleep(0.02)
    before = [poll for _, poll, ended in polls if ended < lifts]
    after = [poll for began, poll, _ in polls if began >= lifts]
    assert {poll.status for poll in before} == {304}
    assert {(poll.status, *ids(poll, format_)) for poll in after} == {(200, held.id)}
    assert etag not in {header(poll, "etag") for poll in after}


def test_every_answer_but_304_is_counted_in_a_line_for_cloudwatch(deployment: Deployment) -> None:
    log_lines = deployment.runtimes[FUNCTION].log_lines
    before = len(log_lines())
    for path in ("/sections/world/rss.xml", "/sections/nowhere/rss.xml", "/"):
        deployment.get(path)
    counted = [{name for name in line if name.startswith("Answers")} for line in log_lines()[before:] if "format" in line]
    assert counted == [{"Answers200"}, {"Answers404"}, {"Answers200"}]
