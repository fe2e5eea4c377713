"""Each address of the desk says which methods it has (RFC 9110, sections 9.3 and 15.5.6)."""

from typing import Any

import pytest

from byline.desk.desk import Desk
from byline_http import desk_answers, desk_api
from byline_http.desk_methods import Paths, allowed
from byline_http.desk_requests import editor_of
from tests.support.desks import EDITOR, JANE, TAG, WORLD, DeskFunction, at, story

TEMPLATES = desk_api.openapi_document()["paths"]
ADDRESSES = [
    *(
        path.replace("{kind}", "sections").replace("{slug}", "world").replace("{article_id}", at(TAG).rpartition("/")[2])
        for path in TEMPLATES
    ),
    "/openapi.json",
]
METHODS = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "TRACE", "CONNECT", "PROPFIND"]
UNKNOWN = ["/", "/articles/", "/sections", "/sections/world/", "/sections/a/b", "/feeds/", "//feeds", "/nowhere", "/Feeds"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_lists_the_methods_and_all_others_are_405(desk: DeskFunction, address: str) -> None:
    options = desk.ask("OPTIONS", address)
    methods = options.headers["allow"].split(", ")
    assert (options.status, options.body, "OPTIONS" in methods) == (204, None, True)
    for method in sorted({*METHODS} - {*methods}):
        response = desk.ask(method, address, raw=b"{" if method == "PUT" else b"")
        assert (response.status, response.headers["allow"]) == (405, ", ".join(methods))
        assert response.headers["content-type"] == "application/problem+json"
        assert method == "HEAD" or response.body["type"] == "urn:problem-type:byline:method-not-allowed"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_method_that_is_listed_is_not_405(desk: DeskFunction, address: str) -> None:
    for method in desk.ask("OPTIONS", address).headers["allow"].split(", "):
        assert desk.ask(method, address).status != 405


@pytest.mark.parametrize("method", [*METHODS, "OPTIONS"])
def test_an_unknown_address_is_404_whatever_the_method(desk: DeskFunction, method: str) -> None:
    for address in UNKNOWN:
        response = desk.ask(method, address, raw=b"{")
        assert (response.status, response.headers["content-type"]) == (404, "application/problem+json")
        assert method == "HEAD" or response.body["type"] == "urn:problem-type:byline:no-such-address"


def test_head_is_get_without_the_body(desk: DeskFunction) -> None:
    desk.put("/sections/world", WORLD)
    get, head = desk.get("/sections/world"), desk.ask("HEAD", "/sections/world")
    assert (head.status, head.headers, head.body) == (200, get.headers, None)
    assert desk.ask("HEAD", at("urn:none")).status == 404


def test_methods_are_in_a_fixed_order() -> None:
    paths: Paths = {"/a/{b}": {method: {} for method in ("delete", "patch", "put", "get", "post")}, "/c": {"post": {}}}
    assert allowed(paths, "/a/x") == ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS"]
    assert allowed(paths, "/c") == ["POST", "OPTIONS"]
    assert allowed(paths, "/a/b/c") == allowed(paths, "/a") == allowed(paths, "/a/") == []


DATE = "Sat, 14 Mar 2026 12:00:00 GMT"
CARRIED_OUT = [
    ("DELETE", at(TAG), None),
    ("PUT", f"{at(TAG)}/version", {"number": 1}),
    ("PUT", f"/erasures{at(TAG)}", {"reason": "A court."}),
    ("PUT", "/erasures/authors/jane-doe", {"reason": "A court."}),
    ("DELETE", "/sections/world", None),
    ("DELETE", "/sections/world/retirement", None),
]
"""Edits that cannot be tried."""


@pytest.mark.parametrize(("method", "address", "thing"), CARRIED_OUT)
def test_what_an_edit_does_not_understand_keeps_it_from_being_made(
    desk: DeskFunction, method: str, address: str, thing: Any
) -> None:
    for path, sent in (("/sections/world", WORLD), ("/authors/jane-doe", JANE), (at(TAG), story(sections=["world"]))):
        desk.put(path, sent)
    before = [desk.get(path).headers["etag"] for path in (at(TAG), "/sections/world", "/authors/jane-doe")]
    for response in (desk.ask(method, f"{address}?dry-run=true", thing), desk.ask(method, address, thing, if_none_match="*")):
        assert response.status == 422
        assert response.wrong_fields in (["query.dry-run"], ["header.if-none-match"])
    assert [desk.get(path).headers["etag"] for path in (at(TAG), "/sections/world", "/authors/jane-doe")] == before
    assert desk.get("/sections/world").body.get("retired") is None


@pytest.mark.parametrize("name", ["if_unmodified_since", "if_modified_since", "if_range"])
def test_a_precondition_by_time_keeps_an_edit_from_being_made(desk: DeskFunction, name: str) -> None:
    desk.put(at(TAG), story())
    header = {name: DATE}
    for response in (desk.delete(at(TAG), **header), desk.put(at(TAG), story(title="Another"), **header)):
        assert (response.status, response.wrong_fields) == (422, [f"header.{name.replace('_', '-')}"])
        assert "did you mean" not in response.body["errors"][0]["reason"]
    assert desk.get(at(TAG)).body.items() >= {"status": "published", "title": "A ship leaves"}.items()
    assert desk.ask("GET", at(TAG), raw=None, **header).status == 200


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (at(TAG), "is not understood here: send notice or no-notice in the query"),
        ("/sections/world", "is not understood here: omit it"),
    ],
)
def test_a_body_that_a_method_does_not_have_keeps_it_from_being_carried_out(
    desk: DeskFunction, address: str, reason: str
) -> None:
    for path, sent in (("/sections/world", WORLD), (at(TAG), story(sections=["world"]))):
        desk.put(path, sent)
    response = desk.ask("DELETE", address, {"notice": "It was wrong."})
    assert (response.status, response.body["errors"]) == (422, [{"field": "body", "reason": reason}])
    assert desk.get(at(TAG)).body["status"] == "published"
    assert desk.get("/sections/world").body.get("retired") is None


def test_a_parameter_with_another_name_gets_a_suggestion(desk: DeskFunction) -> None:
    desk.put(at(TAG), story())
    response = desk.delete(f"{at(TAG)}?notise=Gone.")
    assert (response.status, response.body["errors"]) == (
        422,
        [{"field": "query.notise", "reason": "is not understood here: did you mean notice?"}],
    )
    assert desk.get(f"{at(TAG)}?page=1").wrong_fields == ["query.page"]
    assert desk.ask("GET", at(TAG), if_none_match='"x"').status == 200


def test_routes_know_who_has_signed_the_request(desk: DeskFunction, monkeypatch: pytest.MonkeyPatch) -> None:
    editors = []
    put = Desk.put_article

    def recorded(*given: object, **named: object) -> object:
        editors.append(desk_answers.app.context["editor"])
        return put(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "put_article", recorded)
    assert desk.put(at(TAG), story()).status == 201
    assert editors == [f"arn:aws:iam::000000000000:user/{EDITOR}"]


def test_without_a_signer_there_is_no_editor() -> None:
    assert editor_of({"requestContext": {}}) == ""
    assert editor_of({"requestContext": {"authorizer": {"iam": None}}}) == ""
