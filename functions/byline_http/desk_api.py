"""The desk's interface: which requests there are, and what each is answered. Part of `manage_articles`.

Preconditions: RFC 9110, section 13.1. The OpenAPI document is made from here.
"""

import json
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Path, Query

from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.desk.shown import FeedShown, ScheduledShown, article_shown, profile_shown
from byline.intake.fields import Headline
from byline.model.feed_key import FeedKey, author_feed, section_feed
from byline.model.precondition import Precondition
from byline.model.values import LONGEST_SLUG, SLUG_PATTERN
from byline.serving.preconditions import precondition
from byline.storage.editing import EditResult, Outcome
from byline_http import desk_body, desk_problems
from byline_http.desk_body import JSON

TITLE = "Byline: the desk"

app = APIGatewayHttpResolver(enable_validation=True)

ArticleId = Annotated[str, Path(description="The article's permanent id, percent-encoded", max_length=1500)]
Slug = Annotated[str, Path(description="The name in addresses", pattern=SLUG_PATTERN, max_length=LONGEST_SLUG)]
IfMatch = Annotated[str | None, Header(alias="if-match", description="Only if what is stored has this entity tag")]
IfNoneMatch = Annotated[str | None, Header(alias="if-none-match", description="`*`: only if nothing is stored yet")]
Notice = Annotated[Headline | None, Query(description="What readers are told in the article's place")]


def told(of: Any, *statuses: int) -> dict[int, Any]:
    """What a route is answered, for the OpenAPI document: `of` where it went well, problems (RFC 9457) elsewhere."""
    problem = {"content": {desk_problems.MEDIA_TYPE: {"model": desk_problems.ProblemDetails}}}
    shown = {"description": "As it is stored", "content": {JSON: {"model": of}}} if of else {"description": "Done", "content": {}}
    failed = {status: {"description": HTTPStatus(status).phrase, **problem} for status in (*statuses, 422, 503)}
    return {**({200: shown} if of else {204: shown}), **failed}


def created(of: Any) -> dict[int, Any]:
    """The same of a route that may store something new."""
    new = {201: {"description": "Stored for the first time", "content": {JSON: {"model": of}}}}
    return {**told(of, 400, 404, 409, 412, 413, 415), **new}


def resolve(event: dict[str, Any], context: Any, desk: Desk) -> dict[str, Any]:
    """The answer to a request that has passed the API's check of its signature."""
    app.append_context(desk=desk)  # type: ignore[no-untyped-call]
    return desk_body.wrong_with(event) or app.resolve(event, context)


