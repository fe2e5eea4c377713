"""byline_tools.build.inventory: the packages in the artefact and their licences, as valid CycloneDX."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from byline_tools.build import inventory
from byline_tools.build.inventory import Pin, pins

REQUIREMENTS = f"""
first-package==1.0 \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
    # via byline
second==2.5.post1 ; python_version >= '3.13' \\
    --hash=sha256:{"c" * 64}
"""
FIRST = "Name: First_Package\nVersion: 1.0\nSummary: The first\nLicense-Expression: MIT OR Apache-2.0\nRequires-Dist: second>=2\n"
SECOND = """Name: second
Version: 2.5.post1
License: Dual License
Classifier: License :: OSI Approved :: BSD License
Classifier: License :: OSI Approved :: Apache Software License
Requires-Dist: first-package; extra == "more"
Requires-Dist: first-package; sys_platform == "win32"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A function with two packages in their pinned versions."""
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS, encoding="utf-8")
    monkeypatch.setattr(inventory, "REQUIREMENTS", tmp_path / "requirements.txt")
    package(tmp_path / "ServeFeeds", "first_package-1.0", FIRST)
    package(tmp_path / "ServeFeeds", "second-2.5.post1", SECOND)
    return tmp_path / "ServeFeeds"


def package(folder: Path, name: str, metadata: str) -> None:
    information = folder / f"{name}.dist-info"
    information.mkdir(parents=True, exist_ok=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.4\n{metadata}", encoding="utf-8")


def written(folder: Path) -> dict[str, Any]:
    result = CliRunner().invoke(inventory.main, [str(folder)])
    assert result.exit_code == 0, result.output
    loaded: dict[str, Any] = json.loads((folder.parent / "ServeFeeds.cdx.json").read_bytes())
    return loaded


def test_it_is_beside_the_function_and_valid_cyclonedx(folder: Path) -> None:
    found = written(folder)
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(found)) is None


def test_a_package_has_a_name_a_version_and_a_package_url(folder: Path) -> None:
    first, second = written(folder)["components"]
    assert (first["name"], first["version"], first["purl"]) == ("First_Package", "1.0", "pkg:pypi/first-package@1.0")
    assert (first["description"], second["purl"]) == ("The first", "pkg:pypi/second@2.5.post1")


def test_hashes_are_the_pinned_ones(folder: Path) -> None:
    first, second = written(folder)["components"]
    assert [part["content"] for part in first["externalReferences"][0]["hashes"]] == ["a" * 64, "b" * 64]
    assert [part["content"] for part in second["externalReferences"][0]["hashes"]] == ["c" * 64]


def test_licences_are_an_spdx_expression_or_the_names_in_the_metadata(folder: Path) -> None:
    first, second = written(folder)["components"]
    assert first["licenses"] == [{"expression": "MIT OR Apache-2.0"}]
    assert [part["license"]["name"] for part in second["licenses"]] == ["Apache Software License", "BSD License"]


@pytest.mark.parametrize(
    ("metadata", "licences"),
    [
        ("License: MIT", [{"license": {"id": "MIT"}}]),
        ("License: A licence of our own", [{"license": {"name": "A licence of our own"}}]),
        ("Summary: says nothing", None),
    ],
)
def test_licences_come_from_any_of_the_metadata_fields(folder: Path, metadata: str, licences: list[Any] | None) -> None:
    package(folder, "second-2.5.post1", f"Name: second\nVersion: 2.5.post1\n{metadata}\n")
    assert written(folder)["components"][1].get("licenses") == licences


def test_dependencies_are_those_in_lambda(folder: Path) -> None:
    needs = {part["ref"]: part.get("dependsOn", []) for part in written(folder)["dependencies"]}
    first, second = "pkg:pypi/first-package@1.0", "pkg:pypi/second@2.5.post1"
    assert needs == {"byline": [first, second], first: [second], second: []}


def test_the_same_function_gives_the_same_bytes(folder: Path) -> None:
    once = written(folder)
    assert written(folder) == once
    assert "timestamp" not in once["metadata"]


@pytest.mark.parametrize("name", ["third-1.0", "second-2.6"])
def test_a_shipped_package_that_is_not_pinned_is_refused(folder: Path, name: str) -> None:
    title, version = name.split("-")
    package(folder, name, f"Name: {title}\nVersion: {version}\n")
    result = CliRunner().invoke(inventory.main, [str(folder)])
    assert result.exit_code == 1
    assert f"not the pinned ones: {title if title == 'second' else 'third'}" in result.stderr


def test_a_pinned_package_that_is_not_shipped_is_refused(folder: Path) -> None:
    (folder / "second-2.5.post1.dist-info" / "METADATA").unlink()
    (folder / "second-2.5.post1.dist-info").rmdir()
    result = CliRunner().invoke(inventory.main, [str(folder)])
    assert (result.exit_code, "second 2.5.post1" in result.stderr) == (1, True)


def test_every_pin_of_the_functions_has_hashes() -> None:
    pinned = pins(inventory.REQUIREMENTS.read_text(encoding="utf-8"))
    assert {"boto3", "feedgen", "lxml"} <= pinned.keys()
    assert all(pin.hashes for pin in pinned.values())
    assert pins(REQUIREMENTS)["second"] == Pin("2.5.post1", ("c" * 64,))
