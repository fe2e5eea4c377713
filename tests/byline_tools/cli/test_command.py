"""byline_tools.cli.command: `byline` itself."""

import click
import pytest

from byline_tools.cli.command import byline as group
from byline_tools.cli.init_command import init_command
from byline_tools.cli.options import Text
from tests.support.command_line import Byline


def test_the_version_is_shown(byline: Byline) -> None:
    assert "byline, version " in byline("--version").out


def test_help_names_the_commands(byline: Byline) -> None:
    words = byline("--help").out.split()
    assert {"check", "import", "rebuild", "serve", "publish", "retire"} <= set(words)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("imprt", "news.ndjson"), "No such command 'imprt'"),
        (("serve", "--port", "65535"), "65535 is not in the range"),
        (("serve", "--site-url", "nope"), "'nope' is not an absolute http or https address"),
        (("serve", "--language", "a language"), "is not a language tag"),
    ],
)
def test_wrong_usage_is_explained_and_gives_status_2(byline: Byline, arguments: tuple[str, ...], message: str) -> None:
    result = byline(*arguments)
    assert (result.status, result.out) == (2, "")
    assert message in " ".join(result.err.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("imprt", " Did you mean import?"),
        ("publsh", " Did you mean publish?"),
        ("sched", " Did you mean scheduled?"),
        ("re", ""),
        ("unpublish", ""),
        ("revert", ""),
        ("delete", ""),
        ("poem", ""),
    ],
)
def test_only_a_command_that_was_surely_meant_is_suggested(byline: Byline, typed: str, meant: str) -> None:
    assert byline(typed).err.rstrip().endswith(f"No such command '{typed}'.{meant}")


TEXTS = [
    (name, option.opts[0])
    for name, command in group.commands.items()
    for option in command.params
    if isinstance(option, click.Option)
    and not option.is_flag
    and isinstance(option.type, Text | type(click.STRING))
    and command is not init_command
]
"""The options that take a text. An answer to `byline init` may be empty."""


@pytest.mark.parametrize(("command", "option"), TEXTS)
def test_an_empty_text_is_not_taken_for_none(byline: Byline, command: str, option: str) -> None:
    """A command or a variable of the shell that gives nothing is an empty text."""
    result = byline(command, option, "")
    assert (result.status, result.out) == (2, "")
    assert f"Invalid value for '{option}'" in result.err
