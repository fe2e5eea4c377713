"""What the routes of articles share: parameters, and the responses to edits."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Path

from byline.desk.desk import Desk
from byline.desk.shown import article_shown
from byline.model.lifecycle import StoredArticle
from byline.model.values import LONGEST_SLUG, SLUG_PATTERN
from byline.storage.editing import EditResult, Outcome
from byline_http.desk_body import JSON

ArticleId = Annotated[str, Path(description="The article's permanent id, percent-encoded", max_length=1500)]
SlugInPath = Annotated[str, Path(description="The name in addresses", pattern=SLUG_PATTERN, max_length=LONGEST_SLUG)]
IfMatch = Annotated[str | None, Header(alias="if-match", description="Edit only if the stored entity tag is one of these")]


def edited_article(desk: Desk, result: EditResult[StoredArticle]) -> Response[Any]:
    """The response to an edit of an article."""
    return edited(result, article_shown(result.thing, result.revision, desk.now()))


def edited(result: EditResult[Any], shown: dict[str, Any]) -> Response[Any]:
    """The response to an edit; the header `Byline-Outcome` has its effect: new, changed or unchanged."""
    status = HTTPStatus.CREATED if result.outcome is Outcome.NEW else HTTPStatus.OK
    return respond(shown, result.revision, status, {"Byline-Outcome": result.outcome.value})


def respond(
    body: Any, revision: str | None = None, status: int = HTTPStatus.OK, more: Mapping[str, str] | None = None
) -> Response[Any]:
    """`body` as JSON that no cache stores, with the revision as its entity tag."""
    tag = {} if revision is None else {"ETag": f'"{revision}"'}
    headers = {**tag, "Cache-Control": "no-store", **(more or {})}
    return Response(status, JSON, json.dumps(body, ensure_ascii=False), headers)
