"""Records docs/desk.md: runs its commands, in their order, on one local server, and writes what they print. `make desk-page`."""

import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.proof.test_desk_docs import PATIENCE, PROFILES, ROOT, files, here, normal, run
from tests.support.serving import free_ports, serving

PAGE = ROOT / "docs" / "desk.md"
ZONE = "Europe/Berlin"
"""The time zone of the terminal: another one than UTC, so that the page shows both."""

OutputOf = Callable[[str, str], str]
"""What a command prints, given the command and what it is expected to print."""


def recorded(page: str, output_of: OutputOf) -> str:
    """The page with the output of each command in its console blocks replaced by what `output_of` returns."""

    def session(found: re.Match[str]) -> str:
        return f"$ {found[1]}\n{output_of(found[1], found[2])}"

    def block(found: re.Match[str]) -> str:
        return "```console\n" + re.sub(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", session, found[1], flags=re.MULTILINE) + "```"

    return re.sub(r"```console\n(.*?)```", block, page, flags=re.DOTALL)


def printed_on(port: int, folder: Path) -> OutputOf:
    """Runs commands in `folder`, on the server at `port`. A reader asks again until an edit has arrived."""

    def output_of(command: str, expected: str) -> str:
        until = time.monotonic() + PATIENCE
        while True:
            got = run(f"export TZ={ZONE}; {command}", folder, port)
            if "curl" not in command or normal(got) == normal(here(expected, port)) or time.monotonic() > until:
                return as_documented(got, port)

    return output_of


def as_documented(printed: str, port: int) -> str:
    """What was printed, without padding and escape sequences, as if the server had its usual ports."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", printed)
    for used, usual in ((port, 8000), (port + 2, 8002)):
        text = text.replace(f"127.0.0.1:{used}", f"127.0.0.1:{usual}")
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines() if line.strip())


def main() -> None:
    """Record the page. It takes about two minutes, because readers see edits after some seconds."""
    port = free_ports()
    with tempfile.TemporaryDirectory() as name, serving("--port", str(port), PROFILES):
        for file, content in files().items():
            (Path(name) / file).write_text(content, encoding="utf-8")
        PAGE.write_text(recorded(PAGE.read_text(encoding="utf-8"), printed_on(port, Path(name))), encoding="utf-8")


if __name__ == "__main__":
    main()
