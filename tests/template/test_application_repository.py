"""What template.yaml tells the Serverless Application Repository: nothing that is not so."""

import tomllib

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE

ROOT = TEMPLATE.parent
TOLD = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Metadata"]["AWS::ServerlessRepo::Application"]


def test_the_name_and_the_version_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (TOLD["Name"], TOLD["SemanticVersion"]) == (project["name"], project["version"])


def test_a_licence_is_named_when_there_is_one() -> None:
    there_is_one = any(ROOT.glob("LICEN[CS]E*"))
    assert ("SpdxLicenseId" in TOLD, "LicenseUrl" in TOLD) == (there_is_one, there_is_one)


@pytest.mark.parametrize("name", ["ReadmeUrl", "LicenseUrl"])
def test_every_file_that_is_named_exists(name: str) -> None:
    assert (ROOT / TOLD.get(name, "README.md")).is_file()
