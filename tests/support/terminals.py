"""Runs a program in a pseudo-terminal, and types answers when their questions appear."""

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120.0
"""The most seconds that a program may take between two questions."""

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Session:
    """The exit status of a program, and what it showed."""

    status: int
    shown: str


def in_terminal(
    command: Sequence[str | Path], answers: Sequence[tuple[str, str]], environment: Mapping[str, str], folder: Path
) -> Session:
    """Run `command` in `folder`. Each of `answers` has the end of a question and the line to type after it.

    Raises AssertionError if a question does not appear.
    """
    ours, theirs = pty.openpty()
    terminal = {**environment, "TERM": "dumb", "COLUMNS": "160"}
    process = subprocess.Popen(  # noqa: S603 - a program of this repository
        [*map(str, command)], stdin=theirs, stdout=theirs, stderr=theirs, env=terminal, cwd=folder, start_new_session=True
    )
    os.close(theirs)
    shown = ""
    try:
        for question, answer in answers:
            before = len(shown)
            shown = _until(ours, shown, question, before)
            assert question in shown[before:], f"{question!r} does not appear in\n{shown}"
            os.write(ours, f"{answer}\n".encode())
        shown = _until(ours, shown, None)
        return Session(process.wait(SECONDS), shown)
    finally:
        process.kill()
        os.close(ours)


def _until(terminal: int, shown: str, question: str | None, start: int = 0) -> str:
    """Read until `question` appears after `start`, or else to the end of the program."""
    ends = time.monotonic() + SECONDS
    while (question is None or question not in shown[start:]) and time.monotonic() < ends:
        ready, _, _ = select.select([terminal], [], [], 1.0)
        if not ready:
            continue
        try:
            read = os.read(terminal, 4096)
        except OSError:  # Linux reports the end of the program so
            break
        if not read:
            break
        shown += _COLOURS.sub("", read.decode(errors="replace")).replace("\r\n", "\n")
    return shown
