"""`byline import` of an export of WordPress: what is stored, and what is reported."""

import io
import json
import sys
from pathlib import Path

import boto3
import pytest

from byline.desk.publisher import Publisher
from byline.model.feed_key import author_feed, section_feed
from byline.model.redirect import Redirect
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage.dynamodb import Table
from byline.storage.editing import DESK
from byline_tools.local.stack import TABLE_NAME
from tests.support import factories
from tests.support.command_line import Byline
from tests.support.factories import Clock
from tests.support.wordpress import author, category, draft, item, picture, term, wxr

TO = ("--to", "byline", "--site-url", "https://www.example.com", "--id-authority", "example.com,2026")
NAMED = {section_feed("world"), section_feed("leaks"), author_feed("jane"), author_feed("sam")}
WORLD = term("category", "world", "World")
NEWS = wxr(
    author("jane", "Jane Doe"),
    category("world", "World"),
    item(1, WORLD, guid="4711", content="Text. [poll]"),
    item(2, WORLD, post_password="enter", title="Locked", content="Hidden text."),
    item(3, WORLD, title="Paid", content="[memberful]Hidden text.[/memberful]"),
    draft(4, WORLD, title="Later"),
    item(5, post_type="page"),
    picture(6),
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.xml"
    path.write_text(NEWS, encoding="utf-8")
    return path


def statuses() -> dict[str, str]:
    items = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return {each["title"]["S"]: "draft" if each.get("draft") else "public" for each in items if "url" in each and "title" in each}


def test_an_export_is_imported_and_reported(byline: Byline, table: Table, export: Path) -> None:
    result = byline("import", export, *TO)
    lines = result.out.splitlines()
    assert (result.status, lines[:2]) == (
        0,
        [
            "1 new section, 1 new author, 4 new articles, 16 new redirects",
            "3 articles are drafts: password-protected 1, members only ([memberful]) 1, draft 1",
        ],
    )
    assert [line.partition(": ")[2] for line in lines[2:5]] == [
        "Locked is a draft: password-protected",
        "Paid is a draft: members only ([memberful])",
        "Later is a draft: draft",
    ]
    assert "shortcodes removed: [poll] 1, [memberful] 1" in lines
    assert "left out: page 1" in lines


def test_importing_an_export_again_changes_nothing(byline: Byline, table: Table, export: Path) -> None:
    byline("import", export, *TO)
    assert byline("import", export, *TO).out.startswith(
        "1 unchanged section, 1 unchanged author, 4 unchanged articles, 16 unchanged redirects\n"
    )


def test_the_report_can_be_json(byline: Byline, table: Table, export: Path) -> None:
    report = json.loads(byline("import", export, *TO, "--json").out)
    assert report["new"] == {"section": 1, "author": 1, "article": 4, "redirect": 16}
    assert report["report"]["counts"]["left out"] == {"page": 1}
    locked = next(each for each in report["report"]["articles"] if each["article"] == "Locked")
    assert locked["notes"] == [{"kind": "drafts", "what": "password-protected", "number": 1}]
    assert (locked["file"], NEWS.splitlines()[locked["line"] - 1]) == (str(export), "<item>")


def test_an_export_is_read_from_standard_input(byline: Byline, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEWS.encode())))
    assert byline("import", "-", *TO).out.startswith("1 new section, 1 new author, 4 new articles, 16 new redirects\n")


def test_an_article_that_is_refused_keeps_nothing_else_from_being_stored(byline: Byline, table: Table, export: Path) -> None:
    export.write_text(wxr(item(1), item(2, link="/relative", guid="x")), encoding="utf-8")
    result = byline("import", export, *TO)
    assert result.status == 1
    assert result.out.startswith("1 new author, 1 new article, 12 new redirects\n")
    assert "is not an absolute http or https address" in result.err
    assert "correct them, and import the files again" in result.err


def test_what_is_refused_is_in_json_with_what_was_done(byline: Byline, table: Table, export: Path) -> None:
    export.write_text(wxr(item(1, content="[poll]"), item(2, link="/relative", guid="x")), encoding="utf-8")
    problem = json.loads(byline("import", export, *TO, "--json").out)
    assert problem["done"]["new"] == {"author": 1, "article": 1, "redirect": 12}
    assert problem["done"]["report"]["counts"]["shortcodes removed"] == {"[poll]": 1}
    assert [each["field"].partition(":")[0] for each in problem["errors"]] == [str(export)]


def test_types_and_sections_are_chosen(byline: Byline, table: Table, export: Path) -> None:
    result = byline("import", export, *TO, "--types", "post,page", "--sections", "news=category:world")
    assert result.out.startswith("1 new section, 1 new author, 5 new articles, 16 new redirects\n")


