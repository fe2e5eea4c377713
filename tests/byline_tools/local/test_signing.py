"""A signed request is accepted. A request that was changed after signing or signed with another key is refused."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from byline_tools.local.api_gateway import HttpRequest
from byline_tools.local.signing import is_signed, signed

DESK = Credentials("desk", "secret")
HOST = "desk.example.com:8002"
BODY = b'{"title": "Fog"}'
PATHS = [
    "/feeds",
    "/articles/tag%3Aexample.com%2C2026%3A1",
    "/articles/https%3A%2F%2Fold.example%2Fa%2520b%2F..%2Fc",
    "/articles/a%20b?notice=x%20%2B%20y&if=1",
]


def request(
    target: str = "/articles/a", credentials: Credentials = DESK, body: bytes = BODY, method: str = "PUT", **headers: str
) -> HttpRequest:
    sent = {"Content-Type": "application/json", **headers}
    made = signed(method, f"http://{HOST}{target}", sent, body, credentials, "eu-west-1")
    return HttpRequest(method, target, [("Host", HOST), *made.items()], body)


def with_header(sent: HttpRequest, name: str, value: str | None) -> HttpRequest:
    kept = [(each, was) for each, was in sent.headers if each.lower() != name.lower()]
    return replace(sent, headers=[*kept, *([(name, value)] if value is not None else [])])


def header(sent: HttpRequest, name: str) -> str:
    return next(value for each, value in sent.headers if each.lower() == name.lower())


@pytest.mark.parametrize("target", PATHS)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_signed_request_gets_in(target: str, method: str) -> None:
    assert is_signed(request(target, method=method, body=b"" if method != "PUT" else BODY), DESK)


@pytest.mark.parametrize("query", ["notice=a+b", "notice=%c3%a9", "notice=a:b", "notice=100%"])
def test_a_query_in_another_form_than_aws_signs_does_not_get_in(query: str) -> None:
    """create-signed-request.html, step 1: names and values are URI-encoded, with %20 for a space and capital hexadecimals."""
    assert not is_signed(request(f"/articles/a?{query}", method="DELETE", body=b""), DESK)


def test_temporary_credentials_sign_with_their_token() -> None:
    temporary = Credentials("desk", "secret", "token")
    assert is_signed(request(credentials=temporary), temporary)


def test_a_client_may_send_the_hash_of_the_body_and_sign_that() -> None:
    assert is_signed(hashed(BODY), DESK)


def hashed(body: bytes) -> HttpRequest:
    """The signature as made by curl --aws-sigv4 and others, also without spaces between its parts."""
    sent = AWSRequest("PUT", f"http://{HOST}/a", {"X-Amz-Content-SHA256": hashlib.sha256(body).hexdigest()}, body)
    SigV4Auth(DESK, "execute-api", "eu-west-1").add_auth(sent)
    made = {**dict(sent.headers.items()), "Authorization": sent.headers["Authorization"].replace(", ", ",")}
    return HttpRequest("PUT", "/a", [("Host", HOST), *made.items()], body)


SIGNATURE = header(request(), "Authorization")
ALTERED: dict[str, Any] = {
    "another body": lambda: replace(request(), body=b'{"title": "Frog"}'),
    "no body": lambda: replace(request(), body=b""),
    "another body than the hash that is signed": lambda: replace(hashed(BODY), body=b'{"title": "Frog"}'),
    "the hash of another body": lambda: with_header(hashed(BODY), "X-Amz-Content-SHA256", hashlib.sha256(b"x").hexdigest()),
    "another method": lambda: replace(request(), method="DELETE"),
    "another path": lambda: replace(request(), target="/articles/b"),
    "a query": lambda: replace(request(), target="/articles/a?notice=Gone"),
    "another host": lambda: with_header(request(), "Host", "elsewhere.example.com"),
    "no host": lambda: with_header(request(), "Host", None),
    "another type": lambda: with_header(request(), "Content-Type", "text/plain"),
    "another time": lambda: with_header(request(), "X-Amz-Date", "20200101T000000Z"),
    "no time": lambda: with_header(request(), "X-Amz-Date", None),
    "another secret": lambda: request(credentials=Credentials("desk", "guessed")),
    "another key": lambda: request(credentials=Credentials("reader", "secret")),
    "no signature": lambda: with_header(request(), "Authorization", None),
    "a wrong signature": lambda: with_header(request(), "Authorization", SIGNATURE[:-64] + "0" * 64),
    "another service": lambda: with_header(request(), "Authorization", SIGNATURE.replace("execute-api", "s3")),
    "another scheme": lambda: with_header(request(), "Authorization", "Basic ZGVzazpzZWNyZXQ="),
    "nothing in it": lambda: with_header(request(), "Authorization", ""),
}


@pytest.mark.parametrize("altered", ALTERED.values(), ids=ALTERED.keys())
def test_whatever_was_not_signed_stays_outside(altered: Any) -> None:
    assert not is_signed(altered(), DESK)
