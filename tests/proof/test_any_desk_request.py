"""The desk responds to any request as its OpenAPI document declares, and never with a 500.

schemathesis generates valid and invalid requests from the document, and compares the responses with it.
"""

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import boto3
import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from moto import mock_aws
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from byline_http import desk_api
from byline_http.redirect_addresses import address_of
from byline_tools.local.api_gateway import HttpRequest
from byline_tools.local.embedded_dynamodb import fast_transactions
from byline_tools.local.stack import Stack
from tests.support.desks import JANE, TAG, WORLD, DeskFunction, at, story
from tests.support.stacks import PARAMETERS

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CASES = 12
"""Requests of each kind, valid and invalid, for each operation."""

KNOWN: dict[str, list[Any]] = {
    "article_id": [at(each).rpartition("/")[2] for each in (TAG, "urn:gone", "urn:none")],
    "old_path": [address_of(each).rpartition("/")[2] for each in ("/feed", "/rss.xml", "/none")],
    "slug": ["world", "gone", "jane-doe", "none"],
    "kind": ["sections", "authors"],
    "number": [1, 2],
}


class Gateway:
    """The desk's function as a WSGI application."""

    desk: DeskFunction

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        headers = {name[5:].replace("_", "-"): str(value) for name, value in environ.items() if name.startswith("HTTP_")}
        headers |= {"content-type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        request = HttpRequest(environ["REQUEST_METHOD"], environ["REQUEST_URI"], [*headers.items()], body)
        # API Gateway refuses such a path itself, in words that the document does not describe.
        assume(not request.is_malformed)
        response = self.desk.send(request)
        start_response(f"{response.status} ", list(response.headers))
        return [response.body]


GATEWAY = Gateway()
SCHEMA = schemathesis.openapi.from_dict(desk_api.openapi_document())
SCHEMA.app = GATEWAY
OPERATIONS: list[Any] = [found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)]


@pytest.fixture(scope="module", autouse=True)
def newsroom() -> Iterator[None]:
    """A newsroom with stored, withdrawn and retired items, behind the gateway."""
    with mock_aws(), fast_transactions(), pytest.MonkeyPatch.context() as patch:
        boto3.client("dynamodb").create_table(**Stack(PARAMETERS).table())
        quiet = {"POWERTOOLS_METRICS_DISABLED": "true", "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
        for name, value in {**Stack(PARAMETERS).environment(), **quiet}.items():
            patch.setenv(name, value)
        sys.modules.pop("manage_articles", None)
        desk = GATEWAY.desk = DeskFunction(importlib.import_module("manage_articles").handler)
        for kind, thing in (("sections", WORLD), ("authors", JANE)):
            for slug in ("world", "gone", "jane-doe"):
                desk.put(f"/{kind}/{slug}", thing)
            desk.delete(f"/{kind}/gone")
        for article_id in (TAG, "urn:gone"):
            desk.put(at(article_id), story(sections=["world"]))
        desk.delete(at("urn:gone"))
        desk.put(address_of("/feed"), {"feed": "sections/world"})
        yield
        sys.modules.pop("manage_articles", None)


def statuses(operation: Any, mode: GenerationMode) -> list[int]:
    """The status of every response to requests generated for `operation`, each of which is checked against the document."""
    seen: list[int] = []
    bound: Callable[..., Any] = settings(
        max_examples=CASES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )

    @bound
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def ask(case: Any, data: st.DataObject) -> None:
        for name in case.path_parameters if mode is GenerationMode.POSITIVE else ():
            case.path_parameters[name] = data.draw(st.sampled_from([*KNOWN[name], case.path_parameters[name]]))
        response = case.call()
        seen.append(response.status_code)
        case.validate_response(response, checks=CHECKS)

    ask()
    return seen


def test_every_operation_of_the_document_is_tried() -> None:
    paths = desk_api.openapi_document()["paths"]
    assert {each.label for each in OPERATIONS} == {f"{method.upper()} {path}" for path in paths for method in paths[path]}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_right_requests_are_answered_as_the_document_says(operation: Any) -> None:
    assert len(statuses(operation, GenerationMode.POSITIVE)) >= 1


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if "{" in each.path], ids=lambda operation: operation.label)
def test_wrong_requests_are_answered_as_the_document_says(operation: Any) -> None:
    seen = statuses(operation, GenerationMode.NEGATIVE)
    assert len(seen) >= CASES
    assert set(seen) & {400, 404, 422}
