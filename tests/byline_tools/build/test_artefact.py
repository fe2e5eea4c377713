"""byline_tools.build.artefact: the files that stay, the bytecode and the size budget."""

import importlib.util
import marshal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType

import pytest
from click.testing import CliRunner, Result
from samtranslator.yaml_helper import yaml_parse

from byline_tools.build import artefact
from byline_tools.local.stack import TEMPLATE

STAYING = {
    "serve_feeds.py",
    "byline/__init__.py",
    "byline/serving.py",
    "boto3/data/dynamodb/2012-08-10/resources-1.json",
    "feedgen-1.0.0.dist-info/METADATA",
    "lxml/etree.cpython-313-aarch64-linux-gnu.so",
    "lxml-6.1.3.dist-info/licenses/LICENSES.txt",
    "six-1.17.0.dist-info/LICENSE",
    "s3transfer-0.19.3.dist-info/NOTICE.txt",
}
REMOVED = {
    ".ruff_cache/0.6/123",
    "bin/jp.py",
    "requirements.txt",
    "byline/__pycache__/serving.cpython-313.pyc",
    "dateutil/tests/test_parser.py",
    "dateutil/tests/deep/data.txt",
    "boto3/data/ec2/2016-11-15/resources-1.json",
    "boto3/data/dynamodb/2012-08-10/examples-1.json",
    "feedgen-1.0.0.dist-info/RECORD",
    "pydantic_core-2.50.4.dist-info/sboms/core.json",
    "jmespath-1.1.0.data/scripts/jp.py",
    "lxml/etree.pyx",
    "lxml/html/clean.py",
    "lxml/isoschematron/resources/rng/iso-schematron.rng",
    "lxml/includes/tree.pxd",
    "nh3/__init__.pyi",
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/swagger-ui-bundle.min.js",
}


@pytest.fixture(autouse=True)
def this_is_lambdas_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat this Python as Lambda's version, because the tests run on several versions."""
    monkeypatch.setattr(artefact, "LAMBDA_PYTHON", sys.version_info[:2])


@pytest.fixture
def build(tmp_path: Path) -> Callable[[str], Path]:
    """Returns a function that makes a folder of the given name like one built by SAM."""

    def make(name: str) -> Path:
        for path in STAYING | REMOVED:
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            code = '"""A module."""\n\nNAMES = {"a", "b"}\n\n\ndef handler(name):\n    return name in {"x", "y", "z"} or NAMES\n'
            file.write_text(code if path.endswith(".py") else "other", encoding="utf-8")
        return tmp_path / name

    return make


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def run(*folders: Path) -> Result:
    return CliRunner().invoke(artefact.main, [str(folder) for folder in folders])


def test_only_needed_files_stay(build: Callable[[str], Path]) -> None:
    folder = build("ServeFeeds")
    artefact.make(folder)
    assert {name for name in files(folder) if "__pycache__" not in name} == {*STAYING, "THIRD-PARTY-NOTICES.txt"}
    assert [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())] == []


def test_every_module_is_compiled_beside_its_source(build: Callable[[str], Path]) -> None:
    folder = build("ServeFeeds")
    artefact.make(folder)
    compiled = {importlib.util.cache_from_source(name) for name in STAYING if name.endswith(".py")}
    assert {name for name in files(folder) if "__pycache__" in name} == compiled


def test_bytecode_is_not_checked_against_the_source_and_has_no_path_of_this_machine(build: Callable[[str], Path]) -> None:
    folder = build("ServeFeeds")
    artefact.make(folder)
    compiled = Path(importlib.util.cache_from_source(str(folder / "byline" / "serving.py"))).read_bytes()
    assert compiled[:4] == importlib.util.MAGIC_NUMBER
    assert int.from_bytes(compiled[4:8], "little") == 0b01, "hash-based, and unchecked (PEP 552)"
    assert str(folder).encode() not in compiled
    assert set(file_names(marshal.loads(compiled[16:]))) == {"/var/task/byline/serving.py"}  # noqa: S302 - our own


def file_names(code: CodeType) -> Iterator[str]:
    yield code.co_filename
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from file_names(constant)


def test_two_builds_have_the_same_bytes_times_and_modes(build: Callable[[str], Path]) -> None:
    folders = [build("one"), build("another/and/deeper")]
    (folders[0] / "serve_feeds.py").chmod(0o600)
    archives = [artefact.make(folder) for folder in folders]
    assert archives[0] == archives[1]
    states = [{name: state(folder / name) for name in files(folder)} for folder in folders]
    assert states[0] == states[1]


def state(file: Path) -> tuple[bytes, float, int]:
    return file.read_bytes(), file.stat().st_mtime, file.stat().st_mode


def test_making_an_artefact_again_changes_nothing(build: Callable[[str], Path]) -> None:
    folder = build("ServeFeeds")
    assert artefact.make(folder) == artefact.make(folder)


def test_sizes_are_printed_by_package(build: Callable[[str], Path]) -> None:
    folders = [build("ServeFeeds"), build("PingHubs")]
    result = run(*folders)
    assert result.exit_code == 0, result.output
    assert [str(folder) in result.stdout for folder in folders] == [True, True]
    packages = {line.split()[0] for line in result.stdout.split("\n\n")[0].splitlines() if line}
    assert packages >= {"byline", "boto3", "licences", "lxml", "serve_feeds", "in"}
    assert len({line for line in result.stdout.splitlines() if line.startswith("sha256 ")}) == 1


def test_an_artefact_over_the_budget_fails_with_the_figures(
    build: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build("ServeFeeds")
    size = len(artefact.make(folder))
    monkeypatch.setattr(artefact, "BUDGET", size)
    assert run(folder).exit_code == 0
    monkeypatch.setattr(artefact, "BUDGET", size - 1)
    result = run(folder)
    assert result.exit_code == 1
    assert f"ServeFeeds is {size:,} bytes zipped, 1 over the budget" in result.stderr


def test_a_module_that_cannot_be_compiled_is_named(build: Callable[[str], Path]) -> None:
    folder = build("ServeFeeds")
    (folder / "byline" / "broken.py").write_text("def", encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 1
    assert "broken.py" in result.stderr


def test_another_python_does_not_compile(build: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artefact, "LAMBDA_PYTHON", (3, 99))
    result = run(build("ServeFeeds"))
    assert result.exit_code == 1
    assert "compiling for Lambda needs CPython 3.99" in result.stderr


def test_it_is_compiled_for_the_python_of_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    runtime = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Globals"]["Function"]["Runtime"]
    assert runtime == f"python{'.'.join(map(str, artefact.LAMBDA_PYTHON))}"
