"""The desk's API: its routes, their responses, and the OpenAPI document that is generated from both.

Preconditions: RFC 9110, section 13.1.
"""

import json
from http import HTTPStatus
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Path, Query

from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.desk.shown import FeedShown, ScheduledShown, UsageShown, article_shown, profile_shown
from byline.intake.fields import Headline
from byline.model.feed_key import FeedKey, Kind, author_feed, section_feed
from byline.model.precondition import Precondition
from byline.model.values import LONGEST_SLUG, SLUG_PATTERN
from byline.serving.preconditions import precondition
from byline.storage.desk_reader import DeskReader
from byline.storage.editing import EditResult, Outcome
from byline_http import desk_body, desk_problems, resolving
from byline_http.desk_body import JSON
from byline_http.desk_responses import responses, responses_to_put

TITLE = "Byline: the desk"

app = APIGatewayHttpResolver(enable_validation=True)

ArticleId = Annotated[str, Path(description="The article's permanent id, percent-encoded", max_length=1500)]
Slug = Annotated[str, Path(description="The name in addresses", pattern=SLUG_PATTERN, max_length=LONGEST_SLUG)]
ProfileKind = Annotated[Literal["sections", "authors"], Path(description="What the feed is about")]
IfMatch = Annotated[str | None, Header(alias="if-match", description="Edit only if the stored entity tag is one of these")]
IfNoneMatch = Annotated[str | None, Header(alias="if-none-match", description="`*`: edit only if nothing is stored yet")]
Notice = Annotated[Headline | None, Query(description="The notice that readers see instead of the article")]


def resolve(event: dict[str, Any], context: Any, desk: Desk) -> dict[str, Any]:
    """The response, in Lambda's form, to a request whose signature the API has checked.

    `event` is that of an API Gateway HTTP API (payload 2.0). Safe to call from several threads.
    """
    event = {**event, "rawPath": _with_encoded_id(event["rawPath"])}
    return desk_body.body_problem(event) or resolving.resolve(app, event, context, desk=desk)


def _with_encoded_id(path: str) -> str:
    """The path with an article's id in one segment: the id may contain slashes, and API Gateway decodes the path."""
    before, found, article_id = path.partition("/articles/")
    return f"{before}{found}{quote(article_id, safe='')}" if found and not before else path


