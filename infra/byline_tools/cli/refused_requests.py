"""What the desk refuses of the things in files: as problems in their lines, reported and counted as those of an import."""

from collections.abc import Iterator, Sequence

from byline.edit_errors import AddressTaken, GuidTaken
from byline.errors import BylineError
from byline_tools.cli.desk_client import NotDone
from byline_tools.cli.file_requests import Request
from byline_tools.importers.records import FileRefused, LineProblem, same_reason
from byline_tools.importers.refusals import ADDRESS_TAKEN, GUID_TAKEN, problems_of

_KINDS = {
    "address-taken": ADDRESS_TAKEN,
    "guid-taken": GUID_TAKEN,
    "precondition-failed": "have another revision than the stored one",
}
"""The kinds of problems, by the problem types of the desk, whose details name what differs from line to line."""


class NamedTwice(BylineError):
    """`request` has the name of the `other` one, which comes before it in the files."""

    def __init__(self, request: Request, other: Request) -> None:
        self.request = request
        self.other = other
        super().__init__(f"{request.name} is already in {other.file}:{other.line}")


Refusal = tuple[Request, NotDone | AddressTaken | GuidTaken | NamedTwice]


def in_files(refused: Sequence[Refusal], unread: Sequence[FileRefused] = ()) -> list[FileRefused]:
    """The error of each file of which something is refused or `unread`, by name, with its problems by line."""
    problems: dict[str, list[LineProblem]] = {each.path: list(each.problems) for each in unread}
    for request, error in refused:
        problems.setdefault(str(request.file), []).extend(_problems(request, error))
    return [FileRefused(file, sorted(found, key=lambda problem: problem.line)) for file, found in sorted(problems.items())]


def _problems(request: Request, error: BylineError) -> Iterator[LineProblem]:
    match error:
        case NotDone(problem={"errors": [*wrong]}) if wrong:
            reasons = [f"{each['field']}: {each['reason']}" for each in wrong]
            yield from (LineProblem(request.line, f"{request.subject}: {each}", same_reason(each)) for each in reasons)
        case NotDone():
            kind = _KINDS.get(str(error.problem.get("type", "")).rpartition(":")[2])
            yield LineProblem(request.line, str(error), kind or same_reason(str(error).replace(request.name, "…")))
        case NamedTwice():
            yield LineProblem(request.line, str(error), "name something twice")
        case _:
            yield from problems_of(request.line, request.subject, error)
