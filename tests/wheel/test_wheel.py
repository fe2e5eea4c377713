"""The wheel contains everything its commands need, installs no other names, and works without the repository."""

import tomllib
import urllib.request
import zipfile
from pathlib import Path

from byline.formats.registry import FORMATS
from byline_tools.local.machine import HOST
from byline_tools.local.sample import PARAMETERS
from byline_tools.local.stack import TABLE_NAME
from tests.golden import golden_file
from tests.wheel.conftest import ROOT, Run, Server, build

PACKAGES = ["byline", "byline_http", "byline_tools"]

IMPORT_ALL = f"""
import importlib, pkgutil, sys
for package in map(importlib.import_module, {PACKAGES}):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.startswith("byline_tools.local.functions"):
            importlib.import_module(module.name)
    print(package.__file__)
"""


def test_building_it_again_gives_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert build(tmp_path).read_bytes() == wheel.read_bytes()


def test_it_claims_only_the_names_of_its_packages(wheel: Path) -> None:
    claimed = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert sorted(name for name in claimed if not name.endswith(".dist-info")) == PACKAGES


def test_it_holds_every_function_of_the_template(wheel: Path) -> None:
    functions = {path.name for path in (ROOT / "functions").glob("*.py")}
    assert {Path(name).name for name in zipfile.ZipFile(wheel).namelist() if "/functions/" in name} == functions


def test_it_carries_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        (licence,) = [name for name in opened.namelist() if name.endswith(".dist-info/licenses/LICENSE")]
        assert opened.read(licence) == (ROOT / "LICENSE").read_bytes()


def test_every_module_in_it_finds_what_it_imports(run: Run, away: Path) -> None:
    done = run("python", "-c", IMPORT_ALL)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(Path(line).is_relative_to(away) for line in done.stdout.splitlines())


def test_it_prints_its_version(run: Run) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run("byline", "--version").stdout == f"byline, version {version}\n"


def test_byline_check_finds_what_is_wrong(run: Run, tmp_path: Path) -> None:
    right = [golden_file("section", format_) for format_ in FORMATS]
    assert run("byline", "check", *right).returncode == 0
    (tmp_path / "wrong.xml").write_text("<rss version='2.0'><channel/></rss>", encoding="utf-8")
    found = run("byline", "check", tmp_path / "wrong.xml")
    assert (found.returncode, "wrong.xml:1: error: " in found.stdout) == (1, True)


def test_byline_serve_serves_the_sample_newsroom_and_its_desk(run: Run, server: Server) -> None:
    with urllib.request.urlopen(f"http://{HOST}:{server.port}/rss.xml") as response:
        assert response.read().count(b"<item>") == 50
    for desk in (["--local", "--port", f"{server.port}"], ["--to", TABLE_NAME, "--site-url", PARAMETERS["SiteUrl"]]):
        listed = run("byline", "feeds", *desk, **server.dynamodb)
        assert (listed.returncode, listed.stderr, '"sections/world"' in listed.stdout) == (0, "", True)