@app.put(
    "/articles/<article_id>",
    responses=responses_to_put(DeskArticle, Desk.put_article),
    summary="Publish, schedule or correct an article, or store a draft",
)
def put_article(
    article_id: ArticleId, article: Annotated[DeskArticle, Body()], if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Response[Any]:
    """Stores the article as sent. A repeated request changes nothing. A withdrawn article is published again, unless `withdrawal`
    is sent back unchanged.
    """
    result = _desk().put_article(unquote(article_id), article, precondition(if_match, if_none_match))
    return _edited(result, article_shown(result.thing, _desk().now()))


@app.get("/articles/<article_id>", responses=responses(DeskArticle, DeskReader.article), summary="A stored article")
def get_article(article_id: ArticleId) -> Response[Any]:
    """Returns drafts and withdrawn articles too."""
    record = _desk().reader.article(unquote(article_id))
    return _respond(article_shown(record.stored_article, _desk().now()), record.revision)


@app.delete("/articles/<article_id>", responses=responses(DeskArticle, Desk.withdraw), summary="Withdraw an article")
def withdraw(article_id: ArticleId, notice: Notice = None, if_match: IfMatch = None) -> Response[Any]:
    """Removes the article from every feed. If readers have seen it, feeds show a tombstone for a limited time."""
    result = _desk().withdraw(unquote(article_id), notice or "", precondition(if_match, None))
    return _edited(result, article_shown(result.thing, _desk().now()))


@app.put("/sections/<slug>", responses=responses_to_put(DeskSection, Desk.put_profile), summary="Store or rename a section")
def put_section(
    slug: Slug, section: Annotated[DeskSection, Body()], if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Response[Any]:
    """If the body has another `slug`, the section is renamed. Its old addresses redirect to the new ones permanently."""
    return _put_profile(section_feed(slug), section, precondition(if_match, if_none_match))


@app.put("/authors/<slug>", responses=responses_to_put(DeskAuthor, Desk.put_profile), summary="Store or rename an author")
def put_author(
    slug: Slug, author: Annotated[DeskAuthor, Body()], if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Response[Any]:
    """If the body has another `slug`, the author is renamed. Their old addresses redirect to the new ones permanently."""
    return _put_profile(author_feed(slug), author, precondition(if_match, if_none_match))


@app.get("/sections/<slug>", responses=responses(DeskSection, DeskReader.profile), summary="A stored section")
def get_section(slug: Slug) -> Response[Any]:
    """Finds the section by its present or any former name."""
    return _profile(section_feed(slug))


@app.get("/authors/<slug>", responses=responses(DeskAuthor, DeskReader.profile), summary="A stored author")
def get_author(slug: Slug) -> Response[Any]:
    """Finds the author by their present or any former name."""
    return _profile(author_feed(slug))


@app.delete("/sections/<slug>", responses=responses(None, Desk.retire), summary="Retire a section")
def retire_section(slug: Slug, if_match: IfMatch = None) -> Response[Any]:
    """Its feeds respond with 410 until it is revived. Its articles stay in their other feeds."""
    return _retire(section_feed(slug), precondition(if_match, None))


@app.delete("/authors/<slug>", responses=responses(None, Desk.retire), summary="Retire an author")
def retire_author(slug: Slug, if_match: IfMatch = None) -> Response[Any]:
    """Their feeds respond with 410 until they are revived. Their articles stay in their other feeds."""
    return _retire(author_feed(slug), precondition(if_match, None))


@app.delete("/<kind>/<slug>/retirement", responses=responses(None, Desk.revive), summary="Revive a section or author")
def revive(kind: ProfileKind, slug: Slug, if_match: IfMatch = None) -> Response[Any]:
    """Undoes a retirement: the feeds are served and listed again."""
    _desk().revive(FeedKey(Kind(kind), slug), precondition(if_match, None))
    return _done()


@app.get("/<kind>/<slug>/usage", responses=responses(UsageShown, Desk.concerned), summary="What a retirement concerns")
def usage(kind: ProfileKind, slug: Slug) -> Response[Any]:
    """Counts the articles in the feed, and lists the addresses to which readers may have subscribed."""
    return _respond(_desk().concerned(FeedKey(Kind(kind), slug)))


@app.get("/scheduled", responses=responses(list[ScheduledShown], Desk.scheduled), summary="Scheduled articles, earliest first")
def scheduled() -> Response[Any]:
    """Lists the articles that are not due yet."""
    return _respond(_desk().scheduled())


@app.get("/feeds", responses=responses(list[FeedShown], Desk.feeds), summary="Every feed and its state")
def feeds() -> Response[Any]:
    """Lists the site's feed first. Retired feeds are not listed."""
    return _respond(_desk().feeds())


@app.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[Any]:
    """The description of this API."""
    return _respond(openapi_document())


def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, generated from the routes above."""
    document: dict[str, Any] = json.loads(app.get_openapi_json_schema(title=TITLE, version="1"))
    return document


app.exception_handler([Exception, RequestValidationError, RequestUnsupportedContentType])(desk_problems.problem_response)
app.not_found(lambda _error: desk_problems.no_such_address())


def _desk() -> Desk:
    desk: Desk = app.context["desk"]
    return desk


def _put_profile(name: FeedKey, sent: DeskSection | DeskAuthor, only_if: Precondition) -> Response[Any]:
    result = _desk().put_profile(name, sent, only_if)
    retired = result.outcome is not Outcome.NEW and _desk().reader.profile(name).retired
    return _edited(result, profile_shown(result.thing, retired=retired))


def _profile(name: FeedKey) -> Response[Any]:
    record = _desk().reader.profile(name)
    return _respond(profile_shown(record.profile, retired=record.retired), record.revision)


def _retire(name: FeedKey, only_if: Precondition) -> Response[Any]:
    _desk().retire(name, only_if)
    return _done()


def _done() -> Response[Any]:
    return Response(HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})


def _edited(result: EditResult[Any], shown: dict[str, Any]) -> Response[Any]:
    status = HTTPStatus.CREATED if result.outcome is Outcome.NEW else HTTPStatus.OK
    return _respond(shown, result.revision, status)


def _respond(body: Any, revision: str | None = None, status: int = HTTPStatus.OK) -> Response[Any]:
    """`body` as JSON that no cache stores, with the revision as its entity tag."""
    tag = {} if revision is None else {"ETag": f'"{revision}"'}
    return Response(status, JSON, json.dumps(body, ensure_ascii=False), {**tag, "Cache-Control": "no-store"})