@app.put("/articles/<article_id>", responses=created(DeskArticle), summary="Publish, schedule, correct or keep an article")
def put_article(
    article_id: ArticleId, article: Annotated[DeskArticle, Body()], if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Response[Any]:
    """Store it as it is to be. The same again changes nothing; a withdrawn one is published again."""
    kept = _desk().put_article(unquote(article_id), article, precondition(if_match, if_none_match))
    return _kept(kept, article_shown(kept.thing, _desk().now()))


@app.get("/articles/<article_id>", responses=told(DeskArticle, 404), summary="An article as it is stored")
def get_article(article_id: ArticleId) -> Response[Any]:
    """Drafts and withdrawn articles too."""
    record = _desk().archive.article(unquote(article_id))
    return _respond(article_shown(record.stored_article, _desk().now()), record.revision)


@app.delete("/articles/<article_id>", responses=told(DeskArticle, 404, 409, 412), summary="Withdraw an article")
def withdraw(article_id: ArticleId, notice: Notice = None, if_match: IfMatch = None) -> Response[Any]:
    """Take it out of every feed; where readers have seen it, a tombstone stays for a while."""
    kept = _desk().withdraw(unquote(article_id), notice or "", precondition(if_match, None))
    return _kept(kept, article_shown(kept.thing, _desk().now()))


@app.put("/sections/<slug>", responses=created(DeskSection), summary="Store or rename a section")
def put_section(
    slug: Slug, section: Annotated[DeskSection, Body()], if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Response[Any]:
    """With another `slug` in the body it is renamed: its old addresses lead to the new ones for ever."""
    return _put_profile(section_feed(slug), section, precondition(if_match, if_none_match))


@app.put("/authors/<slug>", responses=created(DeskAuthor), summary="Store or rename an author")
def put_author(
    slug: Slug, author: Annotated[DeskAuthor, Body()], if_match: IfMatch = None, if_none_match: IfNoneMatch = None
) -> Response[Any]:
    """With another `slug` in the body they are renamed: their old addresses lead to the new ones for ever."""
    return _put_profile(author_feed(slug), author, precondition(if_match, if_none_match))


@app.get("/sections/<slug>", responses=told(DeskSection, 404), summary="A section as it is stored")
def get_section(slug: Slug) -> Response[Any]:
    """Under any name it has had."""
    return _profile(section_feed(slug))


@app.get("/authors/<slug>", responses=told(DeskAuthor, 404), summary="An author as they are stored")
def get_author(slug: Slug) -> Response[Any]:
    """Under any name they have had."""
    return _profile(author_feed(slug))


@app.delete("/sections/<slug>", responses=told(None, 404, 409, 412), summary="Retire a section for ever")
def retire_section(slug: Slug, if_match: IfMatch = None) -> Response[Any]:
    """Its feeds answer 410 from now on. Its articles stay where else they are."""
    return _retire(section_feed(slug), precondition(if_match, None))


@app.delete("/authors/<slug>", responses=told(None, 404, 409, 412), summary="Retire an author for ever")
def retire_author(slug: Slug, if_match: IfMatch = None) -> Response[Any]:
    """Their feeds answer 410 from now on. Their articles stay where else they are."""
    return _retire(author_feed(slug), precondition(if_match, None))


@app.get("/scheduled", responses=told(list[ScheduledShown]), summary="What waits for its time, earliest first")
def scheduled() -> Response[Any]:
    """Articles whose time has still to come."""
    return _respond(_desk().scheduled())


@app.get("/feeds", responses=told(list[FeedShown]), summary="Every feed and the state it is in")
def feeds() -> Response[Any]:
    """The site's first; what is retired is not among them."""
    return _respond(_desk().feeds())


@app.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[Any]:
    """The description of this interface."""
    return _respond(openapi_document())


def openapi_document() -> dict[str, Any]:
    """OpenAPI 3.1, as made from the routes above."""
    document: dict[str, Any] = json.loads(app.get_openapi_json_schema(title=TITLE, version="1"))
    return document


app.exception_handler([Exception, RequestValidationError, RequestUnsupportedContentType])(desk_problems.told)
app.not_found(lambda _error: desk_problems.nowhere())


def _desk() -> Desk:
    desk: Desk = app.context["desk"]
    return desk


def _put_profile(name: FeedKey, sent: DeskSection | DeskAuthor, only_if: Precondition) -> Response[Any]:
    kept = _desk().put_profile(name, sent, only_if)
    retired = kept.outcome is Outcome.UNCHANGED and _desk().archive.profile(name).retired
    return _kept(kept, profile_shown(kept.thing, retired=retired))


def _profile(name: FeedKey) -> Response[Any]:
    record = _desk().archive.profile(name)
    return _respond(profile_shown(record.profile, retired=record.retired), record.revision)


def _retire(name: FeedKey, only_if: Precondition) -> Response[Any]:
    _desk().retire(name, only_if)
    return Response(HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})


def _kept(kept: EditResult[Any], shown: dict[str, Any]) -> Response[Any]:
    status = HTTPStatus.CREATED if kept.outcome is Outcome.NEW else HTTPStatus.OK
    return _respond(shown, kept.revision, status)


def _respond(body: Any, revision: str | None = None, status: int = HTTPStatus.OK) -> Response[Any]:
    """JSON that no cache keeps, with the revision as its entity tag."""
    tag = {} if revision is None else {"ETag": f'"{revision}"'}
    return Response(status, JSON, json.dumps(body, ensure_ascii=False), {**tag, "Cache-Control": "no-store"})
