"""`byline` with only its packages installed: no repository around them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.byline_tools.checks.good import RSS
from tests.support.command_line import Result

ROOT = Path(__file__).parents[3]
PACKAGES = ("functions/byline", "functions/byline_http", "infra/byline_tools")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / Path(package).name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def python(packages: Path, *arguments: object) -> Result:
    """Run Python outside the repository, with the copied packages first on its path."""
    credentials = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "eu-west-1"}
    ended = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, *map(str, arguments)],
        cwd=packages,
        env={**os.environ, **credentials, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Result(ended.returncode, ended.stdout, ended.stderr)


def byline(packages: Path, *arguments: object) -> Result:
    return python(packages, "-m", "byline_tools.cli.command", *arguments)


def test_the_packages_are_those_of_the_copy(packages: Path) -> None:
    code = "import byline, byline_http, byline_tools; print(byline.__path__, byline_http.__path__, byline_tools.__path__)"
    assert python(packages, "-c", code).out.count(str(packages)) == 3


def test_check_works(packages: Path) -> None:
    (packages / "good.xml").write_text(RSS, encoding="utf-8")
    (packages / "bad.xml").write_text(RSS.replace("<ttl>15", "<ttl>x"), encoding="utf-8")
    assert byline(packages, "check", "good.xml") == Result(0, "", "")
    assert byline(packages, "check", "bad.xml").status == 1


def test_import_reads_files(packages: Path) -> None:
    file = packages / "news.ndjson"
    file.write_text(json.dumps({"type": "poem"}), encoding="utf-8")
    site = ("--site-url", "https://www.example.com", "--id-authority", "example.com,2026")
    result = byline(packages, "import", file, "--to", "byline", *site)
    assert (result.status, f"{file}:1: " in result.err) == (1, True)


def test_publish_sends_requests(packages: Path) -> None:
    file = packages / "section.json"
    file.write_text(json.dumps({"type": "section", "slug": "world", "title": "World"}), encoding="utf-8")
    result = byline(packages, "publish", file, "--api", "http://127.0.0.1:1")
    assert (result.status, "http://127.0.0.1:1" in result.err, result.err.count("\n")) == (1, True, 1)
