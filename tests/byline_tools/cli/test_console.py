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

from byline_tools.cli.console import Output, counted, nested, output_option

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


LONG_ID = "tag:example.com,2026:0123456789abcdefghi"
TIME = "2026-11-25T15:46:52Z"
TITLE = "Fog closes the port for the third time within a week"


@pytest.mark.parametrize("columns", ["72", "80", "100", "200"])
@pytest.mark.parametrize(
    "row",
    [
        {"outcome": "new", "name": LONG_ID, "title": TITLE, "status": "published", "published": TIME},
        {"published": TIME, "id": LONG_ID},
        {"id": LONG_ID, "title": TITLE},
        {"feed": LONG_ID, "title": TITLE, "changed_at": TIME, "next_release_at": "", "max_age": 300},
    ],
    ids=["published", "scheduled", "id and title", "feed"],
)
def test_a_narrow_terminal_gets_ids_and_times_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], row: dict[str, Any], columns: str
) -> None:
    for name, value in {"TERM": "dumb", "COLUMNS": columns, "LINES": "40"}.items():
        monkeypatch.setenv(name, value)
    assert len(LONG_ID) == 40
    Output(as_json=False).rows([row, row], list(row), summary="2 new articles")
    lines = capsys.readouterr().out.splitlines()
    words = [word for line in lines for word in line.split()]
    assert all(words.count(word) == 2 for value in row.values() for word in str(value).split() if word in {LONG_ID, TIME})
    assert all(words.count(word) >= 2 for value in row.values() for word in str(value).split())
    assert max(len(line) for line in lines) <= int(columns)
    assert lines[-1] == " 2 new articles"


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


def test_outcomes_are_counted_by_kind() -> None:
    counts = {("new", "article"): 2, ("unchanged", "section"): 1, ("left alone", "article"): 1, ("not stored", "author"): 2}
    assert counted(counts) == "2 new articles, 1 unchanged section, 1 article left alone, 2 authors not stored"
    assert nested(counts)["new"] == {"article": 2}
    assert nested({("new", "article"): 1, ("new", "author"): 2}) == {"new": {"article": 1, "author": 2}}
