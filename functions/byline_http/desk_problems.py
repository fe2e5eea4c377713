"""Errors as responses of the desk's API: problem details (RFC 9457), which list every invalid field."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from pydantic import BaseModel

from byline import edit_errors, errors
from byline.intake.refusals import problem_of
from byline.model.text import carriable
from byline_http.problem_details import details

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 30
"""Seconds."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A problem type of the API: the end of its URN, its status, and the attributes of the error that become members."""

    name: str
    status: HTTPStatus
    members: tuple[str, ...] = ()


PROBLEM_TYPES: dict[type[errors.BylineError], ProblemType] = {
    errors.Refused: ProblemType("refused", HTTPStatus.UNPROCESSABLE_ENTITY),
    edit_errors.UnknownProfile: ProblemType("unknown-profile", HTTPStatus.UNPROCESSABLE_ENTITY),
    edit_errors.UnknownArticle: ProblemType("unknown-article", HTTPStatus.NOT_FOUND, ("article_id", "candidates")),
    edit_errors.UnknownVersion: ProblemType("unknown-version", HTTPStatus.NOT_FOUND, ("article_id", "number")),
    edit_errors.UnknownRedirect: ProblemType("unknown-redirect", HTTPStatus.NOT_FOUND, ("path",)),
    errors.UnknownFeed: ProblemType("unknown-feed", HTTPStatus.NOT_FOUND, ("feed", "candidates")),
    edit_errors.RetiredProfile: ProblemType("retired-profile", HTTPStatus.CONFLICT, ("subject", "profiles")),
    edit_errors.AddressTaken: ProblemType("address-taken", HTTPStatus.CONFLICT, ("url", "article_id")),
    edit_errors.GuidTaken: ProblemType("guid-taken", HTTPStatus.CONFLICT, ("guid", "article_id")),
    edit_errors.NameTaken: ProblemType("name-taken", HTTPStatus.CONFLICT, ("feed", "slug")),
    edit_errors.AlreadySeen: ProblemType("already-seen", HTTPStatus.CONFLICT, ("article_id",)),
    edit_errors.Withdrawn: ProblemType("withdrawn", HTTPStatus.CONFLICT, ("article_id",)),
    edit_errors.Erased: ProblemType("erased", HTTPStatus.CONFLICT, ("subject",)),
    edit_errors.EditConflict: ProblemType("edit-conflict", HTTPStatus.CONFLICT, ("subject",)),
    edit_errors.PreconditionFailed: ProblemType("precondition-failed", HTTPStatus.PRECONDITION_FAILED, ("subject", "revision")),
    edit_errors.TooLarge: ProblemType("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ("subject", "size", "limit")),
    edit_errors.ClockSkewed: ProblemType("clock-skewed", HTTPStatus.SERVICE_UNAVAILABLE, ("seconds",)),
    errors.StoreUnavailable: ProblemType("store-unavailable", HTTPStatus.SERVICE_UNAVAILABLE),
    edit_errors.BareId: ProblemType("bare-id", HTTPStatus.BAD_REQUEST, ("address",)),
}
"""Part of the desk's API: a name or a member does not change when a class or an attribute is renamed."""

_INVALID_REQUEST = ("request", "The request is not valid.")

logger = Logger(service="manage_articles", child=True)


class FieldProblem(BaseModel):
    """One invalid field."""

    field: str
    reason: str


class ProblemDetails(BaseModel):
    """Problem details (RFC 9457); further members identify the subject of the problem."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def statuses(classes: Iterable[type[errors.BylineError]]) -> set[HTTPStatus]:
    """The statuses of the responses to errors of these classes."""
    return {PROBLEM_TYPES[error].status for error in classes}


def problem_response(error: Exception) -> Response[Any]:
    """The response to `error`; 500 for an unexpected error, which is logged."""
    match error:
        case RequestValidationError():
            return invalid_request(error)
        case RequestUnsupportedContentType():
            return unsupported_media_type()
        case errors.BylineError() if kind := _problem_type(error):
            return _byline_problem(error, kind)
    logger.error("unexpected error", exc_info=error)
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected", "An unexpected error occurred. It has been logged.")


def invalid_request(
    error: RequestValidationError, further: Callable[[list[errors.Problem]], list[errors.Problem]] = lambda _: []
) -> Response[Any]:
    """422 for a request that is not valid, with every wrong field, and what `further` says is wrong besides them."""
    problems = [*map(_field_problem, error.errors())]
    return _refused(_INVALID_REQUEST, [*problems, *further(problems)])


def no_such_address() -> Response[Any]:
    """404 for a path without a route."""
    return _problem(HTTPStatus.NOT_FOUND, "no-such-address", "The desk has no such address. /openapi.json lists all addresses.")


def body_too_large(size: int | None, limit: int) -> Response[Any]:
    """413 for a body of `size` bytes, over the limit; None if it was not unpacked to its end. It is not parsed."""
    had = f"{size:,} bytes" if size else "more bytes when it is unpacked"
    detail = f"The body has {had}, more than the limit of {limit:,}."
    members: dict[str, Any] = {"limit": limit} if size is None else {"size": size, "limit": limit}
    return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail, None, **members)


def method_not_allowed(method: str, allowed: Sequence[str]) -> Response[Any]:
    """405 for a method that the address does not have, with the `allowed` ones in Allow (RFC 9110, section 15.5.6)."""
    detail = f"This address has no method {carriable(method)}, only {', '.join(allowed)}."
    return _problem(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", detail, {"Allow": ", ".join(allowed)})


def unsupported_media_type() -> Response[Any]:
    """415 for a body that is not declared as JSON."""
    detail = "The body is not declared as JSON: send it with Content-Type: application/json."
    return _problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail)


def unsupported_encoding() -> Response[Any]:
    """415 for a body with a content coding other than gzip, with the codings that are read (RFC 9110, 15.5.16)."""
    detail = "The body is packed in a way that the desk does not read: send it with Content-Encoding: gzip, or unpacked."
    return _problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail, {"Accept-Encoding": "gzip"})


def invalid_gzip() -> Response[Any]:
    """400 for a body that is declared as gzip, but is not, or not all of it."""
    detail = "The body is declared as gzip (Content-Encoding), but is none, or is incomplete: pack it again, or send it unpacked."
    return _problem(HTTPStatus.BAD_REQUEST, "no-gzip", detail)


def invalid_json(where_and_why: str) -> Response[Any]:
    """400 for a body that cannot be parsed as JSON (RFC 9110, 15.5.1)."""
    return _problem(HTTPStatus.BAD_REQUEST, "no-json", f"The body is not JSON: {where_and_why}.")


def not_an_object() -> Response[Any]:
    """422 for JSON that is not an object, and so cannot be an article, a section or an author."""
    return _refused(_INVALID_REQUEST, [errors.Problem("body", "must be an object: the fields in braces")])


def lambda_response(response: Response[Any]) -> dict[str, Any]:
    """The response in Lambda's form, for requests that do not reach Powertools."""
    headers = {**response.headers, "Content-Type": response.content_type}
    return {"statusCode": response.status_code, "headers": headers, "body": response.body}


def _field_problem(error: dict[str, Any]) -> errors.Problem:
    return problem_of(error, [step for step in error["loc"] if step != "body"], "body")


def _problem_type(error: errors.BylineError) -> ProblemType | None:
    return next((kind for cls, kind in PROBLEM_TYPES.items() if isinstance(error, cls)), None)


def _byline_problem(error: errors.BylineError, kind: ProblemType) -> Response[Any]:
    match error:
        case errors.Refused():
            return _refused((kind.name, str(error)), error.problems)
        case edit_errors.UnknownProfile():
            return _refused((kind.name, str(error)), error.problems)
        case errors.StoreUnavailable():
            logger.warning("store unavailable", operation=error.operation, table=error.table)
            return _problem(kind.status, kind.name, "Try again in a moment.", {"Retry-After": str(RETRY_AFTER)})
        case edit_errors.PreconditionFailed(revision=str(revision)):
            return _problem(kind.status, kind.name, str(error), {"ETag": f'"{revision}"'})
    return _problem(kind.status, kind.name, str(error), **{name: getattr(error, name) for name in kind.members})


def _refused(name_and_detail: tuple[str, str], problems: Iterable[errors.Problem]) -> Response[Any]:
    wrong_fields = [{"field": problem.field, "reason": problem.reason} for problem in problems]
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, *name_and_detail, errors=wrong_fields)


def _problem(status: HTTPStatus, name: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response[Any]:
    body = json.dumps(details(name, status, detail, **more), ensure_ascii=False)
    return Response(status, MEDIA_TYPE, body, {"Cache-Control": "no-store", **(headers or {})})
