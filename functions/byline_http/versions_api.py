"""The routes of the desk's API for versions of articles."""

from typing import Annotated, Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query
from pydantic import Field

from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle
from byline.desk.shown import VersionShown, article_shown
from byline.intake.parts import Input
from byline.serving.preconditions import precondition
from byline_http.article_routes import ArticleId, IfMatch, edited_article, respond
from byline_http.desk_responses import BODY_PROBLEMS, responses

router = Router()  # type: ignore[no-untyped-call]

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


@router.get(
    "/articles/<article_id>/versions",
    responses=responses(list[VersionShown], Desk.versions),
    summary="The versions of an article, newest first",
)
def get_versions(article_id: ArticleId, below: Below = None, limit: Limit = 20) -> Response[Any]:
    """Lists who made each edit, when, and what changed. The first one is the article as it is stored."""
    return respond(_desk().versions(unquote(article_id), below, limit))


@router.get(
    "/articles/<article_id>/versions/<number>", responses=responses(DeskArticle, Desk.version), summary="A version of an article"
)
def get_version(article_id: ArticleId, number: Number) -> Response[Any]:
    """Returns the article as it was after that edit."""
    record = _desk().version(unquote(article_id), number)
    version = record.version
    return respond(article_shown(record.stored_article, version.revision, version.at or _desk().now()), version.revision)


@router.put(
    "/articles/<article_id>/version",
    responses=responses(DeskArticle, Desk.go_back, *BODY_PROBLEMS),
    summary="Go back to a version of an article",
)
def go_back(article_id: ArticleId, wanted: Annotated[WantedVersion, Body()], if_match: IfMatch = None) -> Response[Any]:
    """Makes the article again what it was then, by a new edit. What readers have seen does not become a draft."""
    return edited_article(_desk(), _desk().go_back(unquote(article_id), wanted.number, precondition(if_match, None)))


def _desk() -> Desk:
    desk: Desk = router.context["desk"]
    return desk
