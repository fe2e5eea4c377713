"""The function's responses to API Gateway's events, its logs and its metrics."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from byline.desk.publisher import Publisher
from byline.model.feed_key import SITE, section_feed
from byline.model.lifecycle import StoredArticle
from byline.model.redirect import Redirect
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.writes import put
from byline_tools.local.api_gateway import HttpRequest, event_for, find_route, response_from
from byline_tools.local.machine import CREDENTIALS, LambdaContext
from byline_tools.local.stack import Stack
from tests.support.factories import NOW, article, author, section
from tests.support.python import run_python
from tests.support.renaming import rename
from tests.support.stacks import PARAMETERS

ROOT = Path(__file__).parents[2]
POLL = """
import json, os, sys
from types import SimpleNamespace
import serve_feeds
from byline.storage.dynamodb import Table
Table.get = lambda *_, **__: json.loads(os.environ["HEAD"])
def poll(**headers):
    context = {"http": {"method": "GET"}}
    event = {"rawPath": "/sections/world/rss.xml", "headers": headers, "requestContext": context}
    return serve_feeds.handler(event, SimpleNamespace(get_remaining_time_in_millis=lambda: 10_000))
response = poll(**{"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
heavy = ["boto3", "aws_lambda_powertools", "feedgen", "lxml", "pydantic", "nh3", "aws_xray_sdk", "byline_http"]
heavy.append("byline.edit_errors")
own = sum(name.partition(".")[0] in ("byline", "serve_feeds") for name in sys.modules)
print(response["statusCode"], own, *(name for name in heavy if name in sys.modules))
"""

MOST_OWN_MODULES = 25
"""The most modules of Byline that a container loads for its first 304. Each costs about 1.5 million instructions."""

CONTEXT = LambdaContext("request-1", "serve_feeds")


@pytest.fixture
def function(cold_start: Callable[..., ModuleType], publisher: Publisher) -> ModuleType:
    """The function at a cold start, with two articles to serve."""
    for thing in (section(), author(), article(1), article(2)):
        publisher.put(thing)
    return cold_start("serve_feeds", MEMO_SECONDS="0")


def event(path: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    recorded: dict[str, Any] = json.loads((ROOT / "tests" / "support" / "events" / "poll.json").read_text(encoding="utf-8"))
    recorded["rawPath"] = recorded["requestContext"]["http"]["path"] = path
    recorded["requestContext"]["http"]["method"] = method
    recorded["headers"].update(headers)
    return recorded


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("feed", ["", "/sections/world", "/authors/jane-doe"])
@pytest.mark.parametrize(
    ("file_name", "media_type"),
    [("rss.xml", "application/rss+xml"), ("atom.xml", "application/atom+xml"), ("feed.json", "application/feed+json")],
)
def test_every_feed_is_served_in_every_format(function: ModuleType, feed: str, file_name: str, media_type: str) -> None:
    response = function.handler(event(f"{feed}/{file_name}"), CONTEXT)
    assert response["statusCode"] == 200
    assert response["headers"]["Content-Type"] == f"{media_type}; charset=utf-8"
    assert b"Headline 1" in base64.b64decode(response["body"])


@pytest.mark.parametrize(("path", "media_type"), [("/", "text/html"), ("/feeds.opml", "text/x-opml")])
def test_the_lists_of_feeds_are_served(function: ModuleType, path: str, media_type: str) -> None:
    response = function.handler(event(path), CONTEXT)
    assert (response["statusCode"], response["headers"]["Content-Type"]) == (200, f"{media_type}; charset=utf-8")


def test_a_poll_that_finds_nothing_new_is_a_304_and_leaves_no_line(
    function: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    first = function.handler(event("/rss.xml"), CONTEXT)
    capsys.readouterr()
    second = function.handler(event("/rss.xml", **{"if-none-match": first["headers"]["ETag"]}), CONTEXT)
    assert (second["statusCode"], second.get("body") or "") == (304, "")
    assert lines(capsys) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_405_with_allow(function: ModuleType, method: str) -> None:
    response = function.handler(event("/sections/world/rss.xml", method), CONTEXT)
    assert (response["statusCode"], response["headers"]["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("/rss.xml", 200), ("/", 200), ("/feeds.opml", 200), ("/sections/global/atom.xml", 301), ("/nothing", 404)),
        *(("/sections/nowhere/rss.xml", 404), ("/sections/gone/feed.json", 410), ("/sections/damaged/rss.xml", 503)),
    ],
)
def test_head_has_the_status_of_get_and_no_body(
    function: ModuleType, publisher: Publisher, table: Table, path: str, status: int
) -> None:
    for slug in ("gone", "global"):
        publisher.put(section(slug))
    publisher.profiles.retire(section_feed("gone"))
    rename(publisher.profiles, section_feed("global"), "planet")
    table.put({**item_keys.head_key(section_feed("damaged"))})
    answers = [function.handler(event(path, method), CONTEXT) for method in ("GET", "HEAD")]
    assert [each["statusCode"] for each in answers] == [status, status]
    assert answers[0]["headers"] == answers[1]["headers"]
    assert [bool(each["body"]) for each in answers] == [True, False]


@pytest.mark.parametrize(
    ("feeds_url", "stage", "path"),
    [
        *(
            ("https://www.example.com/feeds", "$default", path)
            for path in ("/feeds/rss.xml", "/rss.xml", "/feeds/", "/feeds", "/")
        ),
        *(("https://www.example.com/feeds", "prod", path) for path in ("/feeds/rss.xml", "/prod/rss.xml", "/prod/feeds/rss.xml")),
        *(
            ("https://feeds.example.com", "prod", path)
            for path in ("/prod/rss.xml", "/rss.xml", "/prod/", "/prod", "/feeds.opml")
        ),
        *(("https://www.example.com/a/b/", "$default", path) for path in ("/a/b/sections/world/atom.xml", "/a/b/feeds.opml")),
        ("https://www.example.com/sections", "$default", "/sections/sections/world/rss.xml"),
        ("https://www.example.com/caf%C3%A9", "$default", "/café/rss.xml"),
    ],
)
def test_a_document_is_found_below_the_path_of_feeds_url_and_below_a_stage(
    cold_start: Callable[..., ModuleType], publisher: Publisher, feeds_url: str, stage: str, path: str
) -> None:
    for thing in (section(), author(), article(1)):
        publisher.put(thing)
    asked = event(path)
    asked["requestContext"]["stage"] = stage
    response = cold_start("serve_feeds", FEEDS_URL=feeds_url).handler(asked, CONTEXT)
    assert response["statusCode"] == 200
    assert f"{feeds_url.rstrip('/')}/" in base64.b64decode(response["body"]).decode()


@pytest.mark.parametrize("path", ["/feedsrss.xml", "/feeds/feeds/rss.xml", "/feeds.xml", "/fee/rss.xml", "/production/rss.xml"])
def test_another_path_is_not_taken_for_the_path_of_feeds_url(cold_start: Callable[..., ModuleType], path: str) -> None:
    asked = event(path)
    asked["requestContext"]["stage"] = "prod"
    function = cold_start("serve_feeds", FEEDS_URL="https://www.example.com/feeds")
    assert function.handler(asked, CONTEXT)["statusCode"] == 404


@pytest.mark.parametrize(
    ("feeds_url", "target", "location"),
    [
        ("https://feeds.example.com", "/feed/", "/rss.xml"),
        ("https://feeds.example.com", "/Category/World/feed", "/sections/world/atom.xml"),
        ("https://feeds.example.com", "/?feed=rss2", "/rss.xml"),
        ("https://feeds.example.com", "/?cat=3&utm_source=x&feed=RSS2", "/sections/world/rss.xml"),
        ("https://feeds.example.com", "/cat%C3%A9gorie/monde/feed", "/sections/world/feed.json"),
        ("https://feeds.example.com", "/rss.xml/", "/rss.xml"),
        ("https://feeds.example.com", "/sections/World/atom.xml", "/sections/world/atom.xml"),
        ("https://www.example.com/feeds", "/feed/", "/rss.xml"),
        ("https://www.example.com/feeds", "/feeds/old.xml", "/feed.json"),
        ("https://www.example.com/feeds", "/feeds/RSS.xml", "/rss.xml"),
        ("https://www.example.com/feeds", "/?feed=rss2", "/rss.xml"),
    ],
)
def test_an_old_address_leads_to_the_feed_through_the_templates_routes(
    cold_start: Callable[..., ModuleType], publisher: Publisher, feeds_url: str, target: str, location: str
) -> None:
    world = section_feed("world")
    publisher.put(section())
    paths = {"/feed": (SITE, "rss"), "/category/world/feed": (world, "atom"), "/?feed=rss2": (SITE, "rss")}
    paths |= {"/?feed=rss2&cat=3": (world, "rss"), "/catégorie/monde/feed": (world, "json"), "/feeds/old.xml": (SITE, "json")}
    publisher.put_redirects(Redirect(path, *leads_to) for path, leads_to in paths.items())
    request = HttpRequest("GET", target, [])
    match = find_route([route for route in Stack(PARAMETERS).routes() if not route.signed], "GET", request.path)
    assert match
    function = cold_start("serve_feeds", FEEDS_URL=feeds_url)
    response = response_from(function.handler(event_for(request, match, NOW), CONTEXT))
    assert (response.status, dict(response.headers)["Location"]) == (301, f"{feeds_url}{location}")


@pytest.mark.parametrize("target", ["/", "/?page=2", "/?feed=unknown", "/?cat=3"])
def test_a_query_that_leads_nowhere_leaves_the_directory(function: ModuleType, target: str) -> None:
    asked = event(target.partition("?")[0])
    asked["queryStringParameters"] = dict(part.partition("=")[::2] for part in target.partition("?")[2].split("&"))
    assert function.handler(asked, CONTEXT)["headers"]["Content-Type"] == "text/html; charset=utf-8"


def test_a_path_that_nobody_knows_is_404_as_an_unknown_feed_is(function: ModuleType) -> None:
    unknown, feed = (function.handler(event(path), CONTEXT) for path in ("/nothing", "/sections/nowhere/rss.xml"))
    assert (unknown["statusCode"], unknown["headers"]) == (404, feed["headers"])
    assert base64.b64decode(unknown["body"]) == b"There is no feed at /nothing. All feeds: /\n"


def test_an_unknown_section_is_404(function: ModuleType) -> None:
    assert function.handler(event("/sections/nowhere/rss.xml"), CONTEXT)["statusCode"] == 404


def test_each_answer_but_304_is_counted_once(function: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    function.handler(event("/rss.xml"), CONTEXT)
    function.handler(event("/sections/nowhere/rss.xml"), CONTEXT)
    counted = [line for line in lines(capsys) if "_aws" in line]
    responses = [line for line in counted if "format" in line]
    assert [line.get("Answers200") or line.get("Answers404") for line in responses] == [[1.0], [1.0]]
    assert {line["format"] for line in responses} == {"rss"}
    assert [line["DocumentsRendered"] for line in counted if "DocumentsRendered" in line] == [[1.0]]
    assert {line["_aws"]["CloudWatchMetrics"][0]["Namespace"] for line in counted} == {"Byline"}


def test_a_broken_article_is_left_out_logged_with_its_id_and_counted(
    function: ModuleType, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    table.transact([put({**items.article_item(StoredArticle(article(2)), "r"), "published": "soon"})])
    response = function.handler(event("/rss.xml"), CONTEXT)
    logged = lines(capsys)
    assert response["statusCode"] == 200
    assert [line["article_id"] for line in logged if line.get("level") == "ERROR"] == [article(2).id]
    assert [line["ArticlesLeftOut"] for line in logged if "ArticlesLeftOut" in line] == [[1.0]]


def test_a_table_that_is_away_is_a_503_and_a_warning(
    function: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise EndpointConnectionError(endpoint_url="https://dynamodb")

    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", away)
    response = function.handler(event("/rss.xml"), CONTEXT)
    assert (response["statusCode"], response["headers"]["Retry-After"]) == (503, "30")
    assert [line["operation"] for line in lines(capsys) if line.get("level") == "WARNING"] == ["get_item"]


def test_a_fault_of_our_own_is_a_503_and_an_error_with_its_trace(
    function: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("byline.serving.head_cache.find_served", lambda *_, **__: 1 / 0)
    response = function.handler(event("/rss.xml"), CONTEXT)
    assert response["statusCode"] == 503
    assert ["ZeroDivisionError" in line["exception"] for line in lines(capsys) if line.get("level") == "ERROR"] == [True]


def test_gzip_comes_in_base64_as_api_gateway_wants_it(function: ModuleType) -> None:
    response = function.handler(event("/rss.xml", **{"accept-encoding": "gzip"}), CONTEXT)
    assert (response["isBase64Encoded"], response["headers"]["Content-Encoding"]) == (True, "gzip")
    assert base64.b64decode(response["body"])[:2] == b"\x1f\x8b"


def test_a_poll_that_finds_nothing_new_imports_nothing_heavy(table: Table, publisher: Publisher) -> None:
    for thing in (section(), author(), article(1)):
        publisher.put(thing)
    head = table.get(item_keys.head_key(section_feed("world"))) or {}
    environment = {**Stack(PARAMETERS).environment(), **CREDENTIALS, "HEAD": json.dumps(head)}
    process = run_python(POLL, environment, "functions")
    status, own, *heavy = process.stdout.split()
    assert (status, heavy, process.stderr) == ("304", [], "")
    assert int(own) <= MOST_OWN_MODULES


@pytest.mark.parametrize(
    "path", ["/sections/\ud800/rss.xml", "/authors/a\udfff/feed.json", "/\ud800", "/\ud800/\ud800", "/\x00", ""]
)
def test_a_path_alone_never_makes_a_server_error(function: ModuleType, path: str) -> None:
    for method in ("GET", "HEAD", "POST"):
        assert 400 <= function.handler(event(path, method), CONTEXT)["statusCode"] < 500


def test_a_503_is_counted_by_the_version_of_the_function_whatever_else_is_counted(
    cold_start: Callable[..., ModuleType], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_VERSION", "7")
    function = cold_start("serve_feeds", SITE_TITLE=" ", ACTIVITY_METRICS="false")
    answers = [function.handler(event(path), CONTEXT)["statusCode"] for path in ("/rss.xml", "/", "/nothing")]
    counted = [(line["version"], line["Unavailable"]) for line in lines(capsys) if "_aws" in line]
    assert (answers, counted) == ([503] * 3, [("7", [1.0])] * 3)


@pytest.mark.parametrize("path", ["/rss.xml", "/", "/feeds.opml"])
def test_where_only_the_cdn_is_answered_its_key_is_required(
    cold_start: Callable[..., ModuleType], publisher: Publisher, path: str
) -> None:
    function = cold_start("serve_feeds", ORIGIN_KEY="k3y")
    sent: list[dict[str, str]] = [{"x-origin-key": "k3y"}, {}, {"x-origin-key": "another"}]
    assert [function.handler(event(path, **headers), CONTEXT)["statusCode"] for headers in sent] == [200, 403, 403]


def test_a_request_past_the_cdn_is_not_counted_against_a_version(
    cold_start: Callable[..., ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    function = cold_start("serve_feeds", ORIGIN_KEY="k3y", ACTIVITY_METRICS="false")
    answer = function.handler(event("/rss.xml"), CONTEXT)
    assert (answer["headers"]["Cache-Control"], lines(capsys)) == ("no-store", [])
