"""Reads a request body before Powertools does: decoded and unpacked, not too large, and one JSON object (RFC 8259).

Powertools alone would accept forms, lists of objects, of which it uses the first, and numbers that JSON does not have.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response

from byline.intake.json_text import NoJson, decode, parse
from byline_http import desk_problems

LARGEST = 1_000_000
"""In bytes, decoded. Every article that can be stored is smaller."""

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
"""RFC 7396."""

WITH_BODY = frozenset({"PUT", "PATCH", "POST"})
"""Methods."""

_GZIP = 31
"""The window size by which zlib reads gzip only."""
_MOST_MEMBERS = 16
"""Programs write one; what follows each is copied."""


class _Refused(Exception):
    """The body is refused with `response`. Never leaves this module."""

    def __init__(self, response: Response[Any]) -> None:
        self.response = response


def read_body(event: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The event with its body as plain JSON of the type application/json, and None.

    If the body of a PUT, PATCH or POST cannot be read: the event, and the problem response in Lambda's form.
    """
    if event["requestContext"]["http"]["method"] not in WITH_BODY:
        return dict(event), None
    try:
        text = _json_object(event)
    except _Refused as refused:
        return dict(event), desk_problems.lambda_response(refused.response)
    passed_on = {name: value for name, value in event["headers"].items() if name not in {"content-encoding", "content-length"}}
    return {**event, "headers": {**passed_on, "content-type": JSON}, "body": text, "isBase64Encoded": False}, None


def _json_object(event: Mapping[str, Any]) -> str:
    if event["headers"].get("content-type", JSON).partition(";")[0].strip().lower() not in {JSON, MERGE_PATCH}:
        raise _Refused(desk_problems.unsupported_media_type())
    try:
        text = decode(_unpacked(_sent(event), event["headers"].get("content-encoding", "")))
        value = parse(text)
    except NoJson as error:
        raise _Refused(desk_problems.invalid_json(str(error))) from error
    if not isinstance(value, dict):
        raise _Refused(desk_problems.not_an_object())
    return text


def _sent(event: Mapping[str, Any]) -> bytes:
    body: str = event.get("body") or ""
    try:
        sent = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except (binascii.Error, ValueError):
        raise _Refused(desk_problems.invalid_json("the bytes are not UTF-8")) from None
    if len(sent) > LARGEST:
        raise _Refused(desk_problems.body_too_large(len(sent), LARGEST))
    return sent


def _unpacked(sent: bytes, encoding: str) -> bytes:
    """The body without its content coding (RFC 9110, section 8.4.1): gzip, which may also be called x-gzip, or none."""
    match encoding.strip().lower():
        case "" | "identity":
            return sent
        case "gzip" | "x-gzip":
            return _gunzipped(sent)
        case _:
            raise _Refused(desk_problems.unsupported_encoding())


def _gunzipped(sent: bytes) -> bytes:
    """The content of all members of a gzip file (RFC 1952, section 2.2). It is not unpacked beyond the limit."""
    content = b""
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(_GZIP)
        try:
            content += member.decompress(sent, LARGEST + 1 - len(content))
        except zlib.error:
            break
        if len(content) > LARGEST:
            raise _Refused(desk_problems.body_too_large(None, LARGEST))
        sent = member.unused_data
        if member.eof and not sent:
            return content
    raise _Refused(desk_problems.invalid_gzip())
