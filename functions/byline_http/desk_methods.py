"""The methods of the desk's addresses, and the responses to requests that no route takes (RFC 9110, sections 9.3 and 15.5)."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from byline_http import desk_problems

Paths = Mapping[str, Iterable[str]]
"""The methods of each path. A path may contain `{names}`, each of which stands for one segment."""

ORDER = ("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS")
"""Of the methods in Allow."""


def allowed(paths: Paths, path: str) -> list[str]:
    """The methods of the address `path`, with HEAD and OPTIONS; empty if there is no such address."""
    methods = {
        method.upper()
        for template, methods in paths.items()
        if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)), path)
        for method in methods
    }
    if not methods:
        return []
    return sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])}, key=ORDER.index)


def response_without_route(paths: Paths, method: str, path: str) -> Response[Any]:
    """404 for an unknown address, 204 with Allow for OPTIONS, otherwise 405 with Allow."""
    methods = allowed(paths, path)
    if method == "OPTIONS" and methods:
        return Response(HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(methods), "Cache-Control": "no-store"})
    # A name with characters that no name has is found by no route, whatever the method.
    if not methods or method in methods:
        return desk_problems.no_such_address()
    return desk_problems.method_not_allowed(method, methods)
