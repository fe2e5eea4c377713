"""What the table refuses of files: as problems in their lines, and the error of an import that has stored only some of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from byline.edit_errors import AddressTaken, GuidTaken, RetiredProfile
from byline.errors import BylineError, Refused
from byline_tools.importers.admitted import Admitted, FileRead
from byline_tools.importers.records import FileRefused, FilesRefused, LineProblem, same_reason

CORRECT = "These were not stored: correct them, and import the files again."

ADDRESS_TAKEN, GUID_TAKEN = "have the address of another article", "have the guid of another article"
"""Kinds of problems."""


class StoredPartly(BylineError):
    """Not everything was stored. `outcomes` counts what was, by outcome and kind; `files` has what was refused, by file.

    If something else ended the import, `reason` is that error, and `not_tried` the number of things after it.
    """

    def __init__(
        self,
        outcomes: Mapping[tuple[str, str], int],
        files: Sequence[FileRefused],
        reason: Exception | None = None,
        not_tried: int = 0,
    ) -> None:
        self.outcomes = dict(outcomes)
        self.files = tuple(files)
        self.reason = reason
        self.not_tried = not_tried
        super().__init__(self.text(str(reason)))

    def text(self, reason: str) -> str:
        """What was refused, and what ended the import, for which `reason` are the words."""
        refused = [*map(str, self.files), CORRECT] if self.files else []
        ended = [reason, f"{self.not_tried} after that not tried: import the files again"] if self.reason else []
        return "\n".join([*refused, *ended])


def refused_in_files(refused: Iterable[tuple[Admitted, BylineError]], before: Iterable[FileRefused] = ()) -> list[FileRefused]:
    """The error of each file of which something is refused, now or `before`."""
    problems = {each.path: list(each.problems) for each in before}
    for each, error in refused:
        problems.setdefault(each.path, []).extend(problems_of(each.line, each.name, error))
    return [FileRefused(path, sorted(found, key=lambda problem: problem.line)) for path, found in problems.items()]


def as_one(files: Sequence[FileRefused]) -> FileRefused | FilesRefused:
    """One error for all `files`, of which there is at least one."""
    return files[0] if len(files) == 1 else FilesRefused(files)


def raise_problems(files: Sequence[FileRead]) -> None:
    """Raise the error of `files` that have problems, if any has one."""
    if refused := [FileRefused(file.path, file.in_order()) for file in files if file.problems]:
        raise as_one(refused)


def problems_of(line: int, name: str, error: BylineError) -> Iterator[LineProblem]:
    """The problems of a line, which has the thing called `name`, that `error` states."""
    match error:
        case Refused():
            reasons = [(f"{error.subject}: {problem}", same_reason(str(problem))) for problem in error.problems]
        case AddressTaken():
            reasons = [(str(error), ADDRESS_TAKEN)]
        case GuidTaken():
            reasons = [(str(error), GUID_TAKEN)]
        case RetiredProfile():
            reasons = [(str(error), f"name {', '.join(error.profiles)}, retired")]
        case _:
            reasons = [(str(error), same_reason(str(error).replace(name.removeprefix("article "), "…")))]
    yield from (LineProblem(line, reason, kind) for reason, kind in reasons)
