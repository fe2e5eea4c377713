"""How to type `byline` again."""

from pathlib import Path

import pytest

from byline_tools.cli.started_as import started_as


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program `byline` in a folder that is not on the PATH."""
    program = tmp_path / "byline"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", "/nowhere")
    return program


def test_a_program_that_is_not_on_the_path_is_named_as_it_was_started(program: Path) -> None:
    assert started_as(str(program)) == str(program)


def test_one_on_the_path_is_named_shortly(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert started_as(str(program)) == "byline"


def test_a_module_is_not_named_by_its_file() -> None:
    assert started_as("/here/byline_tools/cli/command.py") == "byline"
