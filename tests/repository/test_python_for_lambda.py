"""infra/python-for-lambda: what builds for Lambda is of Lambda's Python, or make refuses at once."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from byline_tools.build.artefact import LAMBDA_PYTHON

ROOT = Path(__file__).parents[2]
WANTED = ".".join(map(str, LAMBDA_PYTHON))
TOOLS = ("sh", "bash", "sed", "uname", "grep", "dirname", "rm", "make")
OLDER = '[ $# -lt 3 ] || exit 1; case "$2" in *print*) echo "$0";; esac'
"""A Python that is of no version that is asked for."""
RIGHT = 'case "$2" in *print*) echo "$0";; esac'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the Makefile, on a machine that has only an older Python."""
    (tmp_path / "infra").symlink_to(ROOT / "infra")
    for name in ("Makefile", "pyproject.toml", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    program(tmp_path / "bin" / "python3.11", OLDER)
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{shutil.which('sh')}\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(folder / "bin"), "HOME": os.devnull}
    return subprocess.run([*command], cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.mark.parametrize("target", ["build", "deploy"])
def test_make_refuses_at_once_without_it(folder: Path, target: str) -> None:
    made = run(folder, "make", target)
    assert (made.returncode, made.stdout) == (2, "")
    assert made.stderr.startswith(f"There is no Python {WANTED} with venv")
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize(("of_venv", "kept"), [("exit 0", True), ("exit 1", False)])
def test_a_venv_of_another_python_is_made_anew_and_that_is_said(folder: Path, of_venv: str, kept: bool) -> None:
    python = program(folder / "bin" / f"python{WANTED}", RIGHT)
    program(folder / ".venv" / "bin" / "python", of_venv)
    found = run(folder, "infra/python-for-lambda")
    assert (found.returncode, found.stdout) == (0, f"{python}\n")
    assert (folder / ".venv").exists() == kept
    assert (f".venv is not of Python {WANTED}" in found.stderr) == (not kept)


@pytest.fixture
def installed(folder: Path) -> Path:
    """The folder, with everything installed: `sam` says with what it is called, and newsroom.toml is for x86_64."""
    program(folder / "bin" / f"python{WANTED}", RIGHT)
    for name, text in {"byline": "echo x86_64", "python": "exit 0"}.items():
        program(folder / ".venv" / "bin" / name, text)
    program(folder / ".venv-sam" / "bin" / "sam", 'echo "$@"')
    for stamp in (".venv/packages", ".venv/dev-packages", ".venv/byline", ".venv/ready", ".venv-sam/ready"):
        (folder / stamp).touch()
    return folder


@pytest.mark.parametrize(
    ("given", "architecture"),
    [((), "arm64"), (("ENVIRONMENT=prod",), "x86_64"), (("ENVIRONMENT=prod", "ARCHITECTURE=arm64"), "arm64")],
)
def test_make_builds_for_the_architecture_that_is_given_or_that_of_the_file(
    installed: Path, given: tuple[str, ...], architecture: str
) -> None:
    made = run(installed, "make", "build", *given)
    assert made.stderr == ""
    assert made.stdout == f"build --parameter-overrides Architecture={architecture} --build-dir .aws-sam/{architecture}\n"


def test_the_file_is_checked_before_sam_is_installed(installed: Path) -> None:
    (installed / ".venv-sam" / "ready").unlink()
    program(installed / ".venv" / "bin" / "byline", "echo no TOML >&2; exit 1")
    for target in ("deploy", "deploy-built"):
        made = run(installed, "make", target)
        assert (made.returncode, made.stdout) == (2, "")
        assert made.stderr.startswith("no TOML")
