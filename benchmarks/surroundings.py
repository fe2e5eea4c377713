"""The environment of a subject: the working tree, a function's folder as built by SAM or as deployed, or Node."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from benchmarks.newsroom import article, as_dict
from benchmarks.processes import ROOT
from byline_tools.build import artefact

BUILT = ROOT / ".aws-sam" / "bench" / "ServeFeeds"
"""The output of `sam build`, which the Makefile runs."""

ARTICLES = "articles.json"
MOST_ARTICLES = 50


class Where(Enum):
    """`BUILT` is the output of `sam build` without Byline's build, except that its modules are compiled."""

    DEVELOPED = "developed"
    BUILT = "built"
    DEPLOYED = "deployed"
    NODE = "node"


_MADE: dict[Where, Callable[[Path], object]] = {Where.BUILT: artefact.compile_all, Where.DEPLOYED: artefact.make}


class Surroundings:
    """Prepares all environments in the folder `scratch`."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        for where, make in _MADE.items():
            make(Path(shutil.copytree(BUILT, scratch / where.value)))
        articles = [as_dict(article(number)) for number in range(1, MOST_ARTICLES + 1)]
        (scratch / ARTICLES).write_text(json.dumps(articles, default=str), encoding="utf-8")

    def command(self, where: Where, module: str, arguments: tuple[str, ...]) -> list[str]:
        """The command that runs the subject."""
        if where is Where.NODE:
            return ["node", module, *arguments, str(self._scratch / ARTICLES)]
        return [self._python(where), "-m", "benchmarks.repeating", module, *arguments]

    def path(self, where: Where) -> str:
        """The folders on Python's path for the subject and its imports."""
        folder = self._scratch / where.value if where in _MADE else ROOT / "functions"
        return f"{folder}{os.pathsep}{ROOT}"

    def _python(self, where: Where) -> str:
        """For a built function, an interpreter without the development packages."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return str(Path(sys.base_prefix, "bin", version)) if where in _MADE else sys.executable
