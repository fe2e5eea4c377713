"""The linters that hold the architecture up do fail when it is violated."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def lint(copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=copy,
        env={"PYTHONPATH": f"{copy / 'functions'}:{copy}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their rules, to be violated."""
    without = shutil.ignore_patterns("__pycache__", "sample")
    shutil.copytree(ROOT / "functions", tmp_path / "functions", ignore=without)
    shutil.copytree(ROOT / "infra", tmp_path / "infra", ignore=without)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_code_keeps_to_its_layers(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("model", "from byline import store"),
        ("feeds", "import infra.stack"),
        ("serving", "import logging"),
        ("store", "import os"),
        ("serving", "import aws_lambda_powertools"),
        ("store", "import boto3"),
        ("json_feed", "import lxml.etree"),
        ("serving", "from byline import intake"),
        ("store", "import pydantic"),
    ],
)
def test_an_import_across_the_layers_is_caught(copy: Path, module: str, forbidden: str) -> None:
    file = copy / "functions" / "byline" / f"{module}.py"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{forbidden}\n", encoding="utf-8")
    assert lint(copy).returncode == 1
