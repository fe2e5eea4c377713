"""The responses in the OpenAPI document for each request to the desk, derived from the errors that its operation raises."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from byline.desk.raises import RAISES
from byline_http import desk_problems
from byline_http.desk_body import JSON
from byline_http.problem_details import phrase


def responses(model: Any, operation: Callable[..., Any], *more: HTTPStatus) -> dict[int, Any]:
    """The responses to a request that makes `operation`, for the OpenAPI document.

    Success is 200 with `model`, or 204 if that is None. The problems (RFC 9457) are those of the errors that the operation
    raises, of a request that is not valid, and `more`.
    """
    problem = {"content": {desk_problems.MEDIA_TYPE: {"model": desk_problems.ProblemDetails}}}
    stored = {"description": "The stored state", "content": {JSON: {"model": model}}}
    statuses = sorted({*desk_problems.statuses(RAISES[operation]), HTTPStatus.UNPROCESSABLE_ENTITY, *more})
    failed = {int(status): {"description": phrase(status), **problem} for status in statuses}
    return {**({200: stored} if model else {204: {"description": "Done", "content": {}}}), **failed}


BODY_PROBLEMS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
"""The problems of a body and of a path without a route."""


def responses_to_put(model: Any, operation: Callable[..., Any]) -> dict[int, Any]:
    """The responses to a PUT: those of `responses`, 201, and the problems of the body and of a path without a route."""
    created = {201: {"description": "Created", "content": {JSON: {"model": model}}}}
    return {**responses(model, operation, *BODY_PROBLEMS), **created}
