"""Editors who change one article at the same time over the desk's HTTP API: nobody loses an edit without being refused."""

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import pytest

from byline_http.article_addresses import path_of
from byline_tools.cli.desk_client import DeskClient, NotDone, over_http
from byline_tools.local.machine import CREDENTIALS, SIGNER
from tests.support.serving import serving

ARTICLE = path_of("tag:example.com,2026:fog")
EDITS = 20
"""Of each editor."""


def client(address: str, name: str) -> DeskClient:
    return DeskClient(over_http(address, SIGNER, CREDENTIALS["AWS_DEFAULT_REGION"], name))


def add_tags(desk: DeskClient, name: str) -> tuple[set[str], int]:
    """The tags that an editor has added, each to the article as it was read, and how often that was refused."""
    added: set[str] = set()
    refused = 0
    while len(added) < EDITS:
        stored, tag = desk.get(ARTICLE), f"{name} {len(added)}"
        try:
            desk.patch(ARTICLE, {"tags": [*stored.body.get("tags", []), tag]}, if_match=stored.etag)
            added.add(tag)
        except NotDone as error:
            if error.status not in (HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED):
                raise
            refused += 1
    return added, refused


@pytest.fixture
def address() -> Any:
    with serving() as service:
        yield service.desk


def test_every_edit_of_two_editors_is_there_or_was_refused(address: str) -> None:
    new = {"url": "https://www.example.com/fog", "title": "Fog", "content": "<p>Fog.</p>"}
    client(address, "ann").put(ARTICLE, new)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda name: add_tags(client(address, name), name), ["ann", "ben"]))
    stored = client(address, "ann").get(ARTICLE).body
    assert set(stored["tags"]) == set().union(*(added for added, _ in done))
    assert len(stored["tags"]) == 2 * EDITS
    assert sum(refused for _, refused in done) > 0


def test_editors_of_different_fields_need_not_know_of_each_other(address: str) -> None:
    client(address, "ann").put(ARTICLE, {"url": "https://www.example.com/fog", "title": "Fog", "content": "<p>Fog.</p>"})
    changes = [{"title": "Thick fog"}, {"summary": "Nobody sees the cranes."}]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda change: client(address, "ann").patch(ARTICLE, change), changes))
    stored = client(address, "ann").get(ARTICLE).body
    assert (stored["title"], stored["summary"]) == ("Thick fog", "Nobody sees the cranes.")
