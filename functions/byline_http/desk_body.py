"""The body of a request to the desk, before anything takes it apart: not too large, and a JSON object (RFC 8259).

Part of `manage_articles`. Powertools alone would take the first of several objects, forms and numbers that are none.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from byline_http import desk_problems

LARGEST = 1_000_000
"""In bytes; an article that can be stored is smaller."""

JSON = "application/json"


def wrong_with(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer to a request whose body nothing can be done with, in Lambda's form; None if there is nothing wrong with it."""
    body = event.get("body") or ""
    if event["requestContext"]["http"]["method"] != "PUT":
        return None
    if event["headers"].get("content-type", JSON).partition(";")[0].strip() != JSON:
        return desk_problems.in_lambdas_form(desk_problems.wrong_type())
    try:
        sent = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        if len(sent) > LARGEST:
            return desk_problems.in_lambdas_form(desk_problems.too_large(len(sent), LARGEST))
        said = json.loads(sent.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return desk_problems.in_lambdas_form(desk_problems.no_json())
    return None if isinstance(said, dict) else desk_problems.in_lambdas_form(desk_problems.no_object())


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON's")
