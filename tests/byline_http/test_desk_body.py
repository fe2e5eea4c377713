"""A body that is not a JSON object is refused before it is parsed further, and never causes a 500."""

import json

import pytest

from byline_tools.local.api_gateway import HttpRequest
from tests.support.desks import TAG, DeskFunction, at, story

BODY = json.dumps(story())
JSON = [("content-type", "application/json")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        BODY[:-1],
        BODY + "}",
        BODY + BODY,
        "\ufeff" + BODY,
        '{"title": NaN}',
        '{"title": Infinity}',
        '{"title": -Infinity}',
        '{"title": ' + "9" * 5_000 + "}",
        '{"title": ' + "[" * 200_000 + "]" * 200_000 + "}",
        '{"title": ' + '{"a":' * 150_000 + "1" + "}" * 150_001,
        "{'title': 1}",
        '{"title": "a\nb"}',
    ],
    ids=range(15),
)
def test_what_is_no_json_is_a_bad_request(desk: DeskFunction, text: str) -> None:
    for target in (at(TAG), "/sections/world", "/authors/jane-doe"):
        response = desk.ask("PUT", target, raw=text.encode())
        assert (response.status, response.body["type"]) == (400, "urn:problem-type:byline:no-json")
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["null", "[]", f"[{BODY}]", f"[{BODY},{BODY}]", '"text"', "1", "true", "1e400", "[[[[1]]]]"])
def test_json_that_is_no_object_is_refused(desk: DeskFunction, text: str) -> None:
    response = desk.ask("PUT", at(TAG), raw=text.encode())
    assert (response.status, response.wrong_fields) == (422, ["body"])
    assert desk.get(at(TAG)).status == 404


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"width": 1e400, "title": 1}', {"width", "title", "url", "content"}),
        ('{"title": "\\ud800", "url": "\\ud800", "content": "", "tags": ["\\ud800"]}', {"title", "url", "tags.0"}),
        ('{"\\ud800": 1, "url": "https://e.com/1", "title": "a", "content": ""}', {"body"}),
        ('{"url": {}, "title": [], "content": 5, "published": 1e30, "draft": "maybe"}', None),
        ('{"url": "https://[", "title": "a", "content": "a", "published": "9999-99-99T99:99:99Z"}', {"url", "published"}),
    ],
)
def test_hostile_values_are_named(desk: DeskFunction, text: str, wrong: set[str] | None) -> None:
    response = desk.ask("PUT", at(TAG), raw=text.encode())
    assert response.status == 422
    assert set(response.wrong_fields) == (wrong or {"url", "title", "content", "published", "draft"})


def test_of_a_name_given_twice_the_last_counts(desk: DeskFunction) -> None:
    twice = BODY[:-1] + ', "title": "The last"}'
    assert desk.ask("PUT", at(TAG), raw=twice.encode()).body["title"] == "The last"


def test_a_number_too_large_for_readers_is_refused(desk: DeskFunction) -> None:
    for width in (10**30, 2**53 + 1, -1, 1.5):
        response = desk.put(at(TAG), story(image={"width": width}))
        assert (response.status, response.wrong_fields) == (422, ["image.width"])


def test_a_body_in_base64_is_read(desk: DeskFunction) -> None:
    response = desk.ask("PUT", at(TAG), raw=b"\xff\xfe" + BODY.encode())
    assert response.status == 400
    for changes in ({"body": "eyJ0aXRsZ", "isBase64Encoded": True}, {"body": "ü", "isBase64Encoded": True}):
        assert desk.send(HttpRequest("PUT", at(TAG), JSON, b""), **changes).status == 400
    encoded = {"body": "eyJ0aXRsZSI6ICJBIn0=", "isBase64Encoded": True}
    assert desk.send(HttpRequest("PUT", "/sections/a", JSON, b""), **encoded).status == 201


def test_a_request_without_any_body_is_a_bad_request(desk: DeskFunction) -> None:
    assert desk.send(HttpRequest("PUT", at(TAG), JSON)).status == 400


@pytest.mark.parametrize(
    "media_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=a",
        "text/plain",
        "application/jsonp",
        "application/merge-patch+json",
        "*/*",
        ";",
    ],
)
def test_another_media_type_is_415(desk: DeskFunction, media_type: str) -> None:
    response = desk.ask("PUT", at(TAG), raw=BODY.encode(), content_type=media_type)
    assert (response.status, response.body["type"]) == (415, "urn:problem-type:byline:unsupported-media-type")


def test_json_may_say_its_charset_or_nothing(desk: DeskFunction) -> None:
    assert desk.ask("PUT", at(TAG), raw=BODY.encode(), content_type="application/json; charset=utf-8").status == 201
    assert desk.send(HttpRequest("PUT", at(TAG), [], BODY.encode())).status == 200


@pytest.mark.parametrize("sign", ["x", "船", "\\u8239"])
def test_a_body_over_the_limit_is_413_with_the_limit_and_its_size_in_bytes(desk: DeskFunction, sign: str) -> None:
    body = json.dumps(story(summary="SIGNS")).replace("SIGNS", sign * (1_000_000 // len(sign.encode()) + 1))
    response = desk.ask("PUT", at(TAG), raw=body.encode())
    assert (response.status, response.body["limit"], response.body["size"]) == (413, 1_000_000, len(body.encode()))
    assert response.headers["content-type"] == "application/problem+json"


def test_a_body_of_the_limit_is_read(desk: DeskFunction) -> None:
    rest = 1_000_000 - len(json.dumps({**story(), "x": ""}))
    response = desk.put(at(TAG), {**story(), "x": "y" * rest})
    assert (response.status, response.wrong_fields) == (422, ["x"])
