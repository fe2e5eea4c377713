"""The desk's API as the commands use it: deployed and signed, on the local server, or here in this process for a table."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from logging import StreamHandler
from typing import Any, TextIO, cast
from urllib.parse import quote, unquote, urlencode, urlsplit

import boto3
import urllib3
from botocore.credentials import Credentials

from byline.errors import BylineError
from byline.model.feed_key import SITE
from byline.storage.dynamodb import Table, connect
from byline.storage.feed_reader import FeedReader
from byline_tools.local.api_gateway import HttpRequest, HttpResponse, event_for, find_route, response_from
from byline_tools.local.machine import LambdaContext, environment_with
from byline_tools.local.signing import signed
from byline_tools.local.stack import Route, make_handlers_importable

Send = Callable[[HttpRequest], HttpResponse]


WHAT_TO_DO = {
    403: "who signs it has to be allowed to call the desk (execute-api:Invoke), with credentials that are still valid",
    404: "if nothing at all is there, the address is not the stack's output DeskUrl",
}
"""Where the answer is API Gateway's own, which gives no reasons."""


class NotDone(BylineError):
    """The desk answered `status` with the problem details `problem` (RFC 9457), about what is at `path`."""

    def __init__(self, path: str, status: int, problem: Mapping[str, Any]) -> None:
        self.path = path
        self.status = status
        self.problem = dict(problem)
        super().__init__(_reasons(unquote(path).strip("/"), status, problem))


class Unreachable(BylineError):
    """Nobody answers at `address`."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"nobody answers at {address}: --local needs `make serve` running and its --port, --api the stack's output DeskUrl"
        )


class NoCredentials(BylineError):
    """There is nothing to sign requests to `api` with."""

    def __init__(self, api: str) -> None:
        self.api = api
        super().__init__(f"{api} takes signed requests only: give AWS credentials and a region, as for the aws command")


@dataclass(frozen=True, slots=True)
class AnnouncementResult:
    """What the desk answered: the JSON, and the entity tag to change it under."""

    status: int
    body: Any
    etag: str


class DeskClient:
    """Sends requests through `send`; every method raises NotDone with what the desk said."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def get(self, path: str) -> AnnouncementResult:
        """What is stored there."""
        return self._ask("GET", path)

    def put(self, path: str, thing: Mapping[str, Any], *, if_match: str | None = None) -> AnnouncementResult:
        """Store `thing` there, only if what is there has the entity tag `if_match`."""
        return self._ask("PUT", path, json.dumps(thing).encode(), if_match)

    def delete(self, path: str, **query: str) -> AnnouncementResult:
        """Withdraw or retire what is there."""
        return self._ask("DELETE", f"{path}?{urlencode(query, quote_via=quote)}" if query else path)

    def _ask(self, method: str, target: str, body: bytes = b"", if_match: str | None = None) -> AnnouncementResult:
        headers = {"Content-Type": "application/json"} if body else {}
        answer = self._send(
            HttpRequest(method, target, [*headers.items(), *([("If-Match", if_match)] if if_match else [])], body)
        )
        told = _json(answer.body)
        if answer.status >= 400 or (answer.body and told is None):
            raise NotDone(target.partition("?")[0], answer.status, told if isinstance(told, dict) else {})
        etag = next((value for name, value in answer.headers if name.lower() == "etag"), "")
        return AnnouncementResult(answer.status, told, etag)


def _json(body: bytes) -> Any:
    """What the body says, None if it is no JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _reasons(subject: str, status: int, problem: Mapping[str, Any]) -> str:
    """For people: every wrong field, or else why not. The detail of a refusal only says the same as its fields."""
    if fields := problem.get("errors"):
        return f"{subject} was refused ({status})" + "".join(f"\n  {each['field']}: {each['reason']}" for each in fields)
    if "detail" in problem:
        return f"{problem['detail']} ({status})"
    told = problem.get("message", "this is no answer of the desk's")
    return f"{subject}: {told} ({status}); {WHAT_TO_DO.get(status, 'is this the address of the desk?')}"


def path_of(article_id: str) -> str:
    """An article's address."""
    return f"/articles/{quote(article_id, safe='')}"


def deployed(api: str) -> Send:
    """To the API at that address, signed with this machine's AWS credentials; raises NoCredentials."""
    session = boto3.Session()
    credentials = session.get_credentials()
    if credentials is None or session.region_name is None:
        raise NoCredentials(api)
    return over_http(api, credentials, session.region_name)


def over_http(api: str, credentials: Credentials, region: str) -> Send:
    """To the API at that address, signed; what is sent raises Unreachable if nobody answers."""
    http = urllib3.PoolManager(retries=urllib3.Retry(2, redirect=0, allowed_methods=None), timeout=30)

    def send(request: HttpRequest) -> HttpResponse:
        url = f"{api.rstrip('/')}{request.target}"
        headers = signed(request.method, url, dict(request.headers), request.body, credentials, region)
        try:
            answer = http.request(request.method, url, body=request.body, headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise Unreachable(api) from error
        return HttpResponse(answer.status, list(answer.headers.items()), answer.data)

    return send


def in_process(environment: Mapping[str, str]) -> Send:
    """To the desk's own function, called here with `environment`: for whoever may write to the table itself.

    Raises StoreUnavailable if the table cannot be read: the function would only say to try again.
    """
    with environment_with(environment):
        make_handlers_importable()
        import manage_articles  # noqa: PLC0415 - what it takes to import is only needed here

        FeedReader(Table(connect(), environment["TABLE_NAME"])).find(SITE)
        manage_articles.desk.cache_clear()
        manage_articles.desk()
    manage_articles.logger.setLevel("WARNING")
    cast("StreamHandler[TextIO]", manage_articles.logger.registered_handler).stream = sys.stderr
    context = LambdaContext("here", "manage_articles")
    routes = [Route(method, path, "manage_articles.handler") for method in ("PUT", "GET", "DELETE") for path in ("/{path+}",)]

    def send(request: HttpRequest) -> HttpResponse:
        match = find_route(routes, request.method, urlsplit(request.target).path)
        if match is None:
            raise ValueError(f"{request.method} {request.target} is no request to the desk")
        with environment_with(environment):  # where metrics are written to is asked each time
            return response_from(manage_articles.handler(event_for(request, match, datetime.now(UTC)), context))

    return send
