"""The desk's API: its routes, their responses, and the OpenAPI document that is generated from both.

Preconditions: RFC 9110, section 13.1.
"""

import json
import re
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Query

from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.desk.shown import FeedShown, ScheduledShown, article_shown, profile_shown
from byline.intake.fields import Line
from byline.model.feed_key import FeedKey, author_feed, section_feed
from byline.model.precondition import Precondition
from byline.model.profiles import Profile
from byline.serving.preconditions import precondition
from byline.storage.desk_reader import DeskReader
from byline.storage.editing import EditResult, Outcome
from byline_http import desk_body, desk_problems, erasures_api, resolving, versions_api
from byline_http.article_routes import ArticleId, IfMatch, SlugInPath, edited, edited_article, respond
from byline_http.desk_requests import editor_of
from byline_http.desk_responses import BODY_PROBLEMS, responses, responses_to_put

TITLE = "Byline: the desk"

app = APIGatewayHttpResolver(enable_validation=True)
app.include_router(versions_api.router)
app.include_router(erasures_api.router)

IfNoneMatch = Annotated[str | None, Header(alias="if-none-match", description="`*`: edit only if nothing is stored yet")]
DryRun = Annotated[bool, Query(alias="dry-run", description="Check the request, and store nothing")]
Changes = Annotated[
    dict[str, Any], Body(description="The fields to change; null removes an optional one (JSON Merge Patch, RFC 7396)")
]
Notice = Annotated[Line | None, Query(description="The notice that readers see instead of the article")]


def resolve(event: dict[str, Any], context: Any, desk: Desk) -> dict[str, Any]:
    """The response, in Lambda's form, to a request whose signature the API has checked.

    `event` is that of an API Gateway HTTP API (payload 2.0). Safe to call from several threads.
    """
    event = {**event, "rawPath": _with_encoded_id(event["rawPath"])}
    editor = editor_of(event)
    return desk_body.body_problem(event) or resolving.resolve(app, event, context, desk=desk.signed(editor) if editor else desk)


def _with_encoded_id(path: str) -> str:
    """The path with an article's id in one segment: the id may contain slashes, and API Gateway decodes the path."""
    before, found, rest = path.partition("/articles/")
    if not found or before not in {"", "/erasures"}:
        return path
    article_id, end = re.fullmatch(r"(.*?)(/versions(?:/\d+)?|/version)?", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{before}{found}{quote(article_id, safe='')}{end or ''}"


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
) -> Response[Any]:
    """What is not sent stays as it is. A repeated request changes nothing. A withdrawn article changes only if its `status`, its
    `withdrawal` or If-Match is sent.
    """
    only_if = precondition(if_match, if_none_match)
    return edited_article(_desk(), _desk().put_article(unquote(article_id), article, only_if, dry_run=dry_run))


@app.patch(
    "/articles/<article_id>", responses=responses(DeskArticle, Desk.patch_article, *BODY_PROBLEMS), summary="Change an article"
)
def patch_article(article_id: ArticleId, changes: Changes, if_match: IfMatch = None, dry_run: DryRun = False) -> Response[Any]:
    """Changes only what is sent. An article that does not exist is not created."""
    result = _desk().patch_article(unquote(article_id), changes, precondition(if_match, None), dry_run=dry_run)
    return edited_article(_desk(), result)


@app.get("/articles/<article_id>", responses=responses(DeskArticle, DeskReader.article), summary="A stored article")
def get_article(article_id: ArticleId) -> Response[Any]:
    """Returns drafts and withdrawn articles too."""
    record = _desk().reader.article(unquote(article_id))
    return respond(article_shown(record.stored_article, record.revision, _desk().now()), record.revision)


@app.delete("/articles/<article_id>", responses=responses(DeskArticle, Desk.withdraw), summary="Withdraw an article")
def withdraw(article_id: ArticleId, notice: Notice = None, if_match: IfMatch = None) -> Response[Any]:
    """Removes the article from every feed. If readers have seen it, feeds show a tombstone for a limited time."""
    return edited_article(_desk(), _desk().withdraw(unquote(article_id), notice, precondition(if_match, None)))


@app.put("/sections/<slug>", responses=responses_to_put(DeskSection, Desk.put_profile), summary="Store or rename a section")
def put_section(
    slug: SlugInPath,
    section: Annotated[DeskSection, Body()],
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
    dry_run: DryRun = False,
) -> Response[Any]:
    """What is not sent stays as it is. Another `slug` renames the section: its old addresses redirect permanently."""
    return _put_profile(section_feed(slug), section, precondition(if_match, if_none_match), dry_run)


