"""Golden files: every format of every feed in tests/newsrooms.py, in a folder named after the renderer's version.

`make golden` writes them anew. A writer whose output changes after a release gets a new version, so a new folder.
"""

from pathlib import Path

from byline.formats import RENDERER_VERSION

FOLDER = Path(__file__).parent / str(RENDERER_VERSION)
