"""The desk's routes for redirects. They register themselves in the API that `desk_answers` creates."""

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from byline.desk.redirect_desk import MOST_LISTED, RedirectDesk, RedirectShown, RedirectsShown, WantedRedirect
from byline.storage.editing import Outcome
from byline_http.desk_answers import app, desk, done, respond
from byline_http.desk_responses import responses, responses_to_put
from byline_http.redirect_addresses import path_in

OldPath = Annotated[
    str,
    Path(description="The old path in base64url (RFC 4648, section 5), UTF-8, without padding", pattern="^[A-Za-z0-9_-]+$"),
]
Limit = Annotated[int, Query(description="The most redirects in the response", ge=1, le=MOST_LISTED)]
Cursor = Annotated[str | None, Query(description="The cursor of the page before")]


@app.get("/redirects", responses=responses(RedirectsShown, RedirectDesk.page), summary="Redirects, by old path")
def list_redirects(limit: Limit = MOST_LISTED, cursor: Cursor = None) -> Response[Any]:
    """A page with a `cursor` is not the last one: send the cursor for the next."""
    return respond(desk().redirects.page(limit, cursor))


@app.get("/redirects/<old_path>", responses=responses(RedirectShown, RedirectDesk.one), summary="A redirect")
def get_redirect(old_path: OldPath) -> Response[Any]:
    """The path may be written in any way that leads there."""
    return respond(desk().redirects.one(path_in(old_path)))


@app.put("/redirects/<old_path>", responses=responses_to_put(RedirectShown, RedirectDesk.put), summary="Redirect an old path")
def put_redirect(old_path: OldPath, wanted: Annotated[WantedRedirect, Body()]) -> Response[Any]:
    """Lets an old path of the newsroom lead to a feed, for good: 301 to its present address, or 410 once it is retired."""
    shown, outcome = desk().redirects.put(path_in(old_path), wanted)
    status = HTTPStatus.CREATED if outcome is Outcome.NEW else HTTPStatus.OK
    return respond(shown, None, status, {"Byline-Outcome": outcome.value})


@app.delete("/redirects/<old_path>", responses=responses(None, RedirectDesk.remove), summary="Remove a redirect")
def remove_redirect(old_path: OldPath) -> Response[Any]:
    """Readers who still ask at the old path get 404 from now on."""
    desk().redirects.remove(path_in(old_path))
    return done(Outcome.CHANGED)
