"""byline_tools.cli.import_command: `byline import`."""

import io
import json
import sys
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import boto3
import pytest

from byline.desk.publisher import Publisher
from byline.storage.dynamodb import Table
from byline_tools.local.embedded_dynamodb import serving_dynamodb
from byline_tools.local.stack import TABLE_NAME, Stack
from tests.support.command_line import Byline, Result
from tests.support.stacks import PARAMETERS

SITE = ("--site-url", "https://www.example.com", "--id-authority", "example.com,2026")
TO = ("--to", "byline", *SITE)
WORLD = {"type": "section", "slug": "world", "title": "World"}
STORY = {
    "type": "article",
    "url": "https://www.example.com/world/fog",
    "title": "Fog",
    "published": "2026-03-14T06:30:00Z",
    "content": "<p>Thick.</p>",
    "sections": ["world"],
}
PAGE = """Saturday , March 14 2026
Home | World | Fog

Fog

It was thick.

About Mara Quist

Mara Quist writes about ships.
"""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return written(tmp_path / "news.ndjson", WORLD, STORY)


def written(path: Path, *things: Any) -> Path:
    path.write_text("".join(json.dumps(thing) + "\n" for thing in things), encoding="utf-8")
    return path


def everything() -> list[Any]:
    return sorted(boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"], key=str)


def test_an_import_reports_how_many_were_new(byline: Byline, table: Table, news: Path) -> None:
    assert byline("import", news, *TO) == Result(0, "1 new section, 1 new article\n", "")


def test_imported_articles_are_in_the_table(byline: Byline, table: Table, news: Path) -> None:
    byline("import", news, *TO)
    assert "tag:example.com,2026:" in str(everything())


def test_importing_the_same_file_twice_changes_nothing(byline: Byline, table: Table, news: Path) -> None:
    byline("import", news, *TO)
    before = everything()
    assert byline("import", news, *TO).out == "1 unchanged section, 1 unchanged article\n"
    assert everything() == before


def test_a_changed_article_is_counted_as_changed(byline: Byline, table: Table, news: Path) -> None:
    byline("import", news, *TO)
    written(news, WORLD, {**STORY, "title": "Thick fog"})
    assert byline("import", news, *TO).out == "1 unchanged section, 1 changed article\n"


def test_what_is_changed_of_content_is_reported(byline: Byline, table: Table, news: Path) -> None:
    second = {**STORY, "url": "https://www.example.com/world/ice", "content": "One <three> two."}
    written(news, WORLD, {**STORY, "content": '<p>Thick.</p><iframe src="https://charts.example/1"></iframe>'}, second)
    assert byline("import", news, *TO).out.splitlines() == [
        "1 new section, 2 new articles",
        "frames that became links: charts.example 1",
        "texts that became paragraphs: plain text 1",
    ]
    report = json.loads(byline("import", news, *TO, "--json").out)["report"]
    assert report["counts"] == {
        "frames that became links": {"charts.example": 1},
        "texts that became paragraphs": {"plain text": 1},
    }
    note = {"kind": "texts that became paragraphs", "what": "plain text", "number": 1}
    assert report["articles"][1] == {"file": str(news), "line": 3, "article": "Fog", "notes": [note]}


def test_the_counts_can_be_json(byline: Byline, table: Table, news: Path) -> None:
    counts = {"new": {"section": 1, "article": 1}, "changed": {}, "unchanged": {}, "left alone": {}}
    assert json.loads(byline("import", news, *TO, "--json").out) == counts


def test_the_site_and_the_id_authority_may_come_from_the_environment(
    byline: Byline, table: Table, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://www.example.com")
    monkeypatch.setenv("ID_AUTHORITY", "example.com,2026")
    assert byline("import", news, "--to", "byline").status == 0


def test_a_saved_page_is_imported_with_its_time_of_publication(byline: Byline, table: Table, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    result = byline("import", page, *TO, "--published", "2026-03-14T07:30:00+01:00")
    assert result.out == "1 new section, 1 new author, 1 new article\n"


def test_a_saved_page_without_a_time_of_publication_is_refused(byline: Byline, table: Table, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    result = byline("import", page, *TO)
    assert (result.status, result.out) == (1, "")
    assert f"{page}:1: " in result.err
    assert "give --published" in result.err


def test_a_refused_file_is_reported_with_its_lines(byline: Byline, table: Table, news: Path) -> None:
    written(news, WORLD, {**STORY, "title": ""}, "text")
    result = byline("import", news, *TO)
    assert (result.status, result.out) == (1, "")
    assert f"{news}:3: is not a JSON object" in result.err


def test_nothing_of_a_refused_file_is_stored(byline: Byline, table: Table, news: Path) -> None:
    written(news, WORLD, {**STORY, "title": ""})
    assert byline("import", news, *TO).status == 1
    assert everything() == []


def test_no_file_is_stored_if_one_is_refused(byline: Byline, table: Table, news: Path, tmp_path: Path) -> None:
    assert byline("import", news, written(tmp_path / "bad.ndjson", {"type": "poem"}), *TO).status == 1
    assert everything() == []


def test_a_missing_table_is_reported_as_such(byline: Byline, table: Table, news: Path) -> None:
    result = byline("import", news, "--to", "nope", *SITE)
    assert (result.status, result.out) == (1, "")
    assert result.err == "byline: there is no table nope in this account and region: give the stack's output TableName\n"


def test_standard_input_may_be_imported_or_be_empty(
    byline: Byline, table: Table, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(news.read_bytes())))
    assert byline("import", "-", *TO).out == "1 new section, 1 new article\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"type": "poem"}')))
    assert "-:1: " in byline("import", "-", *TO).err


def test_an_error_is_one_line_without_a_traceback(byline: Byline, table: Table, news: Path) -> None:
    assert byline("import", news, "--to", "nope", *SITE).err.count("\n") == 1


def test_a_file_that_cannot_be_read_is_reported(byline: Byline, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(path: Path, mode: str) -> IO[bytes]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", unreadable)
    assert byline("import", news, *TO) == Result(1, "", f"byline: [Errno 13] Permission denied: '{news}'\n")


def test_a_local_import_uses_the_port_after_the_local_servers(byline: Byline, news: Path) -> None:
    with serving_dynamodb(Stack(PARAMETERS)) as address:
        port = urlsplit(address).port or 0
        assert byline("import", news, "--local", "--port", port - 1).out == "1 new section, 1 new article\n"
        assert "tag:example.com,2026:" in str(everything())


WRONG_USAGE = {
    "no files": (("import", *TO), "name at least one file"),
    "no target": (("import", "FILE", *SITE), "either --to TABLE or --local"),
    "two targets": (("import", "FILE", "--local", *TO), "either --to TABLE or --local"),
    "no site": (("import", "FILE", "--to", "byline"), "--site-url and --id-authority are needed"),
    "malformed authority": (("import", "FILE", *TO, "--id-authority", "me"), "'me' is not a domain and a date"),
    "no such file": (("import", "nowhere.ndjson", *TO), "'nowhere.ndjson' does not exist"),
    "not a time": (("import", "FILE", *TO, "--published", "today"), "'today' is not a time such as"),
    "no offset": (("import", "FILE", *TO, "--published", "2026-03-14T06:30:00"), "has no offset from UTC"),
    "not a time in UTC": (("import", "FILE", *TO, "--published", "0001-01-01T00:00:00+01:00"), "is not a time such as"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG_USAGE.values(), ids=WRONG_USAGE.keys())
def test_wrong_usage_is_explained_and_gives_status_2(
    byline: Byline, news: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = byline(*(news if argument == "FILE" else argument for argument in arguments))
    assert (result.status, result.out) == (2, "")
    assert message in " ".join(result.err.split())


SEA = {"type": "section", "slug": "sea", "title": "Sea"}


def stories(**third: Any) -> list[dict[str, Any]]:
    """Three articles, of which the second is changed by `third`."""
    things: list[dict[str, Any]] = [{**STORY, "id": f"urn:{number}", "url": f"https://a.example/{number}"} for number in range(3)]
    return [things[0], {**things[1], **third}, things[2]]


def test_nothing_is_stored_if_a_new_article_names_a_retired_section(byline: Byline, table: Table, news: Path) -> None:
    byline("import", written(news, WORLD, SEA), *TO)
    byline("retire", "section", "sea", "--yes", "--to", "byline", *SITE[:2])
    before = everything()
    result = byline("import", written(news, *stories(sections=["sea"])), *TO)
    assert result == Result(
        1, "", f"byline: {news}:2: article urn:1: sections/sea retired: revive it first, or use another name\n"
    )
    assert everything() == before


def test_what_was_done_is_counted_before_what_was_refused(byline: Byline, table: Table, news: Path) -> None:
    byline("import", written(news, WORLD, *stories()), *TO)
    later = {"published": "2999-01-01T00:00:00Z"}
    result = byline("import", written(news, *stories(**later)), *TO)
    assert (result.status, result.out) == (1, "2 unchanged articles\n")
    assert result.err.startswith(f"byline: {news}:2: readers have seen article urn:1: ")
    problem = json.loads(byline("import", news, *TO, "--json").out)
    assert (problem["type"], problem["status"]) == ("urn:problem-type:byline:file-refused", 422)
    assert problem["done"] == {"new": {}, "changed": {}, "unchanged": {"article": 2}, "left alone": {}}
    assert [each["field"] for each in problem["errors"]] == [f"{news}:2"]


def test_an_import_that_ends_early_says_what_was_done_and_why_it_ended(
    byline: Byline, table: Table, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Publisher.put

    def put_and_lose_the_table(publisher: Publisher, *what: Any, **how: Any) -> Any:
        outcome = put(publisher, *what, **how)
        boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
        return outcome

    monkeypatch.setattr(Publisher, "put", put_and_lose_the_table)
    problem = json.loads(byline("import", news, *TO, "--json").out)
    assert (problem["type"], problem["status"]) == ("urn:problem-type:byline:unknown-table", 404)
    assert problem["done"]["new"] == {"section": 1}
    assert "there is no table byline" in problem["detail"]


def test_the_wrong_lines_of_several_files_are_listed_in_json(byline: Byline, table: Table, news: Path, tmp_path: Path) -> None:
    files = [written(tmp_path / f"{number}.ndjson", {"type": "poem"}) for number in range(2)]
    problem = json.loads(byline("import", *files, *TO, "--json").out)
    assert (problem["status"], [each["field"] for each in problem["errors"]]) == (422, [f"{each}:1" for each in files])


def expiries() -> list[bool]:
    """Of each version in the table, whether it expires."""
    return ["expires_at" in item for item in everything() if item["sk"]["S"].startswith("VERSION#")]


def test_what_an_import_replaces_is_kept_as_long_as_is_said(
    byline: Byline, table: Table, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, options in enumerate([(), (), ("--version-days", 0)]):
        byline("import", written(news, WORLD, {**STORY, "title": f"Title {number}"}), *TO, *options)
    assert sorted(expiries()) == [False, True]
    monkeypatch.setenv("VERSION_DAYS", "0")
    byline("import", written(news, {**STORY, "title": "Another"}), *TO)
    assert sorted(expiries()) == [False, False, True]


@pytest.mark.parametrize("command", ["import", "publish", "preview"])
def test_empty_input_is_refused_as_such(
    byline: Byline, table: Table, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    reads = "Byline reads NDJSON files, with one object in each line, exports of WordPress, feeds, and saved pages"
    words = f"byline: -:1: there is nothing in it: {reads}"
    result = byline(command, "-", *(TO if command == "import" else (*TO[:2], "--site-url", "https://www.example.com")))
    assert (result.status, result.out, result.err.splitlines()[0]) == (1, "", words)


def test_what_byline_show_prints_is_refused_by_an_import_with_what_to_do(byline: Byline, table: Table, news: Path) -> None:
    byline("import", news, *TO)
    target = ("--to", table.name, "--site-url", "https://www.example.com")
    shown = json.loads(byline("show", "sections/world", *target).out)
    news.write_text(json.dumps({"type": "section", **shown}, indent=2), encoding="utf-8")
    words = "has what `byline show` prints (revision): store it with `byline publish`, or leave that out"
    assert byline("import", news, *TO) == Result(1, "", f"byline: {news}:1: {words}\n")
    assert byline("publish", news, *target).status == 0


def test_a_single_object_may_take_several_lines(byline: Byline, table: Table, news: Path) -> None:
    news.write_text(json.dumps({"type": "section", "slug": "art", "title": "Art"}, indent=2), encoding="utf-8")
    assert byline("import", news, *TO).out == "1 new section\n"


@pytest.mark.parametrize("indent", [None, 2])
def test_a_name_that_is_twice_in_an_object_of_a_file_is_refused_with_its_place(
    byline: Byline, table: Table, news: Path, indent: int | None
) -> None:
    text = json.dumps({"type": "section", "slug": "art", "title": "Art"}, indent=indent)
    news.write_text(text.replace("slug", "title"), encoding="utf-8")
    line, column = (4, 3) if indent else (1, 37)
    reason = "the object has 'title' already: each name may be in it once"
    assert byline("import", news, *TO).err == f"byline: {news}:{line}: is not JSON: column {column}: {reason}\n"
