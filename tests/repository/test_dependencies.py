"""pyproject.toml and the lists of exact versions made from it agree with each other."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(path: str) -> dict[str, str]:
    """The version of each package in a requirements file, by name."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))


def test_an_installed_byline_has_everything_that_the_functions_need() -> None:
    assert set(PYPROJECT["dependency-groups"]["runtime"]) <= set(PYPROJECT["project"]["dependencies"])


@pytest.mark.parametrize("path", ["functions/requirements.txt", "infra/requirements-serve.txt"])
def test_tests_run_with_the_versions_that_are_used(path: str) -> None:
    assert pinned(path).items() <= pinned("requirements-dev.txt").items()
