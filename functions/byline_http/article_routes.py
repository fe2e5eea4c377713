"""The desk's routes for articles. They register themselves in the API that `desk_answers` creates."""

from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle
from byline.desk.shown import article_shown
from byline.errors import Problem, Refused
from byline.intake import fields
from byline.serving.preconditions import precondition
from byline.storage.desk_reader import DeskReader
from byline_http import desk_problems
from byline_http.article_addresses import PREFIX, id_of
from byline_http.desk_answers import ArticleId, Changes, DryRun, IfMatch, IfNoneMatch, app, desk, edited_article, respond
from byline_http.desk_responses import BODY_PROBLEMS, responses, responses_to_put

MoveAddress = Annotated[bool, Query(alias="move-address", description="Take the address from the article that has it")]
Notice = Annotated[fields.Notice | None, Query(description="The notice that readers see instead of the article")]
NoNotice = Annotated[bool, Query(alias="no-notice", description="Remove the notice that it has")]


@app.put(
    "/articles/<article_id>",
    responses=responses_to_put(DeskArticle, Desk.put_article),
    summary="Publish, schedule or correct an article, or store a draft",
)
def put_article(
    article_id: ArticleId,
    article: Annotated[DeskArticle, Body()],
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
    dry_run: DryRun = False,
    move_address: MoveAddress = False,
) -> Response[Any]:
    """What is not sent stays as it is. A repeated request changes nothing. A withdrawn article changes only if its `status`, its
    `withdrawal` or If-Match is sent.
    """
    only_if = precondition(if_match, if_none_match)
    return edited_article(desk().put_article(id_of(article_id), article, only_if, dry_run=dry_run, move_address=move_address))


def invalid_request(error: RequestValidationError) -> Response[Any]:
    """422 with every wrong field, and of an article with what contradicts what is stored, too."""
    event = app.current_event
    segment = event.path.removeprefix(PREFIX)
    if not event.path.startswith(PREFIX) or event.http_method != "PUT" or "/" in segment:
        return desk_problems.invalid_request(error)
    further = partial(desk().further_problems, id_of(segment), event.json_body)
    return desk_problems.invalid_request(error, further)


@app.patch(
    "/articles/<article_id>", responses=responses(DeskArticle, Desk.patch_article, *BODY_PROBLEMS), summary="Change an article"
)
def patch_article(
    article_id: ArticleId,
    changes: Changes,
    if_match: IfMatch = None,
    dry_run: DryRun = False,
    move_address: MoveAddress = False,
) -> Response[Any]:
    """Changes only what is sent. An article that does not exist is not created."""
    how = {"dry_run": dry_run, "move_address": move_address}
    return edited_article(desk().patch_article(id_of(article_id), changes, precondition(if_match, None), **how))


@app.get(
    "/articles/<article_id>",
    responses=responses(DeskArticle, DeskReader.article, HTTPStatus.BAD_REQUEST),
    summary="A stored article",
)
def get_article(article_id: ArticleId) -> Response[Any]:
    """Returns drafts and withdrawn articles too."""
    record = desk().reader.article(id_of(article_id))
    return respond(article_shown(record.stored_article, record.revision, desk().now()), record.revision)


@app.delete(
    "/articles/<article_id>",
    responses=responses(DeskArticle, Desk.withdraw, HTTPStatus.BAD_REQUEST),
    summary="Withdraw an article",
)
def withdraw(
    article_id: ArticleId, notice: Notice = None, no_notice: NoNotice = False, if_match: IfMatch = None
) -> Response[Any]:
    """Removes the article from every feed. If readers have seen it, feeds show a tombstone for a limited time."""
    if notice == "":
        raise Refused("request", [Problem("query.notice", "is empty: omit it, or send no-notice=true")])
    if notice and no_notice:
        raise Refused("request", [Problem("query.no-notice", "does not go with notice: omit one of them")])
    return edited_article(desk().withdraw(id_of(article_id), "" if no_notice else notice, precondition(if_match, None)))
