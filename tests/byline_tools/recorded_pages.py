"""Records docs/desk.md and docs/moving.md: runs their commands in order, and writes what they print. `make pages`."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.proof import test_desk_docs, test_moving_docs
from tests.support.documented import DOCS

PAGES = {"desk.md": test_desk_docs.at_the_desk, "moving.md": test_moving_docs.on_the_move}
"""Where the commands of each page are typed."""

OutputOf = Callable[[str, str], str]
"""What a command prints, given the command and what it is expected to print."""


def recorded(page: str, output_of: OutputOf) -> str:
    """The page with the output of each command in its console blocks replaced by what `output_of` returns."""

    def session(found: re.Match[str]) -> str:
        return f"$ {found[1]}\n{output_of(found[1], found[2])}"

    def block(found: re.Match[str]) -> str:
        return "```console\n" + re.sub(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", session, found[1], flags=re.MULTILINE) + "```"

    return re.sub(r"```console\n(.*?)```", block, page, flags=re.DOTALL)


def main() -> None:
    """Record the pages. It takes some minutes, because readers see edits after some seconds."""
    for name, terminal_of in PAGES.items():
        page = DOCS / name
        with tempfile.TemporaryDirectory() as folder, terminal_of(Path(folder)) as (terminal, _):
            page.write_text(recorded(page.read_text(encoding="utf-8"), terminal.output_of), encoding="utf-8")


if __name__ == "__main__":
    main()
