"""Asks a deployed desk, signed and unsigned, whether it lets in whom it should, and whether ids arrive whole."""

import json
from collections.abc import Callable, Iterator

from byline.model.base64url import encoded
from byline_tools.deploy.smoke_feeds import Result, ask, differs, holds
from byline_tools.local.api_gateway import HttpRequest, HttpResponse

IDS = ("tag:example.com,2026:smoke", "https://www.example.com/?p=2&q=a/b%20c#d", "tag:example.com,2026:Zeitung/Münch\u00a0")
"""Ids that no newsroom has, with letters that addresses do not keep."""


def desk(address: str, send: Callable[[HttpRequest], HttpResponse]) -> Iterator[Result]:
    """Everything about the desk at `address`; `send` signs requests and sends them there. Nothing is edited."""
    for path in ("/feeds", "/scheduled", "/articles/x", "/nothing"):
        yield differs(f"desk: {path} unsigned", ask(f"{address}{path}").status, 403)
    yield differs("desk: /feeds signed", send(HttpRequest("GET", "/feeds", [])).status, 200)
    yield differs("desk: an unknown address", send(HttpRequest("GET", "/nothing", [])).status, 404)
    for article_id in IDS:
        response = send(HttpRequest("GET", f"/articles/{encoded(article_id)}", []))
        yield differs(f"desk: the id {article_id!r} is unknown", response.status, 404)
        yield holds(f"desk: the id {article_id!r} arrives whole", article_id in _detail(response))


def _detail(response: HttpResponse) -> str:
    try:
        return str(json.loads(response.body)["detail"])
    except (ValueError, KeyError, TypeError):
        return ""
