"""byline_tools.build.translation: the template as CloudFormation gets it, for linters."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from byline_tools.build.translation import main


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The translated template, in a folder that did not exist before."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    path = tmp_path / "anew" / "translated.json"
    assert CliRunner().invoke(main, [str(path)]).exit_code == 0
    return path


def resources(path: Path) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(path.read_bytes())["Resources"]
    return list(found.values())


def test_it_has_the_resources_that_sam_makes_of_a_function_and_an_api(path: Path) -> None:
    kinds = Counter(resource["Type"] for resource in resources(path))
    assert kinds["AWS::IAM::Role"] >= kinds["AWS::Lambda::Function"] > 0
    assert kinds["AWS::ApiGatewayV2::Api"] == kinds["AWS::ApiGatewayV2::Stage"] > 0
    assert not any(kind.startswith("AWS::Serverless") for kind in kinds)


def test_paths_of_nested_templates_are_relative_to_it(path: Path) -> None:
    nested = [resource for resource in resources(path) if resource["Type"] == "AWS::CloudFormation::Stack"]
    assert nested
    assert all((path.parent / stack["Properties"]["TemplateURL"]).is_file() for stack in nested)