@app.put("/authors/<slug>", responses=responses_to_put(DeskAuthor, Desk.put_profile), summary="Store or rename an author")
def put_author(
    slug: SlugInPath,
    author: Annotated[DeskAuthor, Body()],
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
    dry_run: DryRun = False,
) -> Response[Any]:
    """What is not sent stays as it is. Another `slug` renames the author: their old addresses redirect permanently."""
    return _put_profile(author_feed(slug), author, precondition(if_match, if_none_match), dry_run)


@app.patch("/sections/<slug>", responses=responses(DeskSection, Desk.patch_profile, *BODY_PROBLEMS), summary="Change a section")
def patch_section(slug: SlugInPath, changes: Changes, if_match: IfMatch = None, dry_run: DryRun = False) -> Response[Any]:
    """Changes only what is sent. Another `slug` renames the section."""
    return _patch_profile(section_feed(slug), changes, precondition(if_match, None), dry_run)


@app.patch("/authors/<slug>", responses=responses(DeskAuthor, Desk.patch_profile, *BODY_PROBLEMS), summary="Change an author")
def patch_author(slug: SlugInPath, changes: Changes, if_match: IfMatch = None, dry_run: DryRun = False) -> Response[Any]:
    """Changes only what is sent. Another `slug` renames the author."""
    return _patch_profile(author_feed(slug), changes, precondition(if_match, None), dry_run)


@app.get("/sections/<slug>", responses=responses(DeskSection, DeskReader.profile), summary="A stored section")
def get_section(slug: SlugInPath) -> Response[Any]:
    """Finds the section by its present or any former name."""
    return _profile(section_feed(slug))


@app.get("/authors/<slug>", responses=responses(DeskAuthor, DeskReader.profile), summary="A stored author")
def get_author(slug: SlugInPath) -> Response[Any]:
    """Finds the author by their present or any former name."""
    return _profile(author_feed(slug))


@app.delete("/sections/<slug>", responses=responses(None, Desk.retire), summary="Retire a section permanently")
def retire_section(slug: SlugInPath, if_match: IfMatch = None) -> Response[Any]:
    """Its feeds respond with 410 from now on. Its articles stay in their other feeds."""
    return _retire(section_feed(slug), precondition(if_match, None))


@app.delete("/authors/<slug>", responses=responses(None, Desk.retire), summary="Retire an author permanently")
def retire_author(slug: SlugInPath, if_match: IfMatch = None) -> Response[Any]:
    """Their feeds respond with 410 from now on. Their articles stay in their other feeds."""
    return _retire(author_feed(slug), precondition(if_match, None))


@app.get("/scheduled", responses=responses(list[ScheduledShown], Desk.scheduled), summary="Scheduled articles, earliest first")
def scheduled() -> Response[Any]:
    """Lists the articles that are not due yet."""
    return respond(_desk().scheduled())


@app.get("/feeds", responses=responses(list[FeedShown], Desk.feeds), summary="Every feed and its state")
def feeds() -> Response[Any]:
    """Lists the site's feed first. Retired feeds are not listed."""
    return respond(_desk().feeds())


@app.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[Any]:
    """The description of this API."""
    return respond(openapi_document())


def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, generated from the routes above."""
    document: dict[str, Any] = json.loads(app.get_openapi_json_schema(title=TITLE, version="1"))
    return document


app.exception_handler([Exception, RequestValidationError, RequestUnsupportedContentType])(desk_problems.problem_response)
app.not_found(lambda _error: desk_problems.no_such_address())


def _desk() -> Desk:
    desk: Desk = app.context["desk"]
    return desk


def _put_profile(name: FeedKey, sent: DeskSection | DeskAuthor, only_if: Precondition, dry_run: bool) -> Response[Any]:
    return _edited_profile(name, _desk().put_profile(name, sent, only_if, dry_run=dry_run))


def _patch_profile(name: FeedKey, changes: dict[str, Any], only_if: Precondition, dry_run: bool) -> Response[Any]:
    return _edited_profile(name, _desk().patch_profile(name, changes, only_if, dry_run=dry_run))


def _profile(name: FeedKey) -> Response[Any]:
    record = _desk().reader.profile(name)
    return respond(profile_shown(record.profile, record.revision, retired=record.retired), record.revision)


def _retire(name: FeedKey, only_if: Precondition) -> Response[Any]:
    _desk().retire(name, only_if)
    return Response(HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})


def _edited_profile(name: FeedKey, result: EditResult[Profile]) -> Response[Any]:
    retired = result.outcome is Outcome.UNCHANGED and _desk().reader.profile(name).retired
    return edited(result, profile_shown(result.thing, result.revision, retired=retired))
