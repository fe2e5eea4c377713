"""byline_tools.cli.console: the same result as a table for people and as JSON for scripts."""

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
def report(output: Output) -> None:
    output.rows(ROWS, ("id", "title"))


def test_output_that_is_not_a_terminal_is_json_with_every_member() -> None:
    assert json.loads(CliRunner().invoke(report).stdout) == ROWS


def test_a_terminal_gets_the_columns_without_markup_or_control_sequences(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"TERM": "dumb", "COLUMNS": "100", "LINES": "40"}.items():
        monkeypatch.setenv(name, value)
    Output(as_json=False).rows(ROWS, ("id", "title"))
    heading, first, second = (line.strip() for line in capsys.readouterr().out.splitlines())
    assert heading.split() == ["id", "title"]
    assert first == "tag:example.com:rocket:1  Fog [bold] :ship: red"
    assert second == "b"


def test_no_rows_are_a_sentence_for_people_and_an_empty_list_for_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    Output(as_json=False).rows([], ("id",), if_empty="Nothing is scheduled.")
    Output(as_json=True).rows([], ("id",), if_empty="Nothing is scheduled.")
    assert capsys.readouterr().out == "Nothing is scheduled.\n[]\n"


def test_a_terminal_gets_a_bar_that_disappears_and_then_the_table() -> None:
    code = (
        "from byline_tools.cli.console import *\n"
        "with progress('Working', 2) as advance: advance(); advance()\n"
        "Output(not sys.stdout.isatty()).rows([{'id': 'a'}], ('id',))"
    )
    own, given = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    ended = subprocess.run([sys.executable, "-c", code], stdout=given, stderr=given, env=environment, check=False)  # noqa: S603
    shown = os.read(own, 65536).decode()
    for each in (own, given):
        os.close(each)
    assert ended.returncode == 0
    assert shown.index("Working") < shown.index("\x1b[2K", shown.index("Working")) < shown.rindex("id")
    assert shown.rstrip().endswith("a")


def test_output_that_is_not_a_terminal_gets_no_bar() -> None:
    code = "from byline_tools.cli.console import *\nwith progress('Working', 1) as advance: advance()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603
    assert (ended.stdout, ended.stderr) == (b"", b"")
