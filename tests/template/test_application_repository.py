"""template.yaml: the metadata for the Serverless Application Repository is correct."""

import tomllib

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE

ROOT = TEMPLATE.parent
METADATA = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Metadata"]["AWS::ServerlessRepo::Application"]


def test_the_name_and_the_version_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (METADATA["Name"], METADATA["SemanticVersion"]) == (project["name"], project["version"])


def test_a_licence_is_named_if_there_is_one() -> None:
    has_licence = any(ROOT.glob("LICEN[CS]E*"))
    assert ("SpdxLicenseId" in METADATA, "LicenseUrl" in METADATA) == (has_licence, has_licence)


@pytest.mark.parametrize("name", ["ReadmeUrl", "LicenseUrl"])
def test_every_file_that_is_named_exists(name: str) -> None:
    assert (ROOT / METADATA.get(name, "README.md")).is_file()
