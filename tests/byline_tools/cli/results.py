"""Results of desk commands, and edits that interfere with them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from byline_tools.cli.desk_client import DeskClient, DeskResponse
from tests.support.command_line import Result

Target = tuple[str, ...]
Thing = dict[str, Any]


def rows(result: Result) -> list[Thing]:
    assert (result.status, result.err) == (0, "")
    found: list[Thing] = json.loads(result.out)
    return found


def row(result: Result) -> Thing:
    (found,) = rows(result)
    return found


def failed(result: Result) -> str:
    assert (result.status, result.out) == (1, "")
    return result.err


def usage(result: Result) -> str:
    """What a command says that was not understood, and did nothing."""
    assert (result.status, result.out) == (2, "")
    return result.err


def between(monkeypatch: pytest.MonkeyPatch, edit: Callable[[DeskClient], object]) -> None:
    """Make a concurrent edit after each read of a command."""
    get = DeskClient.get

    def get_and_edit(client: DeskClient, path: str) -> DeskResponse:
        answer = get(client, path)
        edit(client)
        return answer

    monkeypatch.setattr(DeskClient, "get", get_and_edit)
