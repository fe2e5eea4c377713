"""infra/policies.yaml: what editors and readers of the desk may ask of it."""

from typing import Any

import pytest

from byline_http.desk_answers import app
from byline_http.desk_api import ROUTES
from tests.support.cloudformation import DeployedTemplate
from tests.support.iam import permits
from tests.support.templates import nested

DESK = "arn:aws:execute-api:eu-west-1:123456789012:d3sk/$default"
FILLED = {"DeskApiId": "d3sk", "DeskStage": "$default", "TableArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/byline"}
RESOURCES = DeployedTemplate(nested("policies"), FILLED).resources
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "POST")


def policy(name: str) -> dict[str, Any]:
    found: dict[str, Any] = RESOURCES[name]["Properties"]["PolicyDocument"]
    return found


def requests() -> list[tuple[str, str]]:
    """Every method and path of the desk's API, as its OpenAPI document states them."""
    assert ROUTES  # modules that add their routes to the app
    paths = app.get_openapi_schema().paths or {}
    listed = [(method, path) for path in paths for method in METHODS if getattr(paths[path], method.lower(), None)]
    return [(method, path.replace("{kind}", "sections")) for method, path in listed]


def allowed(name: str) -> set[tuple[str, str]]:
    return {
        (method, path) for method, path in requests() if permits(policy(name), "execute-api:Invoke", f"{DESK}/{method}{path}")
    }


def test_an_editor_may_do_everything_but_erase() -> None:
    assert len(requests()) > 15
    assert set(requests()) - allowed("DeskEditor") == {each for each in requests() if each[1].startswith("/erasures")}


def test_an_id_that_looks_like_the_path_of_an_article_does_not_let_an_editor_erase() -> None:
    for path in ("/erasures/articles/x", "/erasures/articles/PUT/articles/x", "/erasures/sections/PUT/sections/x"):
        assert not permits(policy("DeskEditor"), "execute-api:Invoke", f"{DESK}/PUT{path}")


def test_a_reader_may_ask_for_everything_and_change_nothing() -> None:
    assert allowed("DeskReader") == {each for each in requests() if each[0] == "GET"}


@pytest.mark.parametrize("name", ["DeskEditor", "DeskReader"])
def test_nobody_may_use_another_api_or_do_anything_else(name: str) -> None:
    assert not permits(policy(name), "execute-api:Invoke", f"{DESK.replace('d3sk', 'other')}/GET/articles")
    assert {action for each in policy(name)["Statement"] for action in [each["Action"]]} == {"execute-api:Invoke"}


def test_an_importer_may_use_this_table_only() -> None:
    (statement,) = policy("Importer")["Statement"]
    assert statement["Resource"] == FILLED["TableArn"]
    assert not any("*" in action for action in statement["Action"])


def test_policies_have_no_name_of_their_own() -> None:
    for template in ("policies", "deployer"):
        assert not any("ManagedPolicyName" in each["Properties"] for each in nested(template)["Resources"].values())
