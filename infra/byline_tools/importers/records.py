"""The records in a file, before they are checked and stored, and the error for a file that is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.errors import BylineError
from byline_tools.importers.standard_input import bytes_of


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a file, beginning in `line`. With `only_if_new` it does not replace a stored one."""

    line: int
    thing: dict[str, Any]
    only_if_new: bool = False


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A problem in one line."""

    line: int
    reason: str


class FileRefused(BylineError):
    """The file `path` has invalid lines; nothing was stored. `problems` is never empty."""

    def __init__(self, path: str, problems: Iterable[LineProblem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{path}:{problem.line}: {problem.reason}" for problem in self.problems))


def text_of(path: Path) -> str:
    """The text of a UTF-8 file, without a byte order mark. Raises FileRefused with the line that is not UTF-8."""
    try:
        return bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FileRefused(str(path), [LineProblem(line, "is not UTF-8")]) from error
