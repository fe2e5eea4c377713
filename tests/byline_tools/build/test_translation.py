"""The template as CloudFormation gets it, where linters find all of it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from byline_tools.build.translation import main


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What was written, in a folder that did not exist."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    path = tmp_path / "anew" / "translated.json"
    assert CliRunner().invoke(main, [str(path)]).exit_code == 0
    return path


def resources(path: Path) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(path.read_bytes())["Resources"]
    return list(found.values())


def test_what_sam_makes_of_a_function_and_an_api_is_there(path: Path) -> None:
    kinds = Counter(resource["Type"] for resource in resources(path))
    assert kinds["AWS::IAM::Role"] >= kinds["AWS::Lambda::Function"] > 0
    assert kinds["AWS::ApiGatewayV2::Api"] == kinds["AWS::ApiGatewayV2::Stage"] > 0
    assert not any(kind.startswith("AWS::Serverless") for kind in kinds)


def test_nested_templates_are_found_from_where_it_is(path: Path) -> None:
    nested = [resource for resource in resources(path) if resource["Type"] == "AWS::CloudFormation::Stack"]
    assert nested
    assert all((path.parent / stack["Properties"]["TemplateURL"]).is_file() for stack in nested)
