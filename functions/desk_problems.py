"""What the desk is told when something goes wrong: problem details (RFC 9457), every wrong field at once.

The one place where errors become HTTP for the desk.
"""

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from pydantic import BaseModel

from byline import errors
from byline.answers import RETRY_AFTER
from byline.text import carriable

MEDIA_TYPE = "application/problem+json"

STATUSES: dict[type[Exception], HTTPStatus] = {
    errors.Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnknownProfile: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnknownArticle: HTTPStatus.NOT_FOUND,
    errors.UnknownFeed: HTTPStatus.NOT_FOUND,
    errors.RetiredProfile: HTTPStatus.CONFLICT,
    errors.NameTaken: HTTPStatus.CONFLICT,
    errors.AlreadySeen: HTTPStatus.CONFLICT,
    errors.EditConflict: HTTPStatus.CONFLICT,
    errors.PreconditionFailed: HTTPStatus.PRECONDITION_FAILED,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

_WRONG_REQUEST = ("request", "The request is not as it has to be.")

logger = Logger(service="manage_articles", child=True)


class FieldProblem(BaseModel):
    """One wrong field."""

    field: str
    reason: str


class ProblemDetails(BaseModel):
    """Problem details (RFC 9457); further members name what the problem is about."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def told(error: Exception) -> Response[Any]:
    """The answer to an error."""
    match error:
        case RequestValidationError():
            return _invalid(error)
        case RequestUnsupportedContentType():
            return wrong_type()
        case errors.BylineError() if type(error) in STATUSES:
            return _known(error)
    logger.error("unexpected error", exc_info=error)
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected", "Something went wrong on our side, and is in the log.")


def nowhere() -> Response[Any]:
    """There is no such address."""
    return _problem(HTTPStatus.NOT_FOUND, "no-such-address", "The desk has no such address; /openapi.json lists those it has.")


def too_large(size: int, limit: int) -> Response[Any]:
    """A body over the limit: it is not even read."""
    detail = f"The request has {size:,} bytes, over the {limit:,} that are taken."
    return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail, size=size, limit=limit)


def wrong_type() -> Response[Any]:
    """A body that is something else by its own account."""
    return _problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Send application/json.")


def no_json() -> Response[Any]:
    """Text that is no JSON at all is a bad request (RFC 9110, 15.5.1)."""
    return _problem(HTTPStatus.BAD_REQUEST, "no-json", "The body is no JSON.")


def no_object() -> Response[Any]:
    """JSON that cannot be an article, a section or an author."""
    return _refused(_WRONG_REQUEST, [errors.Problem("body", "must be an object")])


def in_lambdas_form(response: Response[Any]) -> dict[str, Any]:
    """The same, for what is answered without Powertools."""
    headers = {**response.headers, "Content-Type": response.content_type}
    return {"statusCode": response.status_code, "headers": headers, "body": response.body}


def _invalid(error: RequestValidationError) -> Response[Any]:
    """What pydantic found."""
    return _refused(_WRONG_REQUEST, map(_of_pydantic, error.errors()))


def _of_pydantic(error: dict[str, Any]) -> errors.Problem:
    path = ".".join(str(step) for step in error["loc"] if step != "body")
    return errors.Problem(carriable(path) or "body", carriable(error["msg"]).removeprefix("Value error, "))


def _known(error: errors.BylineError) -> Response[Any]:
    match error:
        case errors.Refused():
            return _refused((_kebab(error), str(error)), error.problems)
        case errors.UnknownProfile():
            return _refused((_kebab(error), str(error)), _unknown(error))
        case errors.StoreUnavailable():
            logger.warning("store unavailable", operation=error.operation, table=error.table)
            return _problem(STATUSES[type(error)], _kebab(error), "Try again in a moment.", {"Retry-After": str(RETRY_AFTER)})
        case errors.PreconditionFailed(revision=str(revision)):
            return _problem(STATUSES[type(error)], _kebab(error), str(error), {"ETag": f'"{revision}"'})
    return _problem(STATUSES[type(error)], _kebab(error), str(error), **vars(error))


def _unknown(error: errors.UnknownProfile) -> Iterable[errors.Problem]:
    for profile in error.profiles:
        kind, _, slug = profile.partition("/")
        yield errors.Problem(kind, f"{slug} does not exist: store it first")


def _refused(what: tuple[str, str], problems: Iterable[errors.Problem]) -> Response[Any]:
    named = [{"field": problem.field, "reason": problem.reason} for problem in problems]
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, *what, errors=named)


def _problem(status: HTTPStatus, name: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response[Any]:
    body = _body(status, name, detail, **more)
    return Response(status, MEDIA_TYPE, body, {"Cache-Control": "no-store", **(headers or {})})


def _body(status: HTTPStatus, name: str, detail: str, **more: Any) -> str:
    known = {"type": f"urn:problem-type:byline:{name}", "title": status.phrase, "status": int(status), "detail": detail}
    return json.dumps({**known, **more}, ensure_ascii=False)


def _kebab(error: Exception) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
