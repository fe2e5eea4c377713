"""What the routes of the desk's API share: its desk, the parts of their signatures, and their responses."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Path, Query

from byline.desk.desk import Desk
from byline.desk.shown import article_shown
from byline.model.lifecycle import StoredArticle
from byline.model.values import LONGEST_SLUG, SLUG_PATTERN
from byline.storage.editing import EditResult, Outcome
from byline_http.desk_body import JSON

app = APIGatewayHttpResolver(enable_validation=True)

ArticleId = Annotated[
    str,
    Path(description="The article's id in base64url (RFC 4648, section 5), UTF-8, without padding", pattern="^[A-Za-z0-9_-]+$"),
]
Slug = Annotated[str, Path(description="The name in addresses", pattern=SLUG_PATTERN, max_length=LONGEST_SLUG)]
IfMatch = Annotated[str | None, Header(alias="if-match", description="Edit only if the stored entity tag is one of these")]
IfNoneMatch = Annotated[str | None, Header(alias="if-none-match", description="`*`: edit only if nothing is stored yet")]
DryRun = Annotated[bool, Query(alias="dry-run", description="Check the request, and store nothing")]
Changes = Annotated[
    dict[str, Any], Body(description="The fields to change; null removes an optional one (JSON Merge Patch, RFC 7396)")
]


def desk() -> Desk:
    """The desk that responds to the present request."""
    found: Desk = app.context["desk"]
    return found


def done(outcome: Outcome) -> Response[Any]:
    """204 for an edit; the header `Byline-Outcome` has its effect."""
    return Response(HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store", "Byline-Outcome": outcome.value})


def edited(result: EditResult[Any], shown: dict[str, Any]) -> Response[Any]:
    """The response to an edit; the header `Byline-Outcome` has its effect: new, changed or unchanged."""
    status = HTTPStatus.CREATED if result.outcome is Outcome.NEW else HTTPStatus.OK
    return respond(shown, result.revision, status, {"Byline-Outcome": result.outcome.value})


def edited_article(result: EditResult[StoredArticle]) -> Response[Any]:
    """The response to an edit of an article."""
    return edited(result, article_shown(result.thing, result.revision, desk().now()))


def respond(
    body: Any, revision: str | None = None, status: int = HTTPStatus.OK, more: Mapping[str, str] | None = None
) -> Response[Any]:
    """`body` as JSON that no cache stores, with the revision as its entity tag."""
    tag = {} if revision is None else {"ETag": f'"{revision}"'}
    headers = {**tag, "Cache-Control": "no-store", **(more or {})}
    return Response(status, JSON, json.dumps(body, ensure_ascii=False), headers)
