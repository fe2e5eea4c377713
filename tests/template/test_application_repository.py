"""template.yaml: the metadata for the Serverless Application Repository is correct."""

import tomllib

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE

ROOT = TEMPLATE.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
METADATA = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Metadata"]["AWS::ServerlessRepo::Application"]


def test_the_name_and_the_version_are_those_of_the_package() -> None:
    assert (METADATA["Name"], METADATA["SemanticVersion"]) == (PROJECT["name"], PROJECT["version"])


def test_the_licence_is_that_of_the_package() -> None:
    assert (METADATA["SpdxLicenseId"], [METADATA["LicenseUrl"]]) == (PROJECT["license"], PROJECT["license-files"])


@pytest.mark.parametrize("name", ["ReadmeUrl", "LicenseUrl"])
def test_every_file_that_is_named_exists(name: str) -> None:
    assert (ROOT / METADATA[name]).is_file()
