"""The feeds' function with a newsroom, asked with random requests, and what must hold for each response."""

import base64
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from time import process_time
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from moto import mock_aws

from byline.desk.publisher import Publisher
from byline.formats.registry import document_at
from byline.model.feed_key import section_feed
from byline.storage import dynamodb
from byline.storage.dynamodb import Table
from byline_tools.local.embedded_dynamodb import fast_transactions
from byline_tools.local.machine import CREDENTIALS, LambdaContext, environment_with
from byline_tools.local.stack import TABLE_NAME
from tests.proof.poll_parts import PATHS
from tests.proof.polls import Polls, Validators
from tests.support.dates import dynamodb_at
from tests.support.factories import Clock, article, author, counter, section
from tests.support.renaming import rename
from tests.support.stacks import STACK

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CONTEXT = LambdaContext("request-1", "serve_feeds")
QUIET = {"POWERTOOLS_METRICS_DISABLED": "true", "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
STATUSES = {200, 301, 304, 404, 405, 410}
"""The statuses of responses to any request, as long as the table answers."""

LONGEST_SECONDS = 0.5
"""The most that a response may take of this machine's processor: a function in Lambda has a third of one."""

DEMANDED = {200: {"ETag", "Content-Type", "Cache-Control"}, 301: {"Location"}, 304: {"ETag", "Cache-Control"}, 405: {"Allow"}}
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A header's name (RFC 9110, section 5.1)."""
CARRIED = re.compile(r"(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?")
"""A header's value in ASCII (RFC 9110, section 5.5)."""


class QuickClient:
    """A client that takes heads and documents from memory, and remembers the answers to queries: moto takes milliseconds."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self._client = client
        self._items = {_name(item): item for item in client.scan(TableName=TABLE_NAME)["Items"]}
        self._answers: dict[str, Any] = {}

    def get_item(self, **request: Any) -> Any:
        item = self._items.get(_name(request["Key"]))
        return {"Item": item} if item else {}

    def put_item(self, **request: Any) -> Any:
        self._items[_name(request["Item"])] = request["Item"]
        return {}

    def query(self, **request: Any) -> Any:
        return self._answer("query", request)

    def batch_get_item(self, **request: Any) -> Any:
        return self._answer("batch_get_item", request)

    def _answer(self, operation: str, request: dict[str, Any]) -> Any:
        key = f"{operation} {request}"
        if key not in self._answers:
            self._answers[key] = getattr(self._client, operation)(**request)
        return self._answers[key]


def _name(item: Any) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


@dataclass
class Report:
    """How many responses of each kind there were, the events with a wrong one, and the slowest event and its processor time."""

    counted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)

    def add(self, other: "Report") -> None:
        """Add what `other` counted."""
        self.counted += other.counted
        self.wrong += other.wrong
        self.slowest = max(self.slowest, other.slowest)


@dataclass(frozen=True)
class Feeds:
    """The function, at a time that passes by 10 ms for each event."""

    handler: Callable[[dict[str, Any], Any], dict[str, Any]]
    clock: Clock

    def validators(self) -> Validators:
        """The entity tags and dates of every document."""
        headers = [self.handler(_plain_event(path), CONTEXT)["headers"] for path in PATHS]
        found = [[each[name] for each in headers if name in each] for name in ("ETag", "Last-Modified")]
        return Validators(*found)

    def ask(self, polls: Polls, numbers: range) -> Report:
        """Ask with the events of these numbers."""
        report = Report()
        for number in numbers:
            event = polls.event(number)
            self.clock.advance(milliseconds=10)
            begun = process_time()
            try:
                response = self.handler(event, CONTEXT)
                problem = wrong_with(response, event)
                status = str(response["statusCode"])
            except Exception as error:
                problem, status = repr(error), "raised"
            report.slowest = max(report.slowest, (taken := process_time() - begun, number))
            problem = problem or (f"{taken:.1f} seconds" if taken > LONGEST_SECONDS else "")
            report.counted[f"{kind_of(event)} {status}"] += 1
            if problem:
                report.wrong.append(f"event {number}: {problem}: {event!a}")
        return report


def kind_of(event: dict[str, Any]) -> str:
    """What the event asks for."""
    path = event["rawPath"]
    return "feed" if document_at(path) else "list" if path in {"/", "/feeds.opml"} else "other path"


def wrong_with(response: dict[str, Any], event: dict[str, Any]) -> str:
    """What is wrong with the response to the event; empty if nothing is."""
    status, headers = response["statusCode"], response["headers"]
    body = base64.b64decode(response["body"]) if response["isBase64Encoded"] else response["body"].encode()
    json.dumps(response, ensure_ascii=False).encode()  # as Lambda's runtime client sends it
    empty = status == 304 or event["requestContext"]["http"]["method"] == "HEAD"
    packed = headers.get("Content-Encoding") == "gzip"
    wrong = {
        "the status": status not in STATUSES,
        "a header": not all(TOKEN.fullmatch(name) and CARRIED.fullmatch(value) for name, value in headers.items()),
        "a body where none is allowed": empty and body != b"",
        "a missing header": not DEMANDED.get(status, set()) <= headers.keys(),
        "Retry-After": not headers.get("Retry-After", "0").isdecimal(),
        "the encoding": not empty and packed != body.startswith(b"\x1f\x8b"),
    }
    return ", ".join(name for name, is_wrong in wrong.items() if is_wrong)


def _plain_event(path: str) -> dict[str, Any]:
    return {"rawPath": path, "headers": {}, "requestContext": {"http": {"method": "GET"}, "stage": "$default"}}


@contextmanager
def feeds() -> Iterator[Feeds]:
    """The function with feeds of every kind: with articles, renamed, retired, empty, and soon to show another article."""
    with ExitStack() as up:
        up.enter_context(environment_with({**CREDENTIALS, **STACK.environment(), **QUIET, "MEMO_SECONDS": "5"}))
        up.enter_context(mock_aws())
        up.enter_context(fast_transactions())
        clock = Clock()
        up.enter_context(dynamodb_at(clock))
        client = dynamodb.connect()
        client.create_table(**STACK.table())
        publisher = Publisher(Table(client, TABLE_NAME), clock, counter())
        for thing in (section(), section("planet"), section("gone"), section("empty"), author(), article(1), article(2)):
            publisher.put(thing)
        rename(publisher.profiles, section_feed("planet"), "global")
        publisher.profiles.retire(section_feed("gone"))
        quick = QuickClient(client)
        sys.modules.pop("serve_feeds", None)
        module = import_module("serve_feeds")
        up.enter_context(patch.object(module, "connect", lambda: quick))
        yield Feeds(module.make_handler(os.environ, clock), clock)
        sys.modules.pop("serve_feeds", None)
