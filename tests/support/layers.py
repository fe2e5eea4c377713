"""Runs the linter of imports on a copy of the packages."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def a_copy_in(folder: Path) -> Path:
    """`folder`, with a copy of the packages and of their contracts."""
    without = shutil.ignore_patterns("__pycache__", "sample")
    shutil.copytree(ROOT / "functions", folder / "functions", ignore=without)
    shutil.copytree(ROOT / "infra", folder / "infra", ignore=without)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(copy: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contracts of `copy`."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=copy,
        env={"PYTHONPATH": f"{copy / 'functions'}:{copy / 'infra'}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
