"""Standard input in place of a file: wherever a command takes a file, `-` is standard input."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO

MOST_IN_MEMORY = 50_000_000
"""In bytes: longer standard input is read from a temporary file."""

STANDARD_INPUT = Path("-")

FileOrAddress = Path | str
"""What an import reads: a file, or the web address of a feed."""


def bytes_of(path: Path) -> bytes:
    """The content of the file, or of standard input for the path `-`. Raises OSError."""
    return sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, or standard input for the path `-`, open to be read more than once. Raises OSError."""
    if path != STANDARD_INPUT:
        with path.open("rb") as file:
            yield file
        return
    with SpooledTemporaryFile(MOST_IN_MEMORY) as spooled:
        copyfileobj(sys.stdin.buffer, spooled)
        spooled.seek(0)
        yield spooled
