"""byline_tools.cli.export_command: `byline export`, over HTTP and of a table."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from byline_tools.checks.fetching import fetch
from byline_tools.cli.desk_client import DeskClient, DeskResponse, NotDone
from byline_tools.exporters.complete_files import complete_file
from byline_tools.local import sample
from byline_tools.local.server import Service
from byline_tools.local.stack import Stack
from tests.byline_tools.cli.results import Target, Thing, failed, usage
from tests.support.command_line import Byline, Result

Publish = Callable[..., Result]


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def named(number: int, text: str) -> list[Any]:
    """The lines on the section and the articles of one test."""
    return [each for each in lines(text) if f"section-{number}" in (each.get("slug"), *each.get("sections", ()))]


def with_settings(monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    of_stack = Stack({**sample.PARAMETERS, "FeedsUrl": service.address}).environment()
    for name, value in {**of_stack, "AWS_ENDPOINT_URL_DYNAMODB": service.dynamodb}.items():
        monkeypatch.setenv(name, value)


def test_a_newsroom_file_has_what_is_stored(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing, number: int, tmp_path: Path
) -> None:
    publish(
        section,
        {**story, "published": "2026-03-14T06:30:00Z"},
        {**story, "id": "tag:d", "url": "https://d.example/", "draft": True},
    )
    result = byline("export", "--to-ndjson", tmp_path / "all.ndjson", *target)
    assert (result.status, result.err) == (0, "")
    assert " articles" in result.out
    found = named(number, (tmp_path / "all.ndjson").read_text(encoding="utf-8"))
    assert [(each["type"], each.get("status")) for each in found] == [("section", None), ("article", "draft"), ("article", None)]
    assert "revision" not in found[2]
    again = byline(
        "import",
        tmp_path / "all.ndjson",
        "--to",
        "byline",
        "--site-url",
        "https://www.example.com",
        "--id-authority",
        "a.example,2026",
    )
    assert again.status == 0
    assert " new " not in again.out
    assert " changed " not in again.out


def test_standard_output_gets_the_file_and_standard_error_the_report(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing, number: int
) -> None:
    publish(section, story)
    result = byline("export", "--to-ndjson", "-", *target)
    assert result.status == 0
    assert [each["type"] for each in named(number, result.out)] == ["section", "article"]
    assert " article" in result.err


def test_the_report_can_be_json(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, story)
    (done,) = lines(byline("export", "--to-ndjson", tmp_path / "all", "--json", *target).out)
    assert done["exported"]["section"] >= 1
    assert done["exported"]["article"] >= 1
    assert "left_out" in done


def test_versions_go_to_another_file_of_which_an_import_says_what_it_is(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, story)
    publish({**story, "title": "Later"})
    versions = tmp_path / "versions.ndjson"
    result = byline("export", "--to-ndjson", tmp_path / "all", "--with-versions", versions, *target)
    assert " versions" in result.out
    found = [each for each in lines(versions.read_text(encoding="utf-8")) if each["of"] == story["id"]]
    assert [(each["number"], each["article"]["title"]) for each in found] == [(1, story["title"]), (2, "Later")]
    refused = failed(
        byline("import", versions, "--to", "byline", "--site-url", "https://www.example.com", "--id-authority", "a.example,2026")
    )
    assert "is a version of an article, for people and archives: import the file that" in refused


def test_what_cannot_be_meant_is_refused(byline: Byline, target: Target, tmp_path: Path) -> None:
    assert "say what to write" in usage(byline("export", *target))
    assert "both need standard output" in byline("export", "--to-ndjson", "-", "--json", *target).out
    assert "goes with --to-ndjson only" in usage(
        byline("export", "--to-feeds", tmp_path, "--with-versions", tmp_path / "a", *target)
    )
    assert "say what to write" in usage(byline("export", "--to-feeds", tmp_path, "--to-ndjson", tmp_path / "a", *target))
    assert "a file of its own" in usage(
        byline("export", "--to-ndjson", tmp_path / "a", "--with-versions", tmp_path / "a", *target)
    )


@pytest.mark.parametrize("where", ["served", "in the table"])
def test_feeds_are_files_under_their_paths_as_they_are_served(
    where: str, byline: Byline, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(monkeypatch, service)
    port = str(urlsplit(service.address).port)
    target = {"served": ("--local", "--port", port), "in the table": ("--to", "byline")}[where]
    result = byline("export", "--to-feeds", tmp_path / "copy", *target)
    assert (result.status, result.err) == (0, "")
    found = {f"/{each.relative_to(tmp_path / 'copy')}" for each in (tmp_path / "copy").rglob("*") if each.is_file()}
    assert {"/rss.xml", "/atom.xml", "/feed.json", "/feeds.opml", "/index.html"} < found
    assert {f"/sections/world/{name}" for name in ("rss.xml", "atom.xml", "feed.json")} < found
    assert result.out == f"{len(found)} documents\n"
    for path in found:
        if path.startswith("/sections/world/"):  # no other test changes them
            assert (tmp_path / "copy" / path[1:]).read_bytes() == fetch(f"{service.address}{path}").body


def test_an_export_for_wordpress_says_what_it_assumes_of_the_site(
    byline: Byline, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", service.dynamodb)
    to = ("--to", "byline", "--site-url", "https://www.example.com")
    result = byline("export", "--to-wxr", tmp_path / "all.xml", *to)
    assert (result.status, " section" in result.out) == (0, True)
    assert result.err.startswith("byline: assumed, because neither --feeds-url nor the environment says: SITE_TITLE")
    with_settings(monkeypatch, service)
    assert byline("export", "--to-wxr", tmp_path / "all.xml", *to).err == ""
    assert "<title>The Harbour Gazette</title>" in (tmp_path / "all.xml").read_text(encoding="utf-8")


def test_where_feeds_are_has_to_be_known(
    byline: Byline, service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", service.dynamodb)
    to = ("--to", "byline", "--site-url", "https://www.example.com")
    refused = usage(byline("export", "--to-feeds", tmp_path, *to))
    assert "needs --feeds-url or these variables: SITE_TITLE, FEEDS_URL, ID_AUTHORITY" in refused
    assert "needs --feeds-url" in usage(byline("export", "--to-feeds", tmp_path, "--api", service.desk))


def test_damaged_articles_are_named_and_everything_else_is_exported(
    publish: Publish,
    byline: Byline,
    target: Target,
    section: Thing,
    story: Thing,
    number: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(section, story, {**story, "id": f"tag:damaged:{number}", "url": f"https://www.example.com/damaged/{number}"})
    get = DeskClient.get

    def damaged(desk: DeskClient, path: str) -> DeskResponse:
        response = get(desk, path)
        if isinstance(response.body, dict) and response.body.get("id") == f"tag:damaged:{number}":
            raise NotDone(path, 422, {"detail": "it has no title"})
        return response

    monkeypatch.setattr(DeskClient, "get", damaged)
    result = byline("export", "--to-ndjson", tmp_path / "all", *target)
    assert result.status == 1
    assert "this cannot be read, and is not in the export:\nit has no title (422)" in result.err
    assert [each["type"] for each in named(number, (tmp_path / "all").read_text(encoding="utf-8"))] == ["section", "article"]


def test_an_export_that_fails_leaves_what_was_there(
    publish: Publish,
    byline: Byline,
    target: Target,
    section: Thing,
    story: Thing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(section, story)
    (tmp_path / "all").write_text("of yesterday", encoding="utf-8")
    get = DeskClient.get

    def failing(desk: DeskClient, path: str) -> DeskResponse:
        if path.startswith("/articles/"):
            raise NotDone(path, 503, {"detail": "Try again in a moment."})
        return get(desk, path)

    monkeypatch.setattr(DeskClient, "get", failing)
    assert "Try again" in failed(byline("export", "--to-ndjson", tmp_path / "all", *target))
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.glob("all*")] == [("all", "of yesterday")]


def test_a_file_has_its_name_only_once_it_is_complete(tmp_path: Path) -> None:
    with complete_file(tmp_path / "a") as file:
        file.write(b"text")
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a").read_bytes() == b"text"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
