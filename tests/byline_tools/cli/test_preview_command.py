"""`byline preview` on the local server, on an API and on a table."""

import io
import json
import sys
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from byline_tools.cli.desk_client import DeskClient, DeskResponse, NotDone
from byline_tools.local.stack import TABLE_NAME
from tests.byline_tools.cli.results import Target, Thing
from tests.support.command_line import Byline, Result
from tests.support.serving import Addresses, free_ports, serving

FORMATS = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json", "page": "page.html"}
DERIVED = ("DOCUMENT#", "ANNOUNCED")
"""The sort keys of documents and announced states."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """A newsroom whose feeds are at the port before the others, as when it is served to people."""
    file = tmp_path_factory.mktemp("newsroom") / "news.ndjson"
    file.write_text(json.dumps({"type": "section", "slug": "world", "title": "World"}), encoding="utf-8")
    with serving("--port", str(free_ports()), "--title", "The Local", file) as service:
        yield service


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(*things: Thing) -> Path:
        path = tmp_path / "news.ndjson"
        path.write_text("".join(json.dumps(thing) + "\n" for thing in things), encoding="utf-8")
        return path

    return write


def everything() -> list[Any]:
    """All items, but what polls and the stream store at any moment."""
    items = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return sorted((each for each in items if not each["sk"]["S"].startswith(DERIVED)), key=str)


def documents(result: Result) -> dict[str, str]:
    assert result.status == 0
    return {each["format"]: Path(each["file"]).read_text(encoding="utf-8") for each in json.loads(result.out)}


@pytest.fixture
def endpoint(service: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", service.dynamodb)


def test_a_file_is_shown_in_every_format_and_nothing_is_stored(
    byline: Byline, target: Target, endpoint: None, file: Callable[..., Path], section: Thing, story: Thing, tmp_path: Path
) -> None:
    before = everything()
    found = documents(byline("preview", file(story, section), "--output", tmp_path / "out", *target))
    assert found.keys() == FORMATS.keys()
    assert all(story["title"] in each and section["title"] in each for each in found.values())
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == sorted(FORMATS.values())
    assert everything() == before


@pytest.mark.parametrize("status", ["draft", "scheduled", "published"])
def test_a_stored_article_is_shown_whatever_its_status(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, status: str
) -> None:
    later = {"published": "2099-01-01T00:00:00Z"} if status == "scheduled" else {}
    publish(section, {**story, **later, "status": status})
    found = documents(byline("preview", story["id"], *target))
    assert all(story["title"] in each for each in found.values())
    assert f"{story['id']}: {status}" in found["page"]


def test_one_format_may_go_to_standard_output(
    byline: Byline, target: Target, file: Callable[..., Path], section: Thing, story: Thing
) -> None:
    shown = byline("preview", file(section, story), "--format", "json", "--output", "-", *target)
    assert [each["title"] for each in json.loads(shown.out)["items"]] == [story["title"]]


def test_what_a_file_leaves_out_is_shown_as_it_is_stored(
    publish: Callable[..., Result], byline: Byline, target: Target, file: Callable[..., Path], section: Thing, story: Thing
) -> None:
    publish(section, {**story, "image": {"url": "https://img.example.com/1.jpg"}})
    found = documents(byline("preview", file({**story, "title": "Other"}), *target))
    assert all("Other" in each and "https://img.example.com/1.jpg" in each for each in found.values())


def test_standard_input_is_shown(
    byline: Byline, target: Target, section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps({**story, "sections": []})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert story["title"] in documents(byline("preview", "-", *target))["rss"]


def test_what_the_desk_would_refuse_is_shown_and_reported(
    byline: Byline, target: Target, file: Callable[..., Path], story: Thing
) -> None:
    path = file({**story, "sections": ["nowhere"]})
    result = byline("preview", path, *target)
    assert result.status == 1
    assert "byline: the desk would refuse this:" in result.err
    assert f"{path}:1: article {story['id']}: sections: nowhere does not exist" in result.err
    assert [each["format"] for each in json.loads(result.out)] == list(FORMATS)
    assert story["title"] in Path(json.loads(result.out)[0]["file"]).read_text(encoding="utf-8")


def test_what_cannot_be_shown_is_reported_with_every_wrong_field(
    byline: Byline, target: Target, file: Callable[..., Path], story: Thing
) -> None:
    path = file({**story, "title": "", "url": "here"})
    result = byline("preview", path, "--json", *target)
    found = json.loads(result.out)
    assert (result.status, result.err if target[0] == "--local" else "", found["status"], found["done"]) == (1, "", 422, [])
    assert [each["field"] for each in found["errors"]] == [f"{path}:1: {name}" for name in ("url", "title", "sections")]


def test_all_that_publishing_a_file_would_refuse_is_listed_in_the_order_of_its_lines(
    byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    path = tmp_path / "half.ndjson"
    things = [section, {**story, "title": "", "colour": "red"}, {**section, "title": ""}]
    path.write_text("\n".join(["{half", *map(json.dumps, things), "[]"]), encoding="utf-8")
    listed = {}
    for command in ("preview", "publish"):
        result = byline(command, path, "--json", *target)
        assert result.status == 1
        listed[command] = [each["field"] for each in json.loads(result.out)["errors"]]
        lines = [line.split(":")[1] for line in byline(command, path, *target).err.splitlines() if "half.ndjson" in line]
        assert lines == sorted(lines) != []
    wrong = [":1", ":3: title", ":3: colour", ":4: title", ":5"]
    assert [each.removeprefix(str(path)) for each in listed["preview"]] == wrong
    assert {*listed["publish"]} >= {*listed["preview"]}
    assert [each.split(":")[1] for each in listed["publish"]] == sorted(each.split(":")[1] for each in listed["publish"])


def test_what_would_keep_a_draft_from_being_published_is_reported(
    byline: Byline, target: Target, publish: Callable[..., Result], section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section, {**story, "status": "draft"})
    put = DeskClient.put

    def refuse(client: DeskClient, path: str, thing: Any, **options: Any) -> DeskResponse:
        assert (thing["draft"], thing.keys() & {"status", "revision"}, options["dry_run"]) == (False, set(), True)
        put(client, path, thing, **options)
        raise NotDone(path, 409, {"detail": "Not now."})

    monkeypatch.setattr(DeskClient, "put", refuse)
    result = byline("preview", story["id"], *target)
    assert (result.status, f"{story['id']}: Not now. (409)" in result.err) == (1, True)


def test_the_page_is_opened_in_the_browser(
    byline: Byline, target: Target, file: Callable[..., Path], section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    written = json.loads(byline("preview", file(section, story), "--open", *target).out)
    assert opened == [Path(written[-1]["file"]).resolve().as_uri()]


def test_the_local_servers_own_settings_are_used_and_others_assumed_and_named(
    byline: Byline, target: Target, service: Addresses, file: Callable[..., Path], section: Thing, story: Thing
) -> None:
    path = file(section, story)
    plain = byline("preview", path, "--format", "json", "--output", "-", *target)
    title, assumed = ("The Local", "") if target[0] == "--local" else ("My newsroom", "SITE_TITLE")
    assert (json.loads(plain.out)["title"], assumed in plain.err) == (title, True)
    asked = byline("preview", path, "--format", "json", "--output", "-", "--feeds-url", service.feeds, *target)
    assert (json.loads(asked.out)["title"], json.loads(asked.out)["feed_url"], asked.err) == (
        "The Local",
        f"{service.feeds}/feed.json",
        "",
    )


WRONG = {
    "no such thing": (("poem.json",), "there is neither a file nor an article called poem.json"),
    "a section": (("sections/world",), "sections/world is no article"),
    "two formats at once": (("a:b", "--output", "-"), "--output - needs one --format"),
    "nothing to open": (("a:b", "--format", "rss", "--open"), "--open needs the page as a file"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_explained(byline: Byline, target: Target, arguments: tuple[str, ...], message: str) -> None:
    result = byline("preview", *arguments, *target)
    assert (result.status, result.out) == (2, "")
    assert message in " ".join(result.err.split())


def test_a_file_without_articles_is_wrong_usage(
    byline: Byline, target: Target, file: Callable[..., Path], section: Thing
) -> None:
    assert "there is no article in" in " ".join(byline("preview", file(section), *target).err.split())


def test_an_unknown_article_is_reported(byline: Byline, target: Target) -> None:
    assert byline("preview", "tag:nobody,2026:x", *target).err == "byline: there is no article tag:nobody,2026:x (404)\n"


def test_rows_are_a_table_on_a_terminal(
    byline: Byline, target: Target, file: Callable[..., Path], section: Thing, story: Thing, tmp_path: Path
) -> None:
    result = byline("preview", file(section, story), "--output", tmp_path, *target, looked_at=True)
    heading, *lines = result.out.splitlines()
    assert heading.split() == ["format", "file"]
    assert [line.split() for line in lines] == [[name, str(tmp_path / each)] for name, each in FORMATS.items()]


def test_a_document_and_a_report_do_not_share_standard_output(byline: Byline, target: Target) -> None:
    result = byline("preview", "a:b", "--format", "rss", "--output", "-", "--json", *target)
    assert (result.status, json.loads(result.out)["detail"]) == (
        2,
        "--output - does not go with --json: both need standard output",
    )
