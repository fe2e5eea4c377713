"""Golden files: every format of every feed in tests/support/newsrooms.py, in a folder named after the format's version.

`make golden` rewrites them. A format whose output changes after a release gets a new version, and therefore a new folder.
"""

from pathlib import Path

from byline.formats.registry import Format

GOLDEN = Path(__file__).parent


def golden_file(name: str, format_: Format) -> Path:
    """The path of the golden file of the feed `name`."""
    return GOLDEN / str(format_.version) / f"{name}.{format_.name}"
