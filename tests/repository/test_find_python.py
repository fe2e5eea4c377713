"""infra/find-python: which Python the Makefile uses."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "infra" / "find-python"
THIS = f"{sys.version_info.major}.{sys.version_info.minor}"


def find_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def version_of(python: str) -> str:
    shown = [python.strip(), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    return subprocess.run(shown, capture_output=True, text=True, check=True).stdout.strip()


def test_it_takes_the_one_that_is_named() -> None:
    assert find_python(PYTHON=sys.executable).stdout.strip() == sys.executable


def test_it_finds_one_of_the_version_that_is_asked_for() -> None:
    assert version_of(find_python(THIS, PYTHON=sys.executable).stdout) == THIS


def test_another_version_is_never_taken_instead() -> None:
    found = find_python("3.99", PYTHON=sys.executable)
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("There is no Python 3.99 with venv")


def test_without_any_it_says_what_byline_needs(tmp_path: Path) -> None:
    found = find_python(PATH="/nowhere", PYENV_ROOT=str(tmp_path), PYTHON="")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("Byline needs Python 3.11 or newer")
