"""The local server makes the same events and responses as API Gateway."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from byline_tools.local.api_gateway import HttpRequest, HttpResponse, Match, event_for, find_route, response_from
from byline_tools.local.stack import Route, Stack
from tests.support.factories import NOW
from tests.support.stacks import PARAMETERS

EVENTS = Path(__file__).parents[2] / "support" / "events"
ROUTES = [route for route in Stack(PARAMETERS).routes() if not route.signed]
DESK_ROUTES = [route for route in Stack(PARAMETERS).routes() if route.signed]
CUT = "/articles/https%3A%2F%2Fsite.example%2F%3Fp%3D1"
"""The path in the request behind the event `cut-path`, which has lost `?p=1`."""
ANYWHERE = Match(Route("ANY", "/", "module.handler"), {})


def recorded(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def request_behind(event: dict[str, Any]) -> HttpRequest:
    """The client request from which API Gateway makes this event."""
    path = CUT if event["rawPath"] == "/articles/https://site.example/" else quote(event["rawPath"])
    target = path + ("?" + event["rawQueryString"] if event["rawQueryString"] else "")
    cookies = [("Cookie", "; ".join(event["cookies"]))] if "cookies" in event else []
    body = event.get("body", "").encode()
    return HttpRequest(
        method=event["requestContext"]["http"]["method"],
        target=target,
        headers=[*((name.title(), value) for name, value in event["headers"].items()), *cookies],
        body=base64.b64decode(body) if event["isBase64Encoded"] else body,
        source_ip=event["requestContext"]["http"]["sourceIp"],
    )


def made(request: HttpRequest, match: Match = ANYWHERE) -> dict[str, Any]:
    return event_for(request, match, NOW)


def matched(method: str, path: str, *routes: Route) -> Match:
    match = find_route(routes or ROUTES, method, path)
    assert match is not None
    return match


@pytest.mark.parametrize("name", ["query-and-cookies", "encoded-path", "form-post", "binary-put", "signed-put", "cut-path"])
def test_events_are_those_of_api_gateway(name: str) -> None:
    event = recorded(name)
    request = request_behind(event)
    moment = datetime.fromtimestamp(event["requestContext"]["timeEpoch"] / 1000, UTC)
    signer = event["requestContext"].get("authorizer", {}).get("iam")
    match = matched(request.method, request.path, *(DESK_ROUTES if signer else ROUTES))
    again = event_for(request, match, moment, signer and "ines")
    theirs = {each: event["requestContext"][each] for each in ("accountId", "apiId", "requestId")}
    assert again["requestContext"].keys() == event["requestContext"].keys()
    assert {**again, "requestContext": {**again["requestContext"], **theirs, **with_signer(again, signer)}} == event


def with_signer(made: dict[str, Any], signer: dict[str, Any] | None) -> dict[str, Any]:
    """`signer` as the event `made` would have it, after a comparison of all but the account, its keys and its ids."""
    if signer is None:
        return {}
    ours = made["requestContext"]["authorizer"]["iam"]
    assert ours.keys() == signer.keys()
    assert ours["userArn"].replace("000000000000", "123456789012") == signer["userArn"]
    assert (ours["cognitoIdentity"], ours["principalOrgId"]) == (signer["cognitoIdentity"], signer["principalOrgId"])
    return {"authorizer": {"iam": signer}}


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ("/a/plain", "/a/plain"),
        ("/a/space%20value", "/a/space value"),
        ("/a/question%3Fvalue", "/a/question"),
        ("/a/hash%23value", "/a/hash#value"),
        ("/a/slash%2Fvalue", "/a/slash/value"),
        ("/a/unicode-%CE%BB-%E4%B8%96%E7%95%8C", "/a/unicode-λ-世界"),
        ("/a/literal%252Fvalue", "/a/literal/value"),
        ("/a/literal%253Fvalue", "/a/literal?value"),
        ("/a/literal%2525value", "/a/literal%value"),
        ("/a/percent%25done", None),
    ],
)
def test_a_path_is_decoded_twice_and_cut_between(sent: str, path: str | None) -> None:
    """Recorded from API Gateway: https://github.com/hotsock/voker/blob/a1c00bf/vokerhttp/testdata/ingress-paths.json."""
    request = HttpRequest("GET", f"{sent}?a=%3Fb%25c%23d", [])
    assert request.is_malformed == (path is None)
    if path is not None:
        assert (made(request)["rawPath"], made(request)["rawQueryString"]) == (path, "a=%3Fb%25c%23d")
        assert made(request)["requestContext"]["http"]["path"] == path


def test_every_event_has_a_request_id_of_its_own() -> None:
    request = HttpRequest("GET", "/", [])
    assert made(request)["requestContext"]["requestId"] != made(request)["requestContext"]["requestId"]


def test_headers_are_named_in_lower_case_and_repeated_ones_joined() -> None:
    headers = made(HttpRequest("GET", "/", [("Accept", "text/html"), ("ACCEPT", "text/plain")]))["headers"]
    assert headers == {"accept": "text/html,text/plain"}


