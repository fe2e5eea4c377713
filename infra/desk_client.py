"""The desk's API as the commands use it: deployed and signed, on the local server, or here in this process for a table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import boto3
import urllib3
from botocore.credentials import Credentials

from byline.errors import BylineError
from infra.api_gateway import HttpRequest, HttpResponse, event_for, find_route, response_from
from infra.local_machine import LambdaContext, environment_with
from infra.signing import signed
from infra.stack import Route

Send = Callable[[HttpRequest], HttpResponse]


class NotDone(BylineError):
    """The desk answered `status` with the problem details `problem` (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = dict(problem)
        detail = problem.get("detail") or problem.get("message") or "no reason given"
        fields = [f"\n  {each['field']}: {each['reason']}" for each in problem.get("errors", [])]
        super().__init__(f"{detail} ({status}){''.join(fields)}")


class NoCredentials(BylineError):
    """There is nothing to sign requests to `api` with."""

    def __init__(self, api: str) -> None:
        self.api = api
        super().__init__(f"{api} takes signed requests only: give AWS credentials and a region, as for the aws command")


@dataclass(frozen=True, slots=True)
class Told:
    """What the desk answered: the JSON, and the entity tag to change it under."""

    status: int
    body: Any
    etag: str


class DeskClient:
    """Sends requests through `send`; every method raises NotDone with what the desk said."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def get(self, path: str) -> Told:
        """What is stored there."""
        return self._ask("GET", path)

    def put(self, path: str, thing: Mapping[str, Any], *, if_match: str | None = None) -> Told:
        """Store `thing` there, only if what is there has the entity tag `if_match`."""
        return self._ask("PUT", path, json.dumps(thing).encode(), if_match)

    def delete(self, path: str, **query: str) -> Told:
        """Withdraw or retire what is there."""
        return self._ask("DELETE", f"{path}?{urlencode(query)}" if query else path)

    def _ask(self, method: str, target: str, body: bytes = b"", if_match: str | None = None) -> Told:
        headers = {"Content-Type": "application/json"} if body else {}
        answer = self._send(
            HttpRequest(method, target, [*headers.items(), *([("If-Match", if_match)] if if_match else [])], body)
        )
        told = json.loads(answer.body) if answer.body else None
        if answer.status >= 400:
            raise NotDone(answer.status, told if isinstance(told, dict) else {})
        etag = next((value for name, value in answer.headers if name.lower() == "etag"), "")
        return Told(answer.status, told, etag)


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
    """To the API at that address, signed; what urllib3 raises is OSError's."""
    http = urllib3.PoolManager(retries=urllib3.Retry(2, redirect=0, allowed_methods=None), timeout=30)

    def send(request: HttpRequest) -> HttpResponse:
        url = f"{api.rstrip('/')}{request.target}"
        headers = signed(request.method, url, dict(request.headers), request.body, credentials, region)
        answer = http.request(request.method, url, body=request.body, headers=headers, redirect=False)
        return HttpResponse(answer.status, list(answer.headers.items()), answer.data)

    return send


def in_process(environment: Mapping[str, str]) -> Send:
    """To the desk's own function, called here with `environment`: for whoever may write to the table itself."""
    with environment_with(environment):
        import manage_articles  # noqa: PLC0415 - what it takes to import is only needed here

        manage_articles.desk.cache_clear()
        manage_articles.desk()
    context = LambdaContext("here", "manage_articles")
    routes = [Route(method, path, "manage_articles.handler") for method in ("PUT", "GET", "DELETE") for path in ("/{path+}",)]

    def send(request: HttpRequest) -> HttpResponse:
        match = find_route(routes, request.method, urlsplit(request.target).path)
        if match is None:
            raise ValueError(f"{request.method} {request.target} is no request to the desk")
        return response_from(manage_articles.handler(event_for(request, match, datetime.now(UTC)), context))

    return send
