"""What reading a file yields before anything is stored, and how a file is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.errors import BylineError


@dataclass(frozen=True, slots=True)
class Record:
    """One thing as it stands in a file, from `line` on; `only_if_new` leaves alone what the table has already."""

    line: int
    thing: dict[str, Any]
    only_if_new: bool = False


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in one line."""

    line: int
    reason: str


class FileRefused(BylineError):
    """The file `path` does not fit; nothing of it was stored. `problems` is never empty and says which lines."""

    def __init__(self, path: str, problems: Iterable[LineProblem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{path}:{problem.line}: {problem.reason}" for problem in self.problems))


def text_of(path: Path) -> str:
    """What a file says, in UTF-8; raises FileRefused with the line where it is not."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FileRefused(str(path), [LineProblem(line, "is not UTF-8")]) from error