def test_names_in_the_query_keep_their_case() -> None:
    assert made(HttpRequest("GET", "/?Page=1&page=2", []))["queryStringParameters"] == {"Page": "1", "page": "2"}


def test_an_event_without_query_cookies_body_or_names_in_the_path_leaves_them_out() -> None:
    event = made(HttpRequest("GET", "/", []))
    assert event.keys().isdisjoint({"queryStringParameters", "cookies", "body", "pathParameters"})
    assert event["isBase64Encoded"] is False


def test_text_that_is_not_utf_8_goes_as_base64() -> None:
    event = made(HttpRequest("POST", "/", [("Content-Type", "text/plain")], b"\xff"))
    assert (event["body"], event["isBase64Encoded"]) == ("/w==", True)


@pytest.mark.parametrize("content_type", ["application/json", "application/feed+json", "text/xml; charset=utf-8"])
def test_a_body_of_a_text_type_goes_as_it_is(content_type: str) -> None:
    event = made(HttpRequest("POST", "/", [("Content-Type", content_type)], "é".encode()))
    assert (event["body"], event["isBase64Encoded"]) == ("é", False)


def test_a_body_of_no_type_goes_as_base64() -> None:
    assert made(HttpRequest("POST", "/", [], b"abc"))["body"] == "YWJj"


def test_any_is_every_method_and_path_of_the_desk() -> None:
    for method in ("GET", "PATCH", "TRACE", "PROPFIND"):
        for path in ("/", "/articles", "/articles/a/b", "/feeds/", "/nowhere/at/all"):
            assert matched(method, path, *DESK_ROUTES).route.handler == "manage_articles.handler"


def test_the_longer_of_two_greedy_routes_comes_first() -> None:
    """http-api-develop-routes.html: the most specific match."""
    routes = Route("ANY", "/{proxy+}", "a.other"), Route("ANY", "/articles/{id+}", "a.article")
    assert matched("GET", "/articles/a/b", *routes).route.handler == "a.article"


def test_a_path_that_no_route_has_is_matched_by_none() -> None:
    assert find_route([Route("GET", "/a", "a.b")], "GET", "/nowhere") is None


@pytest.mark.parametrize("path", ["/sections//rss.xml", "/sections/a/b/rss.xml", "/rss.xml/", "/rssxxml"])
def test_a_name_in_a_route_stands_for_exactly_one_step(path: str) -> None:
    assert find_route([route for route in ROUTES if "+" not in route.path], "GET", path) is None


def test_any_means_every_method() -> None:
    assert matched("DELETE", "/rss.xml").route.path == "/rss.xml"


def test_a_route_of_another_method_does_not_match() -> None:
    assert find_route([Route("GET", "/a", "a.b")], "POST", "/a") is None


def test_the_route_of_the_method_itself_comes_before_any() -> None:
    routes = Route("ANY", "/a", "a.any"), Route("GET", "/a", "a.get")
    assert matched("GET", "/a", *routes).route.handler == "a.get"


def test_a_literal_step_comes_before_a_name() -> None:
    routes = Route("ANY", "/{slug}", "a.named"), Route("ANY", "/new", "a.literal")
    assert matched("GET", "/new", *routes).route.handler == "a.literal"


def test_an_answer_becomes_the_response_it_describes() -> None:
    response = {"statusCode": 201, "headers": {"X-Number": 7}, "cookies": ["a=1", "b=2"], "body": "é"}
    headers = [("X-Number", "7"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    assert response_from(response) == HttpResponse(201, headers, "é".encode())


def test_a_body_in_base64_is_decoded() -> None:
    assert response_from({"statusCode": 200, "isBase64Encoded": True, "body": "/w=="}).body == b"\xff"


@pytest.mark.parametrize("result", [{"statusCode": 304}, {"statusCode": 304, "body": None, "headers": None}])
def test_an_answer_may_have_neither_headers_nor_body(result: dict[str, Any]) -> None:
    assert response_from(result) == HttpResponse(304, [], b"")


@pytest.mark.parametrize(("result", "body"), [({"a": 1}, b'{"a": 1}'), ("Hello", b"Hello"), ([1], b"[1]"), (None, b"null")])
def test_without_a_status_code_all_of_the_answer_is_the_body(result: Any, body: bytes) -> None:
    assert response_from(result) == HttpResponse(200, (("Content-Type", "application/json"),), body)


def test_a_greedy_name_stands_for_every_further_step() -> None:
    match = matched("PUT", "/articles/a/b//c", *DESK_ROUTES)
    assert (match.route.path, dict(match.path_parameters)) == ("/articles/{id+}", {"id": "a/b//c"})


@pytest.mark.parametrize("path", ["/articles/", "/articles"])
def test_a_greedy_name_stands_for_at_least_one_step(path: str) -> None:
    assert find_route([Route("ANY", "/articles/{id+}", "a.b")], "PUT", path) is None


def test_a_name_comes_before_a_greedy_one() -> None:
    routes = Route("ANY", "/{path+}", "a.greedy"), Route("ANY", "/{slug}/{format}", "a.named")
    assert matched("GET", "/a/b", *routes).route.handler == "a.named"
    assert matched("GET", "/a/b/c", *routes).route.handler == "a.greedy"
