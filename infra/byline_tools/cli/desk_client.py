"""A client of the desk's API. Its requests go over HTTP, signed, or straight to a desk in this process."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import boto3
import urllib3
from botocore.credentials import Credentials

from byline.desk.desk import Desk, desk_for
from byline.errors import BylineError
from byline.model.feed_key import SITE
from byline.model.kinds import KINDS
from byline.model.times import utc_now
from byline.settings import DeskSettings
from byline.storage.dynamodb import Table, connect
from byline.storage.feed_lookup import find_served
from byline_http.article_addresses import readable
from byline_tools.local.api_gateway import HttpRequest, HttpResponse, Match, event_for, response_from
from byline_tools.local.machine import EDITOR_HEADER, LambdaContext
from byline_tools.local.signing import signed
from byline_tools.local.stack import Route

Send = Callable[[HttpRequest], HttpResponse]
"""Sends a request to a desk and returns its response."""

ANY_REQUEST = Match(Route("ANY", "/{path+}", handler=""), {})
"""In this process the desk's API finds the route itself."""

CONTEXT = LambdaContext("in-process", "manage_articles")

PATHS = {row.noun: f"/{row.kind}/" for row in KINDS}
"""The paths of sections and authors at the desk, by what people call them."""

WHAT_TO_DO = {
    403: "the signer needs permission to call the desk (execute-api:Invoke), with credentials that are still valid",
    404: "if nothing at all is there, the address is not the stack's output DeskUrl",
}
"""For responses of API Gateway itself, which give no reasons."""


class NotDone(BylineError):
    """The desk responded with `status` and the problem details `problem` (RFC 9457) to a request for `path`."""

    def __init__(self, path: str, status: int, problem: Mapping[str, Any]) -> None:
        self.path = path
        self.status = status
        self.problem = dict(problem)
        super().__init__(_reasons(readable(path), status, problem))


class Unreachable(BylineError):
    """There is no response from `address`."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"no response from {address}: --local needs a running `make serve` and its --port, --api the stack's output DeskUrl"
        )


class NoCredentials(BylineError):
    """There are no credentials or no region to sign requests to `api` with."""

    def __init__(self, api: str) -> None:
        self.api = api
        super().__init__(f"{api} takes signed requests only: give AWS credentials and a region, as for the aws command")


@dataclass(frozen=True, slots=True)
class DeskResponse:
    """A response of the desk: its JSON, the entity tag under which what it describes can be changed, and an edit's outcome."""

    status: int
    body: Any
    etag: str
    outcome: str


class DeskClient:
    """Sends requests with `send`. Every method raises NotDone with the reasons if the desk refuses the request."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def get(self, path: str) -> DeskResponse:
        """What is stored at `path`."""
        return self._request("GET", path)

    def put(self, path: str, thing: Mapping[str, Any], *, if_match: str | None = None, **how: bool) -> DeskResponse:
        """Store `thing` at `path`; with `if_match`, only if what is stored there has that entity tag.

        `how` may have `dry_run`, which only checks, and `move_address`.
        """
        return self._request("PUT", _with_query(path, how), json.dumps(thing).encode(), if_match)

    def patch(self, path: str, changes: Mapping[str, Any], *, if_match: str | None = None, **how: bool) -> DeskResponse:
        """Make `changes` (JSON Merge Patch) to what is stored at `path`; for `if_match` and `how` see `put`."""
        return self._request("PATCH", _with_query(path, how), json.dumps(changes).encode(), if_match)

    def delete(self, path: str, **query: str) -> DeskResponse:
        """Withdraw or retire what is stored at `path`."""
        return self._request("DELETE", f"{path}?{urlencode(query, quote_via=quote)}" if query else path)

    def _request(self, method: str, target: str, body: bytes = b"", if_match: str | None = None) -> DeskResponse:
        headers = {**({"Content-Type": "application/json"} if body else {}), **({"If-Match": if_match} if if_match else {})}
        response = self._send(HttpRequest(method, target, list(headers.items()), body))
        decoded = _json(response.body)
        if response.status >= 400 or (response.body and decoded is None):
            raise NotDone(target.partition("?")[0], response.status, decoded if isinstance(decoded, dict) else {})
        given = {name.lower(): value for name, value in response.headers}
        return DeskResponse(response.status, decoded, given.get("etag", ""), given.get("byline-outcome", ""))


def _with_query(path: str, how: Mapping[str, bool]) -> str:
    query = "&".join(f"{name.replace('_', '-')}=true" for name, given in how.items() if given)
    return f"{path}?{query}" if query else path


def _json(body: bytes) -> Any:
    """The decoded body; None if it is not JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _reasons(subject: str, status: int, problem: Mapping[str, Any]) -> str:
    """For people: every wrong field, or else the detail. The detail of a refusal only repeats its fields."""
    if fields := problem.get("errors"):
        return f"{subject} was refused ({status})" + "".join(f"\n  {each['field']}: {each['reason']}" for each in fields)
    if "detail" in problem:
        nearest = (f"\ndid you mean {each['id']} ({each['title']})?" for each in problem.get("candidates", ()))
        return f"{problem['detail']} ({status})" + "".join(nearest)
    message = problem.get("message", "the response is not from the desk")
    return f"{subject}: {message} ({status}); {WHAT_TO_DO.get(status, 'is this the address of the desk?')}"


def deployed(api: str) -> Send:
    """Sends to the API at that address, signed with this machine's AWS credentials. Raises NoCredentials."""
    session = boto3.Session()
    credentials = session.get_credentials()
    if credentials is None or session.region_name is None:
        raise NoCredentials(api)
    return over_http(api, credentials, session.region_name)


def over_http(api: str, credentials: Credentials, region: str, editor: str = "") -> Send:
    """Sends to the API at that address, signed. Sending raises Unreachable if there is no response.

    `editor` is the name of the person who edits, which only the local server takes from a request.
    """
    http = urllib3.PoolManager(retries=urllib3.Retry(2, redirect=0, allowed_methods=None), timeout=30)
    named = {EDITOR_HEADER: quote(editor)} if editor else {}
    return partial(_send_over_http, http, api, credentials, region, named)


def _send_over_http(
    http: urllib3.PoolManager, api: str, credentials: Credentials, region: str, named: Mapping[str, str], request: HttpRequest
) -> HttpResponse:
    url = f"{api.rstrip('/')}{request.target}"
    headers = signed(request.method, url, {**dict(request.headers), **named}, request.body, credentials, region)
    try:
        response = http.request(request.method, url, body=request.body, headers=headers, redirect=False)
    except urllib3.exceptions.HTTPError as error:
        raise Unreachable(api) from error
    return HttpResponse(response.status, list(response.headers.items()), response.data)


def in_process(desk: Desk, editor: str) -> Send:
    """Sends to the API of `desk`, in this process, for the person called `editor`.

    Nothing is signed: the caller may write to the table itself.
    """
    return partial(_send_in_process, desk, editor)


def _send_in_process(desk: Desk, editor: str, request: HttpRequest) -> HttpResponse:
    from byline_http import desk_api  # noqa: PLC0415 - slow to import, and needed for this target only

    return response_from(desk_api.resolve(event_for(request, ANY_REQUEST, utc_now(), editor), CONTEXT, desk))


def desk_on_table(environment: Mapping[str, str]) -> Desk:
    """The desk of the newsroom whose table and site `environment` names.

    Raises InvalidSetting, and StoreUnavailable if the table cannot be read: the API would only say to try again.
    """
    settings = DeskSettings.read(environment)
    table = Table(connect(), settings.table_name)
    find_served(table, SITE)
    return desk_for(settings, table, utc_now)
