"""The desk's API: how a request gets to its routes, the routes of lists, and the OpenAPI document that is generated from all.

Preconditions: RFC 9110, section 13.1.
"""

import json
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError

from byline.desk.desk import Desk
from byline.desk.shown import FeedShown, ScheduledShown
from byline.edit_errors import UnknownArticle
from byline.errors import UnknownFeed
from byline_http import (
    article_routes,
    desk_methods,
    desk_problems,
    desk_requests,
    erasure_routes,
    finding_routes,
    profile_routes,
    redirect_routes,
    resolving,
    version_routes,
)
from byline_http.desk_answers import app, desk, respond
from byline_http.desk_responses import responses

TITLE = "Byline: the desk"

ROUTES = (article_routes, version_routes, erasure_routes, finding_routes, profile_routes, redirect_routes)
"""The modules whose routes belong to the API."""


def resolve(event: dict[str, Any], context: Any, desk: Desk) -> dict[str, Any]:
    """The response, in Lambda's form, to a request whose signature the API has checked.

    `event` is that of an API Gateway HTTP API (payload 2.0). Routes find the signer's ARN as `editor` in `app.context`.
    Safe to call from several threads.
    """
    if desk_requests.is_head(event):
        return {**resolve(desk_requests.as_get(event), context, desk), "body": ""}
    editor = desk_requests.editor_of(event)
    clean, problem = desk_requests.read(event, _paths)
    return problem or resolving.resolve(app, clean, context, desk=desk.signed(editor) if editor else desk, editor=editor)


@app.get("/scheduled", responses=responses(list[ScheduledShown], Desk.scheduled), summary="Scheduled articles, earliest first")
def scheduled() -> Response[Any]:
    """Lists the articles that are not due yet."""
    return respond(desk().scheduled())


@app.get("/feeds", responses=responses(list[FeedShown], Desk.feeds), summary="Every feed and its state")
def feeds() -> Response[Any]:
    """Lists the site's feed first. Retired feeds are not listed."""
    return respond(desk().feeds())


@app.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[Any]:
    """The description of this API."""
    return respond(openapi_document())


def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, generated from the routes above."""
    document: dict[str, Any] = json.loads(app.get_openapi_json_schema(title=TITLE, version="1"))
    return document


@cache
def _paths() -> desk_methods.Paths:
    """The operations of every address."""
    return {**openapi_document()["paths"], "/openapi.json": {"get": {}}}


app.exception_handler(UnknownArticle)(finding_routes.unknown_article)
app.exception_handler(UnknownFeed)(finding_routes.unknown_feed)
app.exception_handler(RequestValidationError)(article_routes.invalid_request)
app.exception_handler([Exception, RequestUnsupportedContentType])(desk_problems.problem_response)
app.not_found(lambda _: desk_methods.response_without_route(_paths(), app.current_event.http_method, app.current_event.path))
