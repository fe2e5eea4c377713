"""Standard input in place of a file: wherever a command takes a file, `-` is standard input."""

import sys
from pathlib import Path

STANDARD_INPUT = Path("-")


def bytes_of(path: Path) -> bytes:
    """The content of the file, or of standard input for the path `-`. Raises OSError."""
    return sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
