"""Calls `byline` as from a shell, but in this process."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from byline_tools.cli.command import main


@dataclass(frozen=True)
class Result:
    """The exit status and the output of a call."""

    status: int | str | None
    out: str
    err: str


Byline = Callable[..., Result]


def caller(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Byline:
    """Return the command, without a newsroom in its environment. With `looked_at`, standard output is treated as a terminal."""
    for name in (
        "SITE_URL",
        "FEEDS_URL",
        "SITE_TITLE",
        "ID_AUTHORITY",
        "BYLINE_API",
        "BYLINE_TABLE",
        "BYLINE_PORT",
        "AWS_REGION",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "dumb", "COLUMNS": "200", "LINES": "50"}.items():
        monkeypatch.setenv(name, value)

    def call(*arguments: object, looked_at: bool = False) -> Result:
        monkeypatch.setattr(sys, "argv", ["byline", *map(str, arguments)])
        monkeypatch.setattr(sys.stdout, "isatty", lambda: looked_at)
        with pytest.raises(SystemExit) as ended:
            main()
        return Result(ended.value.code, *capsys.readouterr())

    return call
