"""docs/desk.md: the commands have the documented output, and the tables are complete."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from byline_http import desk_problems
from byline_http.desk_api import openapi_document
from tests.support.documented import DOCS, Terminal, as_documented, normal, sessions
from tests.support.serving import Addresses, free_ports, serving

PAGE = (DOCS / "desk.md").read_text(encoding="utf-8")
PROFILES = DOCS.parent / "infra" / "byline_tools" / "local" / "sample" / "profiles.ndjson"


@contextmanager
def at_the_desk(folder: Path) -> Iterator[tuple[Terminal, Addresses]]:
    """A terminal in `folder`, where the files of the page are, and the local server that the page is about."""
    for name, content in re.findall(r"^`([\w.]+)`:\n\n```json\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE):
        (folder / name).write_text(content, encoding="utf-8")
    port = free_ports()
    with serving("--port", str(port), PROFILES) as service:
        yield Terminal(folder, port), service


def test_a_day_at_the_desk_goes_as_the_page_says(tmp_path: Path) -> None:
    with at_the_desk(tmp_path) as (terminal, service):
        for command, printed in sessions(PAGE):
            got = terminal.output_of(command, printed)
            assert normal(got) == normal(printed), f"$ {command}\n{got}"
        heard = as_documented("\n".join(service.printed), terminal.local_addresses).splitlines()
    (pings,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert set(pings.splitlines()) <= set(heard)
    # The renaming and the erasure are two states, announced together if they come in one batch.
    assert heard.count("hub: http://127.0.0.1:8000/sections/overseas/rss.xml has changed") in {1, 2}


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
