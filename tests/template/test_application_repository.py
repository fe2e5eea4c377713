"""What template.yaml tells the Serverless Application Repository: nothing that is not so."""

import tomllib

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE

ROOT = TEMPLATE.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TOLD = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Metadata"]["AWS::ServerlessRepo::Application"]


def test_the_name_and_the_version_are_those_of_the_package() -> None:
    assert (TOLD["Name"], TOLD["SemanticVersion"]) == (PROJECT["name"], PROJECT["version"])


def test_the_licence_is_that_of_the_package() -> None:
    assert (TOLD["SpdxLicenseId"], [TOLD["LicenseUrl"]]) == (PROJECT["license"], PROJECT["license-files"])


@pytest.mark.parametrize("name", ["ReadmeUrl", "LicenseUrl"])
def test_every_file_that_is_named_exists(name: str) -> None:
    assert (ROOT / TOLD[name]).is_file()
