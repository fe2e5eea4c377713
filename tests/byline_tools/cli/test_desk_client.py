"""A desk in this process is called directly, from any thread, and nothing else in the process changes."""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from byline.errors import InvalidSetting, StoreUnavailable
from byline.storage.dynamodb import Table
from byline_tools.cli.desk_client import DeskClient, NotDone, desk_on_table, in_process
from tests.support.desks import at, story

SITES = ("https://one.example.com", "https://two.example.com")
REQUESTS = 20


def environment(site_url: str) -> dict[str, str]:
    return {"TABLE_NAME": "byline", "SITE_URL": site_url, "ID_AUTHORITY": "example.com,2026", "VERSION_DAYS": "365"}


def client(site_url: str) -> DeskClient:
    return DeskClient(in_process(desk_on_table(environment(site_url)), "jane"))


@pytest.fixture
def frequent_switches() -> Iterator[None]:
    """Threads switch as often as possible."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_two_threads_that_ask_two_desks_at_once_each_get_the_answers_of_their_own(table: Table, frequent_switches: None) -> None:
    together = Barrier(2)

    def images(site_url: str) -> list[str]:
        desk, number = client(site_url), SITES.index(site_url)
        together.wait()
        sent = [(f"/sections/s{number}-{n}", {"title": "A section", "image": {"url": f"/{n}.jpg"}}) for n in range(REQUESTS)]
        return [desk.put(path, section).body["image"]["url"] for path, section in sent]

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(images, SITES))
    assert answers == [[f"{site_url}/{n}.jpg" for n in range(REQUESTS)] for site_url in SITES]


def test_the_environment_of_the_process_is_neither_read_nor_changed(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "another")
    before = dict(os.environ)
    assert client(SITES[0]).put("/sections/world", {"title": "World"}).status == 201
    assert dict(os.environ) == before


def test_the_functions_own_file_is_not_imported(table: Table) -> None:
    """An installed package has the domain and the tools, but not the function files."""
    sys.modules.pop("manage_articles", None)
    client(SITES[0]).get("/feeds")
    assert "manage_articles" not in sys.modules


def test_what_the_desk_refuses_is_raised_with_its_problem(table: Table) -> None:
    with pytest.raises(NotDone) as refused:
        client(SITES[0]).get(at("urn:none"))
    assert (refused.value.status, refused.value.problem["article_id"]) == (404, "urn:none")


def test_an_address_that_the_desk_does_not_have_is_refused_like_anything_else(table: Table) -> None:
    with pytest.raises(NotDone, match=r"The desk has no such address.*\(404\)"):
        client(SITES[0]).get("/nowhere")


def test_an_id_with_slashes_arrives_whole(table: Table) -> None:
    article_id = "https://www.example.com/a%2Fb/?c#d"
    assert json.dumps(client(SITES[0]).put(at(article_id), story()).body["id"]) == json.dumps(article_id)


def test_a_table_that_cannot_be_read_is_found_out_before_anything_is_asked(table: Table) -> None:
    with pytest.raises(StoreUnavailable):
        desk_on_table({**environment(SITES[0]), "TABLE_NAME": "nothing"})


def test_a_setting_that_is_wrong_is_named() -> None:
    with pytest.raises(InvalidSetting, match="SITE_URL"):
        desk_on_table(environment("example"))
