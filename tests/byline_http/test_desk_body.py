"""A body that is not a JSON object is refused before it is processed, and no body causes a 500."""

import base64
import gzip
import json
import zlib
from typing import Any

import pytest

from byline_http.desk_body import LARGEST, read_body
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
        '{"title": NaN}',
        '{"title": Infinity}',
        '{"title": -Infinity}',
        '{"title": ' + "9" * 5_000 + "}",
        '{"title": ' + "[" * 200_000 + "]" * 200_000 + "}",
        '{"title": ' + '{"a":' * 150_000 + "1" + "}" * 150_001,
        "{'title': 1}",
        '{"title": "a\nb"}',
    ],
    ids=range(14),
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


def test_a_name_that_is_twice_in_an_object_is_refused_with_its_place(desk: DeskFunction) -> None:
    twice = BODY[:-1] + ',\n "title": "The last"}'
    response = desk.ask("PUT", at(TAG), raw=twice.encode())
    assert (response.status, response.body["type"]) == (400, "urn:problem-type:byline:no-json")
    assert "line 2, column 2: the object has 'title' already" in response.body["detail"]


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


@pytest.mark.parametrize(
    "media_type",
    [
        "Application/JSON",
        "APPLICATION/JSON;charset=UTF-8",
        'application/json ; charset="utf-8"; profile=a',
        "application/merge-patch+json",
        "Application/Merge-Patch+JSON; charset=utf-8",
    ],
)
def test_json_is_recognised_in_any_spelling_of_its_media_type(desk: DeskFunction, media_type: str) -> None:
    assert desk.ask("PUT", at(TAG), raw=BODY.encode(), content_type=media_type).status == 201


@pytest.mark.parametrize("encoding", [None, "gzip"])
def test_a_byte_order_mark_is_passed_over(desk: DeskFunction, encoding: str | None) -> None:
    sent = b"\xef\xbb\xbf" + BODY.encode()
    headers = {"content_encoding": encoding} if encoding else {}
    assert desk.ask("PUT", at(TAG), raw=gzip.compress(sent) if encoding else sent, **headers).status == 201


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", "line 1, column 1: the text is empty"),
        ("{", "line 1, column 2: the text ends too early"),
        ('{"title": "a",}', "line 1, column 14: a comma may not follow the last item"),
        ('{\n  "title": "a"\n  "url": "b"}', "line 3, column 3: a comma or the closing bracket is expected"),
        ("{'title': 1}", "line 1, column 2: a text must be in double quotes, not in single ones"),
        ('{"title": x}', "line 1, column 11: a value is expected: "),
        ('{"title" 1}', "line 1, column 10: a colon is expected after the name of a field"),
        ('{"title": "a\nb"}', "line 1, column 13: a text contains a line end, a tab or another control character"),
        ('{"title": "\\x"}', "line 1, column 12: a text contains a backslash that begins no escape"),
        ('{"title": "\\u12"}', "line 1, column 13: \\u must be followed by four hexadecimal digits"),
        ('{"title": "a}', "line 1, column 11: a text is not closed by a double quote"),
        ("{}{}", "line 1, column 3: the text goes on after the end of the value"),
        ('{"a": "NaN",\n "title": NaN}', "line 2, column 11: JSON has no such number"),
        ('{"title":\n' + "9" * 5_000 + "}", "line 2, column 1: a number has more than 4,300 digits"),
        ('{"title": ' + "[" * 200_000 + "}", "lists and objects are nested too deeply here"),
    ],
    ids=range(15),
)
def test_a_bad_request_says_where_the_json_is_wrong_and_why(desk: DeskFunction, text: str, detail: str) -> None:
    response = desk.ask("PUT", at(TAG), raw=text.encode())
    assert response.status == 400
    assert response.body["detail"].startswith("The body is not JSON: line ")
    assert detail in response.body["detail"]


def test_bytes_that_are_not_utf_8_are_found_in_their_line(desk: DeskFunction) -> None:
    response = desk.ask("PUT", at(TAG), raw=b'{"title":\n "\xfc"}')
    assert response.body["detail"] == "The body is not JSON: line 2, column 3: the bytes are not UTF-8."


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip"])
def test_a_gzip_body_is_unpacked(desk: DeskFunction, encoding: str) -> None:
    packed = gzip.compress(BODY[:20].encode()) + gzip.compress(BODY[20:].encode())
    assert desk.ask("PUT", at(TAG), raw=packed, content_encoding=encoding).status == 201
    assert desk.get(at(TAG)).body["title"] == "A ship leaves"


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "compress"])
def test_another_content_encoding_is_415_and_says_which_is_read(desk: DeskFunction, encoding: str) -> None:
    response = desk.ask("PUT", at(TAG), raw=zlib.compress(BODY.encode()), content_encoding=encoding)
    assert (response.status, response.headers["accept-encoding"]) == (415, "gzip")
    assert response.body["type"] == "urn:problem-type:byline:unsupported-media-type"


@pytest.mark.parametrize(
    "sent", [BODY.encode(), gzip.compress(BODY.encode())[:-9], gzip.compress(b"{}") + b"x", b""], ids=range(4)
)
def test_a_gzip_body_that_is_none_or_incomplete_is_a_bad_request(desk: DeskFunction, sent: bytes) -> None:
    response = desk.ask("PUT", at(TAG), raw=sent, content_encoding="gzip")
    assert (response.status, response.body["type"]) == (400, "urn:problem-type:byline:no-gzip")


@pytest.mark.parametrize("members", [1, 2, 50_000])
def test_a_gzip_body_that_unpacks_to_more_than_the_limit_is_not_unpacked(desk: DeskFunction, members: int) -> None:
    packed = gzip.compress(b" " * (200_000_000 // members)) if members < 3 else gzip.compress(b"")
    response = desk.ask("PUT", at(TAG), raw=(packed * members)[:LARGEST], content_encoding="gzip")
    assert response.status == (413 if members < 3 else 400)
    assert response.body.get("limit") == (LARGEST if members < 3 else None)


def test_a_gzip_body_of_the_limit_is_read(desk: DeskFunction) -> None:
    rest = LARGEST - len(json.dumps({**story(), "x": ""}))
    body = json.dumps({**story(), "x": "y" * rest}).encode()
    assert desk.ask("PUT", at(TAG), raw=gzip.compress(body), content_encoding="gzip").wrong_fields == ["x"]
    assert desk.ask("PUT", at(TAG), raw=gzip.compress(body + b" "), content_encoding="gzip").status == 413


def event(method: str, body: bytes, **headers: str) -> dict[str, Any]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    encoded = base64.b64encode(body).decode()
    return {"requestContext": {"http": {"method": method}}, "headers": given, "body": encoded, "isBase64Encoded": True}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST"])
def test_the_body_of_every_method_is_passed_on_decoded_as_plain_json(method: str) -> None:
    sent = event(method, gzip.compress(BODY.encode()), content_type="Application/JSON", content_encoding="gzip", if_match="*")
    clean, problem = read_body(sent)
    assert problem is None
    assert (clean["body"], clean["isBase64Encoded"]) == (BODY, False)
    assert clean["headers"] == {"content-type": "application/json", "if-match": "*"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS"])
def test_the_body_of_another_method_is_not_read(method: str) -> None:
    sent = event(method, b"nothing", content_type="text/plain")
    assert read_body(sent) == (sent, None)
