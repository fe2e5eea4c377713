"""How to type `byline` again: commands that are printed run as they are printed."""

import os
import shutil
from pathlib import Path


def started_as(program: str) -> str:
    """The command that runs `program`, the first argument of this process: `byline` if the shell finds the same one by it."""
    found = shutil.which("byline")
    if Path(program).name != "byline" or (found and os.path.realpath(found) == os.path.realpath(program)):
        return "byline"
    return program
