"""byline_tools.cli.check_command: `byline check`, for people, editors and scripts."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from byline_tools.checks.fetching import CannotFetch
from byline_tools.checks.finding import Finding, Severity
from byline_tools.cli import check_command as module
from byline_tools.cli.check_command import check_command
from byline_tools.cli.command import byline
from tests.byline_tools.checks.good import ATOM, RSS, spoiled


def call(*arguments: object) -> Result:
    return CliRunner().invoke(check_command, [str(each) for each in arguments])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return written(tmp_path / "good.xml", RSS)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return written(tmp_path / "bad.xml", spoiled(RSS, "<ttl>15", "<ttl>x"))


def written(path: Path, document: str) -> Path:
    path.write_text(document, encoding="utf-8")
    return path


def test_check_is_a_command_of_byline() -> None:
    assert byline.commands["check"] is check_command


def test_a_valid_feed_gives_no_output_and_status_0(good: Path) -> None:
    result = call(good)
    assert (result.exit_code, result.output) == (0, "")


def test_an_error_is_one_line_in_the_form_of_compilers_and_status_1(good: Path, bad: Path) -> None:
    result = call(good, bad)
    assert result.exit_code == 1
    assert result.output == f"{bad}:10: error: rss/channel/ttl: 'x' is not a number of minutes (RSS 2.0, ttl)\n"


def test_a_warning_is_status_1_too(tmp_path: Path) -> None:
    file = written(tmp_path / "feed.xml", spoiled(ATOM, ' xml:lang="en"', ""))
    result = call(file)
    assert result.exit_code == 1
    assert result.output.startswith(f"{file}:2: warning: feed: no xml:lang")


def test_scripts_get_json(good: Path, bad: Path) -> None:
    result = call("--json", good, bad)
    assert result.exit_code == 1
    [finding] = json.loads(result.output)
    assert finding == {
        "target": str(bad),
        "severity": "error",
        "line": 10,
        "where": "rss/channel/ttl",
        "what": "'x' is not a number of minutes",
        "says": "RSS 2.0, ttl",
    }


def test_json_without_findings_is_an_empty_list(good: Path) -> None:
    assert (call("--json", good).exit_code, json.loads(call("--json", good).output)) == (0, [])


def test_people_get_a_table(good: Path, bad: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        check_command([str(good), str(bad)])
    out = capsys.readouterr().out
    assert ended.value.code == 1
    assert "good.xml: nothing is wrong" in out
    assert "'x' is not a number of minutes" in out


def test_control_characters_in_a_feed_are_escaped(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "check", lambda _: [Finding(Severity.ERROR, 1, "\x1b[2J", "\x9b \ud800", "")])
    assert call(bad).output == rf"{bad}:1: error: \x1b[2J: \x9b \ud800 ()" + "\n"


def test_a_target_that_cannot_be_read_is_an_error_and_the_others_are_checked(tmp_path: Path, bad: Path) -> None:
    result = call(tmp_path / "none.xml", tmp_path, "ftp://example.com/feed", bad)
    assert result.exit_code == 1
    assert result.output.count("cannot be read") == 3
    assert f"{bad}:10:" in result.output


def test_an_address_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(address: str) -> list[Finding]:
        raise CannotFetch(address, "connection refused")

    monkeypatch.setattr(module, "check_address", refuse)
    result = call("HTTPS://feeds.example.com/rss.xml")
    assert result.exit_code == 1
    assert "cannot fetch HTTPS://feeds.example.com/rss.xml: connection refused" in result.output


def test_at_least_one_target_is_needed() -> None:
    assert call().exit_code == 2
