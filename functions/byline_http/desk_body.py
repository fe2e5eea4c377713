"""Checks a request body before Powertools reads it: it must not be too large, and be one JSON object (RFC 8259).

Powertools alone would accept forms, lists of objects, of which it uses the first, and numbers that JSON does not have.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from byline_http import desk_problems

LARGEST = 1_000_000
"""In bytes. Every article that can be stored is smaller."""

JSON = "application/json"


def body_problem(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The problem response, in Lambda's form, to a PUT whose body cannot be read; None if the body can be read."""
    body = event.get("body") or ""
    if event["requestContext"]["http"]["method"] not in ("PUT", "PATCH"):
        return None
    if event["headers"].get("content-type", JSON).partition(";")[0].strip() != JSON:
        return desk_problems.lambda_response(desk_problems.unsupported_media_type())
    try:
        sent = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        if len(sent) > LARGEST:
            return desk_problems.lambda_response(desk_problems.body_too_large(len(sent), LARGEST))
        value = json.loads(sent.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return desk_problems.lambda_response(desk_problems.invalid_json())
    return None if isinstance(value, dict) else desk_problems.lambda_response(desk_problems.not_an_object())


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"JSON has no number {name}")
