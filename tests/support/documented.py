"""Pages of the documentation with commands and what these print."""

import os
import pty
import re
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.serving import BYLINE

DOCS = Path(__file__).parents[2] / "docs"
PATIENCE = 20
"""Seconds within which a feed must show an edit; the memo keeps a head for five."""

ZONE = "Europe/Berlin"
"""The time zone of the terminal: another one than UTC, so that pages show both."""


def sessions(page: str) -> list[tuple[str, str]]:
    """Every command of the page with its documented output, in order."""
    documented = "\n".join(re.findall(r"```console\n(.*?)```", page, re.DOTALL))
    return [(command, printed) for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", documented, re.MULTILINE)]


@dataclass(frozen=True)
class Terminal:
    """Where the commands of a page are typed: in `folder`, on a machine whose local server is at `port`.

    `addresses` has what is here in place of other addresses of the page, `before` what happens just before a command.
    """

    folder: Path
    port: int
    addresses: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Callable[[], None]] = field(default_factory=dict)

    def output_of(self, command: str, expected: str) -> str:
        """What a command prints, as a page has it. A reader asks again until an edit has arrived."""
        self.before.get(command, lambda: None)()
        until = time.monotonic() + PATIENCE
        while True:
            got = as_documented(self._run(command), self.local_addresses)
            if "curl" not in command or normal(got) == normal(expected) or time.monotonic() > until:
                return got

    @property
    def local_addresses(self) -> dict[str, str]:
        """What is here for each address of the page."""
        ports = {f"127.0.0.1:{usual}": f"127.0.0.1:{self.port + usual - 8000}" for usual in (8000, 8002)}
        return {**ports, **self.addresses}

    def _run(self, command: str) -> str:
        """The output of the command on a terminal, where it prints tables, and its errors."""
        typed = command.replace("--local", f"--local --port {self.port}")
        for documented, here in self.local_addresses.items():
            typed = typed.replace(documented, here)
        own, given = pty.openpty()
        terminal = {"TERM": "dumb", "COLUMNS": "120", "LINES": "50", "LC_ALL": "C.UTF-8", "BYLINE_AS": "desk", "TZ": ZONE}
        own_code = {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        environment = {"PATH": f"{BYLINE.parent}:{os.environ['PATH']}", **terminal, **own_code}
        with subprocess.Popen(  # noqa: S603 - a command of the page
            ["bash", "-c", typed],  # noqa: S607
            cwd=self.folder,
            env=environment,
            stdout=given,
            stderr=subprocess.PIPE,
        ) as process:
            os.close(given)
            printed = _read_all(own)
            return printed + (process.stderr.read().decode() if process.stderr else "")


def _read_all(terminal: int) -> str:
    chunks = []
    with open(terminal, "rb", buffering=0) as opened:
        try:
            while chunk := opened.read(65536):
                chunks.append(chunk)
        except OSError:  # the end of the terminal's output
            pass
    return b"".join(chunks).decode().replace("\r", "")


def as_documented(printed: str, local_addresses: Mapping[str, str]) -> str:
    """What was printed, without padding and escape sequences, with the addresses that a page has for `local_addresses` here."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", printed)
    for documented, here in local_addresses.items():
        text = text.replace(here, documented)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines() if line.strip())


def normal(text: str) -> list[str]:
    """The lines with placeholders for times and revisions, and without padding."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d [A-Z]{3,4}", "LOCAL TIME", text)
    text = re.sub(r"\b\d\d-\d\d \d\d:\d\dZ", "SHORT TIME", text)
    text = re.sub(r"\b[0-9a-f]{32}\b", "REVISION", text)
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
