"""A signed request reaches the function with the name of the person who sent it, in the form in which IAM names its users."""

import json
from pathlib import Path
from typing import Any

import pytest

from byline_tools.local.api_gateway import HttpRequest
from byline_tools.local.machine import SIGNER
from byline_tools.local.server import Functions
from byline_tools.local.signing import signed
from byline_tools.local.stack import Stack

TEMPLATE = """
Parameters: {}
Resources:
  Closed:
    Type: AWS::Serverless::HttpApi
    Properties: {Auth: {EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM}}
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Handler: returns_its_event.handler
      Events:
        Open: {Type: HttpApi, Properties: {Method: ANY, Path: /open}}
        Closed: {Type: HttpApi, Properties: {ApiId: {Ref: Closed}, Method: ANY, Path: /closed}}
"""


@pytest.fixture
def functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Functions:
    (tmp_path / "returns_its_event.py").write_text("def handler(event, context):\n    return event\n", encoding="utf-8")
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return Functions(Stack({}, tmp_path / "template.yaml"))


def event_of(functions: Functions, **headers: str) -> dict[str, Any]:
    """The event of a signed request."""
    made = signed("GET", "http://desk/closed", headers, b"", SIGNER, "eu-west-1")
    event: dict[str, Any] = json.loads(
        functions.respond(HttpRequest("GET", "/closed", [("Host", "desk"), *made.items()]), signed=True).body
    )
    return event


def editor(event: dict[str, Any]) -> Any:
    return event["requestContext"]["authorizer"]["iam"]["userArn"]


def test_it_is_the_person_whom_the_request_names_and_the_function_gets_no_such_header(functions: Functions) -> None:
    event = event_of(functions, **{"byline-AS": "In%C3%A9s"})
    assert editor(event) == "arn:aws:iam::000000000000:user/Inés"
    assert "byline-as" not in event["headers"]


def test_it_is_by_default_the_login_name(functions: Functions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "joe")
    assert editor(event_of(functions)) == "arn:aws:iam::000000000000:user/joe"


def test_an_open_route_has_no_signer_whatever_the_request_says(functions: Functions) -> None:
    response = functions.respond(HttpRequest("GET", "/open", [("Byline-As", "joe")]))
    assert "authorizer" not in json.loads(response.body)["requestContext"]
