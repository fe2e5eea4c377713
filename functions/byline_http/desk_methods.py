"""The methods and parameters of the desk's addresses, and the responses to requests that no route takes or takes in full.

RFC 9110, sections 9.3 and 15.5.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from byline.errors import Problem
from byline.intake.refusals import nearest
from byline_http import desk_problems

Paths = Mapping[str, Mapping[str, Any]]
"""The operations of each path by their methods, as OpenAPI describes them. A path may contain `{names}`, each for one segment."""

IN = ("query", "header")
PRECONDITIONS = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range")
SAFE = ("GET", "HEAD", "OPTIONS")
ORDER = ("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS")
"""Of the methods in Allow."""


def allowed(paths: Paths, path: str) -> list[str]:
    """The methods of the address `path`, with HEAD and OPTIONS; empty if there is no such address."""
    methods = {method for method, _ in _operations(paths, path)}
    if not methods:
        return []
    return sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])}, key=ORDER.index)


def not_understood(
    paths: Paths, method: str, path: str, query: Iterable[str], headers: Iterable[str], *, body: bool
) -> list[Problem]:
    """What is wrong with the names of the query parameters and preconditions of a request, and with its `body` if there may be
    none, if the address has the method.

    What an operation does not know would be ignored, and then it would be carried out although the request asks otherwise.
    """
    operation = dict(_operations(paths, path)).get(method)
    if operation is None:
        return []
    if method in SAFE:
        headers, body = (), False
    known = {where: [each["name"] for each in operation.get("parameters", ()) if each["in"] == where] for where in IN}
    stated = {"query": query, "header": [each for each in headers if each in PRECONDITIONS]}
    problems = [
        Problem(f"{where}.{name}", _unknown(name, known[where]))
        for where, names in stated.items()
        for name in names
        if name not in known[where]
    ]
    return [*problems, *([Problem("body", _no_body(known["query"]))] if body and "requestBody" not in operation else [])]


def _no_body(query: Sequence[str]) -> str:
    return "is not understood here: " + (f"send {' or '.join(query)} in the query" if query else "omit it")


def _unknown(name: str, known: Sequence[str]) -> str:
    if near := nearest(name, known):
        return f"is not understood here: did you mean {near}?"
    return f"is not understood here: {'send ' + ' or '.join(known) if known else 'omit it'}"


def _operations(paths: Paths, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for template, operations in paths.items():
        if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)), path):
            yield from ((method.upper(), operation) for method, operation in operations.items())


def response_without_route(paths: Paths, method: str, path: str) -> Response[Any]:
    """404 for an unknown address, 204 with Allow for OPTIONS, otherwise 405 with Allow."""
    methods = allowed(paths, path)
    if method == "OPTIONS" and methods:
        return Response(HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(methods), "Cache-Control": "no-store"})
    # A name with characters that no name has is found by no route, whatever the method.
    if not methods or method in methods:
        return desk_problems.no_such_address()
    return desk_problems.method_not_allowed(method, methods)
