"""The same outcome as a table for people and as JSON for scripts."""

import json
import os
import pty
import subprocess
import sys
from typing import Any

import click
import pytest
from click.testing import CliRunner

from byline_tools.cli.console import Output, output_option

ROWS: list[dict[str, Any]] = [
    {"id": "tag:example.com:rocket:1", "title": "Fog [bold] :ship: \x1b[31mred", "extra": 1},
    {"id": "b"},
]


@click.command()
@output_option
def tell(output: Output) -> None:
    output.rows(ROWS, ("id", "title"))


def test_where_nobody_looks_it_is_json_with_everything() -> None:
    assert json.loads(CliRunner().invoke(tell).stdout) == ROWS


def test_people_get_the_columns_with_every_word_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"TERM": "dumb", "COLUMNS": "100", "LINES": "40"}.items():
        monkeypatch.setenv(name, value)
    Output(as_json=False).rows(ROWS, ("id", "title"))
    heading, first, second = (line.strip() for line in capsys.readouterr().out.splitlines())
    assert heading.split() == ["id", "title"]
    assert first == "tag:example.com:rocket:1  Fog [bold] :ship: red"
    assert second == "b"


def test_nothing_is_told_as_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Output(as_json=False).rows([], ("id",))
    Output(as_json=True).rows([], ("id",))
    assert capsys.readouterr().out == "Nothing.\n[]\n"


def test_a_terminal_gets_a_bar_that_goes_away_and_then_the_table() -> None:
    code = (
        "from byline_tools.cli.console import *\n"
        "with progress('Working', 2) as advance: advance(); advance()\n"
        "Output(not sys.stdout.isatty()).rows([{'id': 'a'}], ('id',))"
    )
    own, given = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    ended = subprocess.run([sys.executable, "-c", code], stdout=given, stderr=given, env=environment, check=False)  # noqa: S603
    printed = os.read(own, 65536).decode()
    for each in (own, given):
        os.close(each)
    assert ended.returncode == 0
    assert printed.index("Working") < printed.index("\x1b[2K", printed.index("Working")) < printed.rindex("id")
    assert printed.rstrip().endswith("a")


def test_a_bar_is_not_shown_where_nobody_looks() -> None:
    code = "from byline_tools.cli.console import *\nwith progress('Working', 1) as advance: advance()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603
    assert (ended.stdout, ended.stderr) == (b"", b"")