def test_sections_may_be_in_a_file(byline: Byline, table: Table, export: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "sections.txt"
    mapping.write_text("news=category:world\n\n", encoding="utf-8")
    assert byline("import", export, *TO, "--sections", mapping).status == 0
    assert byline("import", export, *TO, "--sections", "missing.txt").status == 2


@pytest.mark.parametrize("option", [("--sections", "News=category:x"), ("--members-only", "category:")], ids=str)
def test_a_wrong_choice_is_refused(byline: Byline, export: Path, option: tuple[str, str]) -> None:
    result = byline("import", export, *TO, *option)
    assert (result.status, option[0] in result.err) == (2, True)


def test_members_only_makes_drafts(byline: Byline, table: Table, export: Path) -> None:
    result = byline("import", export, *TO, "--members-only", "category:world")
    assert "4 articles are drafts" in result.out


def test_a_scheduled_post_whose_time_has_passed_becomes_a_draft(
    byline: Byline, table: Table, export: Path, publisher: Publisher
) -> None:
    export.write_text(wxr(item(1, status="future")), encoding="utf-8")
    assert byline("import", export, *TO).out.startswith("1 new article, 6 new redirects\n")
    assert byline("import", export, *TO).out.startswith("1 unchanged article, 6 unchanged redirects\n")
    assert statuses() == {"Headline 1": "draft"}


SECRET = (author("sam", "Sam Source"), category("leaks", "Leaks"), term("category", "leaks", "Leaks"))
LEFT_OUT = "no public or scheduled one names them or they are refused: sections/leaks 2, authors/sam 2"


def test_sections_and_authors_that_only_drafts_name_are_left_out_and_counted(
    byline: Byline, table: Table, export: Path, publisher: Publisher
) -> None:
    posts = [item(2, WORLD, SECRET[2], status="private", creator="sam"), draft(3, SECRET[2], creator="sam")]
    export.write_text(wxr(*SECRET[:2], category("world", "World"), item(1, WORLD), *posts), encoding="utf-8")
    result = byline("import", export, *TO)
    assert (result.status, result.out.splitlines()[0]) == (0, "1 new section, 1 new author, 3 new articles, 16 new redirects")
    assert LEFT_OUT in result.out
    assert publisher.existing(NAMED) == {section_feed("world"), author_feed("jane")}
    assert byline("import", export, *TO).out.startswith(
        "1 unchanged section, 1 unchanged author, 3 unchanged articles, 16 unchanged redirects\n"
    )


def test_a_draft_keeps_what_it_names_if_that_is_stored_or_public_in_another_file(
    byline: Byline, table: Table, export: Path, tmp_path: Path, publisher: Publisher
) -> None:
    other = tmp_path / "other.xml"
    export.write_text(wxr(draft(3, SECRET[2], creator="sam")), encoding="utf-8")
    other.write_text(wxr(*SECRET[:2], item(1, SECRET[2])), encoding="utf-8")
    publisher.put(factories.author("sam"))
    assert "no public" not in byline("import", export, other, *TO).out
    assert publisher.existing(NAMED) == {section_feed("leaks"), author_feed("sam"), author_feed("jane")}


def test_what_readers_have_seen_does_not_become_a_draft(byline: Byline, table: Table, export: Path) -> None:
    export.write_text(wxr(item(1)), encoding="utf-8")
    byline("import", export, *TO)
    export.write_text(wxr(item(1, status="private")), encoding="utf-8")
    result = byline("import", export, *TO)
    assert (result.status, f"{export}:" in result.err) == (1, True)
    assert statuses() == {"Headline 1": "public"}


def test_a_post_with_the_address_of_another_article_is_left_out(byline: Byline, table: Table, export: Path) -> None:
    export.write_text(wxr(item(1, link="https://www.example.com/a"), item(2, link="https://www.example.com/a")), encoding="utf-8")
    result = byline("import", export, *TO)
    assert (result.status, statuses()) == (1, {"Headline 1": "public"})
    assert f"byline: {export}:16: " in result.err
    assert "--move-address" in result.err


def test_old_feeds_lead_to_those_of_the_newsroom_unless_the_desk_has_changed_that(
    byline: Byline, table: Table, export: Path, publisher: Publisher, clock: Clock
) -> None:
    byline("import", export, *TO)
    publisher.put_redirects([Redirect("/feed", section_feed("world"), "json")], DESK)
    assert "1 redirect left alone, 15 unchanged redirects" in byline("import", export, *TO).out
    service = FeedService(table, factories.site(), 0, 60, clock)
    found = [service.unknown(path, path, Request("GET")) for path in ("/category/world/feed", "/feed/atom", "/feed")]
    assert [each.status for each in found] == [301, 301, 301]
    ends = ("/sections/world/rss.xml", "/atom.xml", "/sections/world/feed.json")
    assert all(each.headers["Location"].endswith(end) for each, end in zip(found, ends, strict=True))
