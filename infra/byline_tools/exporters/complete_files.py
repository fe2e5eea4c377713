"""Files that get their names only once they are complete."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from byline_tools.importers.standard_input import STANDARD_INPUT

STANDARD_OUTPUT = STANDARD_INPUT
"""The path `-`."""


@contextmanager
def complete_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which is called `path` once the block has ended, and is removed if that raises; standard output for `-`.

    Until then, what was called so stays, and the new file is beside it, called `path` and `.part`. Raises OSError.
    """
    if path == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
