"""Errors as JSON: the problem details (RFC 9457) of the desk's API, of every error of the command line."""

import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

import click

from byline.errors import BylineError, Problem, Refused
from byline_http.problem_details import details
from byline_tools.cli.article_commands import NotEdited
from byline_tools.cli.aws_errors import NoAccess, UnknownAwsProfile, UnknownTable, message
from byline_tools.cli.desk_client import NoCredentials, NotDone, Unreachable
from byline_tools.cli.file_requests import Request
from byline_tools.cli.import_command import ImportedPartly
from byline_tools.cli.partly import Partly
from byline_tools.cli.preview_command import WouldBeRefused
from byline_tools.cli.publish_command import NothingPublished
from byline_tools.deploy.newsroom_file import NoNewsroomFile, UnknownEnvironment
from byline_tools.deploy.stack_errors import CannotChange
from byline_tools.exporters.newsroom import Unreadable
from byline_tools.importers.records import FileRefused, FilesRefused

STATUSES: dict[type[Exception], HTTPStatus] = {
    click.UsageError: HTTPStatus.BAD_REQUEST,
    click.Abort: HTTPStatus.BAD_REQUEST,
    FileRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    FilesRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    NothingPublished: HTTPStatus.UNPROCESSABLE_ENTITY,
    WouldBeRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotEdited: HTTPStatus.BAD_REQUEST,
    NoAccess: HTTPStatus.FORBIDDEN,
    NoCredentials: HTTPStatus.FORBIDDEN,
    UnknownTable: HTTPStatus.NOT_FOUND,
    UnknownAwsProfile: HTTPStatus.NOT_FOUND,
    NoNewsroomFile: HTTPStatus.NOT_FOUND,
    UnknownEnvironment: HTTPStatus.NOT_FOUND,
    CannotChange: HTTPStatus.CONFLICT,
    Unreachable: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The statuses of errors that the desk's API does not have. Others are 500: something in their surroundings is wrong."""

NAMES: dict[type[Exception], str] = {click.UsageError: "usage", click.Abort: "aborted", NotEdited: "no-json"}


def problem_of(error: Exception) -> dict[str, Any]:
    """The problem details of `error`. What the desk's API has said is passed on.

    `done` has what was done before the error, as the command would have reported it.
    """
    wrong = [{"field": each.field, "reason": each.reason} for each in _fields(error)]
    errors = {"errors": wrong} if wrong else {}
    if isinstance(error, Partly) and not isinstance(error, WouldBeRefused):
        return {**problem_of(error.reason), **errors, "detail": str(error), "done": error.done}
    if isinstance(error, NotEdited) and isinstance(error.__cause__, BylineError):
        return {**problem_of(error.__cause__), "detail": str(error)}
    if isinstance(error, NotDone) and "type" in error.problem:
        return error.problem
    name, status, members = _kind(error)
    done = {"done": error.done} if isinstance(error, Partly) else {}
    return details(name, status, _detail(error), **members, **errors, **done)


def _kind(error: Exception) -> tuple[str, HTTPStatus, dict[str, Any]]:
    from byline_http.desk_problems import PROBLEM_TYPES  # noqa: PLC0415 - slow to import

    for kind, known in PROBLEM_TYPES.items():
        if isinstance(error, kind):
            return known.name, known.status, {name: getattr(error, name) for name in known.members}
    if isinstance(error, NotDone):
        known_statuses = {int(each): each for each in HTTPStatus if each >= HTTPStatus.BAD_REQUEST}
        return "no-desk", known_statuses.get(error.status, HTTPStatus.BAD_GATEWAY), {}
    kinds = [each for each in type(error).__mro__ if each in STATUSES]
    name = next((NAMES[each] for each in kinds if each in NAMES), _in_lower_case(type(error).__name__))
    return name, next((STATUSES[each] for each in kinds), HTTPStatus.INTERNAL_SERVER_ERROR), {}


def _in_lower_case(name: str) -> str:
    """`FileRefused` as `file-refused`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _detail(error: Exception) -> str:
    match error:
        case click.ClickException():
            return error.format_message()
        case click.Abort():
            return "The command was aborted: it needs an answer, or --yes."
    return message(error)


def _fields(error: Exception) -> Iterator[Problem]:
    """What is wrong, field by field. The field of something in a file begins with the file and the line."""
    match error:
        case Refused():
            yield from error.problems
        case FileRefused():
            yield from (Problem(f"{error.path}:{each.line}", each.reason) for each in error.problems)
        case FilesRefused() | ImportedPartly():
            yield from (problem for file in error.files for problem in _fields(file))
        case NothingPublished() | WouldBeRefused():
            placed = [*_unread(error.unread), *_refusals(error.refused)]
            yield from (problem for _, problem in sorted(placed, key=lambda each: each[0]))


Placed = tuple[tuple[str, int], Problem]
"""A problem after the file and the line in which it is."""


def _unread(files: Iterable[FileRefused]) -> Iterator[Placed]:
    for file in files:
        yield from zip(((file.path, each.line) for each in file.problems), _fields(file), strict=True)


def _refusals(refused: Iterable[tuple[str | Request, BylineError]]) -> Iterator[Placed]:
    for each, refusal in refused:
        place, where = ((each, 0), each) if isinstance(each, str) else ((str(each.file), each.line), f"{each.file}:{each.line}")
        problem = refusal.problem if isinstance(refusal, NotDone) else {}
        wrong = problem.get("errors") or [{"field": "", "reason": problem.get("detail", str(refusal))}]
        yield from ((place, Problem(f"{where}: {one['field']}".removesuffix(": "), one["reason"])) for one in wrong)
