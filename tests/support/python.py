"""Python code run in a process of its own, with nothing of this process in its environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_python(code: str, environment: Mapping[str, str], *folders: str) -> subprocess.CompletedProcess[str]:
    """Run `code` at the root of the repository with `environment` alone; modules are found in its `folders`."""
    path = os.pathsep.join(str(ROOT / folder) for folder in folders)
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "PYTHONPATH": path},
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
