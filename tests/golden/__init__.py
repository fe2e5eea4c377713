"""Golden files: every format of every feed in tests/support/newsrooms.py, in a folder named after the format's version.

`make golden` writes them anew. A format whose output changes after a release gets a new version, so a new folder.
"""

from pathlib import Path

from byline.formats.registry import Format


def golden_file(name: str, format_: Format) -> Path:
    """Where the document of the feed `name` is kept."""
    return Path(__file__).parent / str(format_.version) / f"{name}.{format_.name}"
