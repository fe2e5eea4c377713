"""The desk's routes for versions of articles. They register themselves in the API that `desk_answers` creates."""

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query
from pydantic import Field

from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle
from byline.desk.shown import VersionShown, article_shown
from byline.intake.parts import Input
from byline.serving.preconditions import precondition
from byline_http.article_addresses import id_of
from byline_http.desk_answers import ArticleId, IfMatch, app, desk, edited_article, respond
from byline_http.desk_responses import BODY_PROBLEMS, responses

MOST_VERSIONS = 100
"""In one response. Reading a version reads its text, which may have 390 KB."""

MOST = 99_999_999
"""The largest number of a version."""

Number = Annotated[int, Path(description="The number of the version", ge=1, le=MOST)]
Below = Annotated[int | None, Query(description="Only versions with lower numbers: for the next page", ge=1, le=MOST)]
Limit = Annotated[int, Query(description="The most versions to return", ge=1, le=MOST_VERSIONS)]


class WantedVersion(Input):
    """The version to go back to."""

    number: Annotated[int, Field(ge=1, le=MOST)]


@app.get(
    "/articles/<article_id>/versions",
    responses=responses(list[VersionShown], Desk.versions, HTTPStatus.BAD_REQUEST),
    summary="The versions of an article, newest first",
)
def get_versions(article_id: ArticleId, below: Below = None, limit: Limit = 20) -> Response[Any]:
    """Lists who made each edit, when, and what changed. The first one is the article as it is stored."""
    return respond(desk().versions(id_of(article_id), below, limit))


@app.get(
    "/articles/<article_id>/versions/<number>",
    responses=responses(DeskArticle, Desk.version, HTTPStatus.BAD_REQUEST),
    summary="A version of an article",
)
def get_version(article_id: ArticleId, number: Number) -> Response[Any]:
    """Returns the article as it was after that edit."""
    record = desk().version(id_of(article_id), number)
    version = record.version
    return respond(article_shown(record.stored_article, version.revision, version.at or desk().now()), version.revision)


@app.put(
    "/articles/<article_id>/version",
    responses=responses(DeskArticle, Desk.go_back, *BODY_PROBLEMS),
    summary="Go back to a version of an article",
)
def go_back(article_id: ArticleId, wanted: Annotated[WantedVersion, Body()], if_match: IfMatch = None) -> Response[Any]:
    """Makes the article again what it was then, by a new edit. What readers have seen does not become a draft."""
    return edited_article(desk().go_back(id_of(article_id), wanted.number, precondition(if_match, None)))
