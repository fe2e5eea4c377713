"""curl signs requests for every address of the desk, in the way that docs/desk.md shows."""

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from byline_http import desk_api
from byline_tools.local.server import Service
from tests.support.desks import JANE, TAG, WORLD, at, story

PAGE = (Path(__file__).parents[2] / "docs" / "desk.md").read_text(encoding="utf-8")
QUERY_ID = "https://site.example/?p=1"
JSON = ("-H", "Content-Type: application/json", "--data")
PROFILES = ("/sections/north", "/authors/jane-doe")
NOTICE = "We took this back: it was wrong, 100 % (and + more)/é~."
REQUESTS: list[tuple[str, str, tuple[str, ...], str]] = [
    ("PUT", "/sections/north", (*JSON, json.dumps(WORLD)), "201"),
    ("PUT", "/authors/jane-doe", (*JSON, json.dumps(JANE)), "201"),
    *(
        ("PUT", at(each), (*JSON, json.dumps(story(url=f"https://www.example.com/{n}"))), "201")
        for n, each in enumerate((TAG, QUERY_ID))
    ),
    *(("GET", path, (), "200") for path in (at(TAG), at(QUERY_ID), "/sections/north", "/authors/jane-doe")),
    *(("GET", path, (), "200") for path in ("/scheduled", "/feeds", "/openapi.json")),
    ("DELETE", f"{at(QUERY_ID)}?notice={quote(NOTICE, safe='')}", (), "200"),
    *(("PATCH", path, (*JSON, '{"url": "https://www.example.com/other"}'), "200") for path in PROFILES),
    ("PATCH", at(TAG), (*JSON, '{"title": "Another"}'), "200"),
    ("PUT", f"{at(TAG)}/version", (*JSON, '{"number": 1}'), "200"),
    *(("GET", f"{at(TAG)}/versions{end}", (), "200") for end in ("", "/1")),
    ("GET", "/articles?section=north&words=a%20ship", (), "200"),
    *(("GET", f"{path}/usage", (), "200") for path in PROFILES),
    *(("DELETE", path, (), "204") for path in PROFILES),
    *(("DELETE", f"{path}/retirement", (), "204") for path in PROFILES),
    *(("PUT", f"/erasures{path}", (*JSON, '{"reason": "A court."}'), "200") for path in (at(QUERY_ID), "/authors/jane-doe")),
    *(("OPTIONS", path, (), "204") for path in (at(TAG), "/feeds")),
]


def documented() -> list[str]:
    """How the page says that curl signs."""
    (options,) = set(re.findall(r"curl -s (--aws-sigv4 \S+ --user \S+)", PAGE))
    return shlex.split(options)


def curl(service: Service, method: str, path: str, *options: str) -> tuple[str, Any]:
    """The status and the JSON of the response."""
    arguments = ["curl", "-s", *documented(), "-X", method, "-w", "\n%{http_code}", *options, f"{service.desk}{path}"]
    printed = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout  # noqa: S603
    body, _, status = printed.rpartition("\n")
    return status, json.loads(body) if body else None


def test_curl_signs_requests_for_every_address(service: Service) -> None:
    statuses = [curl(service, method, path, *options)[0] for method, path, options, _ in REQUESTS]
    assert statuses == [status for *_, status in REQUESTS]
    assert curl(service, "GET", at(TAG))[1]["id"] == TAG


@pytest.mark.parametrize("kind", ["articles", "sections", "authors", "scheduled", "feeds"])
def test_every_address_is_among_them(kind: str) -> None:
    declared = {
        method.upper() for path, methods in desk_api.openapi_document()["paths"].items() for method in methods if kind in path
    }
    assert {method for method, path, *_ in REQUESTS if kind in path} >= declared
