"""The import contracts hold, and each of them fails when an import violates it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def lint(copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=copy,
        env={"PYTHONPATH": f"{copy / 'functions'}:{copy / 'infra'}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the packages and their contracts, for tests that break one."""
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
        ("model/article", "import byline.storage.items"),
        ("model/article", "import byline.formats.registry"),
        ("storage/items", "import byline.formats.registry"),
        ("formats/json_feed", "import byline.storage.items"),
        ("serving/memo", "import byline.desk.desk"),
        ("desk/desk", "import byline.serving.memo"),
        ("serving/memo", "import byline.announcing.hubs"),
        ("model/feed", "import byline_tools.local.stack"),
        ("model/feed", "import byline_http.feeds_api"),
        ("serving/feed_service", "import logging"),
        ("storage/feed_reader", "import os"),
        ("serving/feed_service", "import aws_lambda_powertools"),
        ("serving/feed_service", "import botocore"),
        ("desk/articles", "import boto3"),
        ("storage/items", "import feedgen.feed"),
        ("serving/feed_service", "import lxml.etree"),
        ("serving/feed_service", "import byline.intake.inputs"),
        ("storage/feed_reader", "import pydantic"),
        ("serving/memo", "import byline.storage.article_edits"),
        ("model/article", "import click"),
        ("desk/articles", "import nh3"),
        ("announcing/announcer", "import byline.storage.item_keys"),
        ("desk/articles", "import byline.storage.items"),
        ("serving/document_cache", "import byline.storage.heads"),
        ("desk/profiles", "import byline.storage.writes"),
        ("serving/feed_service", "import byline.storage.attribute_values"),
        ("../byline_http/desk_api", "import manage_articles"),
    ],
)
def test_an_import_across_the_layers_is_caught(copy: Path, module: str, forbidden: str) -> None:
    file = copy / "functions" / "byline" / f"{module}.py"
    assert file.exists()
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{forbidden}\n", encoding="utf-8")
    assert lint(copy).returncode == 1
