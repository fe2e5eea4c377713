"""docs/desk.md: the commands have the documented output, and the tables are complete."""

import os
import pty
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from byline_http import desk_problems
from byline_http.desk_api import openapi_document
from tests.support.serving import BYLINE, Addresses, free_ports, serving

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
PROFILES = ROOT / "infra" / "byline_tools" / "local" / "sample" / "profiles.ndjson"
PATIENCE = 20
"""Seconds within which a feed must show an edit; the memo keeps a head for five."""


@pytest.fixture(scope="module")
def port() -> int:
    return free_ports()


@pytest.fixture(scope="module")
def service(port: int) -> Iterator[Addresses]:
    with serving("--port", str(port), PROFILES) as service:
        yield service


def here(text: str, port: int) -> str:
    """The page's text with the addresses of this test."""
    return text.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace("127.0.0.1:8002", f"127.0.0.1:{port + 2}")


def sessions() -> list[tuple[str, str]]:
    """Every command of the page with its documented output, in order."""
    documented = "\n".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL))
    return [(command, printed) for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", documented, re.MULTILINE)]


def files() -> dict[str, str]:
    return dict(re.findall(r"^`([\w.]+)`:\n\n```json\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE))


def run(command: str, folder: Path, port: int) -> str:
    """The output of the command on a terminal, where it prints tables."""
    typed = here(command, port).replace("--local", f"--local --port {port}")
    own, given = pty.openpty()
    terminal = {"TERM": "dumb", "COLUMNS": "120", "LINES": "50", "LC_ALL": "C.UTF-8", "BYLINE_AS": "desk"}
    own_code = {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    environment = {"PATH": f"{BYLINE.parent}:{os.environ['PATH']}", **terminal, **own_code}
    with subprocess.Popen(["bash", "-c", typed], cwd=folder, env=environment, stdout=given, stderr=subprocess.PIPE) as process:  # noqa: S603, S607
        os.close(given)
        printed = read_all(own)
        return printed + (process.stderr.read().decode() if process.stderr else "")


def read_all(terminal: int) -> str:
    chunks = []
    with open(terminal, "rb", buffering=0) as opened:
        try:
            while chunk := opened.read(65536):
                chunks.append(chunk)
        except OSError:  # the end of the terminal's output
            pass
    return b"".join(chunks).decode().replace("\r", "")


def normal(text: str) -> list[str]:
    """The lines with placeholders for times and revisions, and without padding."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d [A-Z]{3,4}", "LOCAL TIME", text)
    text = re.sub(r"\b\d\d-\d\d \d\d:\d\dZ", "SHORT TIME", text)
    text = re.sub(r"\b[0-9a-f]{32}\b", "REVISION", text)
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_a_day_at_the_desk_goes_as_the_page_says(service: Addresses, port: int, tmp_path: Path) -> None:
    for name, content in files().items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    for command, printed in sessions():
        until = time.monotonic() + PATIENCE
        while normal(got := run(command, tmp_path, port)) != normal(here(printed, port)):
            assert "curl" in command, f"$ {command}\n{got}"
            assert time.monotonic() < until, f"$ {command}\n{got}"
    (pings,) = re.findall(r"```text\n(.*?)```", here(PAGE, port), re.DOTALL)
    heard = [line.rstrip() for line in service.printed]
    assert set(pings.splitlines()) <= set(heard)
    # The renaming and the erasure are two states, announced together if they come in one batch.
    assert heard.count(here("hub: http://127.0.0.1:8000/sections/overseas/rss.xml has changed", port)) in {1, 2}


def test_every_request_the_desk_takes_is_in_the_table() -> None:
    operations = {f"{method.upper()} {path}" for path, methods in openapi_document()["paths"].items() for method in methods}
    paths = {each.replace("{article_id}", "ID").replace("{slug}", "SLUG").replace("{number}", "NUMBER") for each in operations}
    paths = {each.replace("{old_path}", "PATH") for each in paths}
    named = {path.replace("{kind}", kind) for path in paths for kind in ("sections", "authors")}
    assert {path for path in named if f"`{path}" not in PAGE} == set()


def test_every_type_of_problem_is_in_the_table_with_its_status() -> None:
    rows = re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \| (\d{3}) \|", PAGE, re.MULTILINE)
    documented = {name.strip("`"): int(status) for names, status in rows for name in names.split(", ")}
    known = {kind.name: int(kind.status) for kind in desk_problems.PROBLEM_TYPES.values()}
    others = set(re.findall(r'"([a-z-]+)", "[A-Z]|\("(request)"', Path(desk_problems.__file__).read_text(encoding="utf-8")))
    assert documented.items() >= known.items()
    assert {first or second for first, second in others} <= documented.keys()
