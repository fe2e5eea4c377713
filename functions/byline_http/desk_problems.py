"""What the desk is told when something goes wrong: problem details (RFC 9457), every wrong field at once.

The one place where errors become HTTP for the desk.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from pydantic import BaseModel

from byline import errors
from byline.model.text import carriable
from byline.serving.responses import RETRY_AFTER

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem as clients know it: the end of its URN, its status, and the members that carry what it is about."""

    name: str
    status: HTTPStatus
    members: tuple[str, ...] = ()


KINDS: dict[type[errors.BylineError], Kind] = {
    errors.Refused: Kind("refused", HTTPStatus.UNPROCESSABLE_ENTITY),
    errors.UnknownProfile: Kind("unknown-profile", HTTPStatus.UNPROCESSABLE_ENTITY),
    errors.UnknownArticle: Kind("unknown-article", HTTPStatus.NOT_FOUND, ("article_id",)),
    errors.UnknownFeed: Kind("unknown-feed", HTTPStatus.NOT_FOUND, ("feed",)),
    errors.RetiredProfile: Kind("retired-profile", HTTPStatus.CONFLICT, ("subject", "profiles")),
    errors.NameTaken: Kind("name-taken", HTTPStatus.CONFLICT, ("feed", "slug")),
    errors.AlreadySeen: Kind("already-seen", HTTPStatus.CONFLICT, ("article_id",)),
    errors.EditConflict: Kind("edit-conflict", HTTPStatus.CONFLICT, ("subject",)),
    errors.PreconditionFailed: Kind("precondition-failed", HTTPStatus.PRECONDITION_FAILED, ("subject", "revision")),
    errors.TooLarge: Kind("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ("subject", "size", "limit")),
    errors.StoreUnavailable: Kind("store-unavailable", HTTPStatus.SERVICE_UNAVAILABLE),
}
"""Part of the desk's API: names and members stay whatever the classes of errors are called."""

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
        case errors.BylineError() if kind := _kind(error):
            return _known(error, kind)
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


def _kind(error: errors.BylineError) -> Kind | None:
    return next((kind for cls, kind in KINDS.items() if isinstance(error, cls)), None)


def _known(error: errors.BylineError, kind: Kind) -> Response[Any]:
    match error:
        case errors.Refused():
            return _refused((kind.name, str(error)), error.problems)
        case errors.UnknownProfile():
            return _refused((kind.name, str(error)), _unknown(error))
        case errors.StoreUnavailable():
            logger.warning("store unavailable", operation=error.operation, table=error.table)
            return _problem(kind.status, kind.name, "Try again in a moment.", {"Retry-After": str(RETRY_AFTER)})
        case errors.PreconditionFailed(revision=str(revision)):
            return _problem(kind.status, kind.name, str(error), {"ETag": f'"{revision}"'})
    return _problem(kind.status, kind.name, str(error), **{name: getattr(error, name) for name in kind.members})


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
