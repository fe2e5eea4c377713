"""The records in a file, before they are checked and stored, and the errors for files that are refused."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.errors import BylineError
from byline_tools.importers.notes import Note
from byline_tools.importers.recognising import unlike_text
from byline_tools.importers.standard_input import bytes_of

MOST_OF_A_KIND = 10
"""The most problems of one kind that are listed for a file; the others are counted."""

_SINGULAR = {"are": "is", "have": "has", "name": "names"}
"""Of the verbs with which kinds of problems begin."""

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|[0-9][0-9,]*+")


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a file, beginning in `line`. With `only_if_new` it does not replace a stored one.

    `notes` say what another system's article has lost or become. One that is `exported` by another system is left out alone if it
    is refused. One that `lapses` becomes a draft if it is scheduled for a time that has passed, and is not stored yet.
    """

    line: int
    thing: dict[str, Any]
    only_if_new: bool = False
    notes: tuple[Note, ...] = ()
    exported: bool = False
    lapses: bool = False


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A problem in one line. Problems of the same `kind` are counted with it: "and 12 more lines are not JSON".

    It begins with a verb of _SINGULAR.
    """

    line: int
    reason: str
    kind: str = ""


def same_reason(reason: str) -> str:
    """The kind of the problems with this reason: whatever values and numbers it quotes."""
    return f"have the same problem: {_QUOTED.sub('…', reason)}"


class FileRefused(BylineError):
    """Lines of the file `path` are refused. `problems` is never empty.

    Its text lists at most MOST_OF_A_KIND problems of one kind, and counts the others.
    """

    def __init__(self, path: str, problems: Iterable[LineProblem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(_report(path, self.problems)))


class FilesRefused(BylineError):
    """Lines of several files are refused. `files` has the error of each."""

    def __init__(self, files: Iterable[FileRefused]) -> None:
        self.files = tuple(files)
        super().__init__("\n".join(map(str, self.files)))


def text_of(path: Path, problems: list[LineProblem] | None = None) -> str:
    """The text of a UTF-8 file, without a byte order mark.

    Lines that are not UTF-8 are added to `problems` and become empty; without `problems`, they raise FileRefused. So does what
    is no text at all.
    """
    return decoded(bytes_of(path), path, problems)


def decoded(content: bytes, path: Path, problems: list[LineProblem] | None = None) -> str:
    """The text of the file `path`, which has this `content`, as `text_of` returns it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if sentence := unlike_text(content):
            raise FileRefused(str(path), [LineProblem(1, sentence)]) from error
        found = [LineProblem(number, "is not UTF-8", "are not UTF-8") for number, line in _lines(content) if _text(line) is None]
        if problems is None:
            raise FileRefused(str(path), found) from error
        problems += found
        return "\n".join(_text(line) or "" for _, line in _lines(content))


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    return enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1)


def _text(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _report(path: str, problems: Iterable[LineProblem]) -> Iterator[str]:
    listed: Counter[str] = Counter()
    omitted: dict[str, set[int]] = {}
    for problem in problems:
        kind = problem.kind or f"have the same problem: {problem.reason}"
        listed[kind] += 1
        if listed[kind] <= MOST_OF_A_KIND:
            yield f"{path}:{problem.line}: {problem.reason}"
        else:
            omitted.setdefault(kind, set()).add(problem.line)
    for kind, lines in omitted.items():
        verb, _, rest = kind.partition(" ")
        yield f"{path}: and {len(lines):,} more " + (f"lines {kind}" if len(lines) > 1 else f"line {_SINGULAR[verb]} {rest}")
