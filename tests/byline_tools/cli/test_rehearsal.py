"""`byline import --compare` stores nothing and says what subscribers would see; ids are taken from old feeds."""

import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from byline.storage.dynamodb import Table
from byline_tools.local.stack import TABLE_NAME
from tests.support.command_line import Byline
from tests.support.feeds import Site, atom, entry, rss, rss_item, serving
from tests.support.wordpress import author, item, wxr

TO = ("--to", "byline", "--site-url", "https://www.example.com", "--id-authority", "example.com,2026")
OURS = "https://www.example.com/world/{}/"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.xml"
    path.write_text(wxr(author("jane", "Jane Doe"), item(1), item(2)), encoding="utf-8")
    return path


def old_item(number: int, **changes: str) -> str:
    date = f"{number} Mar 2026 08:00:00 +0000"
    stated = {"link": OURS.format(number), "guid": f"https://www.example.com/?p={number}", "pubDate": date, **changes}
    return rss_item(number, **stated)


def test_a_move_that_nobody_sees_has_exit_status_0(byline: Byline, export: Path, site: Site) -> None:
    site.pages = {"/feed/": rss(old_item(1), old_item(2))}
    result = byline("import", export, "--compare", f"{site.address}/feed/", "--json")
    (compared,) = json.loads(result.out)["compared"]
    assert (result.status, compared) == (
        0,
        {
            "feed": "site",
            "old_feed": f"{site.address}/feed/",
            "old_stories": 2,
            "stories": 2,
            "new": 0,
            "missing": 0,
            "moved": 0,
            "dated otherwise": 0,
            "differences": [],
        },
    )


def test_what_subscribers_would_see_is_shown_and_nothing_is_stored(
    byline: Byline, table: Table, export: Path, site: Site
) -> None:
    site.pages = {"/feed/": rss(old_item(1, link="https://www.example.com/old/1"), old_item(3))}
    result = byline("import", export, *TO, "--compare", f"{site.address}/feed/")
    lines = result.out.splitlines()
    assert result.status == 1
    assert "site: 1 story new" in lines
    assert "  Headline 2: is not in the old feed (ours https://www.example.com/?p=2)" in lines
    assert "  Headline 3: is not imported (old https://www.example.com/?p=3)" in lines
    moved = "old https://www.example.com/old/1, ours https://www.example.com/world/1/"
    assert f"  Headline 1: has another address ({moved})" in lines
    assert boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Count"] == 0


def test_five_of_a_kind_are_shown(byline: Byline, export: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.xml"
    old.write_text(rss(old_item(1), old_item(2), *(old_item(number) for number in range(3, 10))))
    lines = byline("import", export, "--compare", old).out.splitlines()
    assert "site: 7 stories missing" in lines
    assert "  and 2 more, which --json names" in lines


def test_feeds_of_sections_are_compared(byline: Byline, export: Path, tmp_path: Path) -> None:
    old = tmp_path / "a=b.xml"
    old.write_text(rss(old_item(1), old_item(2)))
    compare = ("--compare", f"sections/world={old}", "--compare", old)
    result = byline("import", export, *compare, "--json")
    found = json.loads(result.out)["compared"]
    assert [(each["feed"], each["missing"]) for each in found] == [
        ("sections/world", 2),
        ("site", 0),
    ]


def test_ids_are_taken_from_old_feeds(byline: Byline, tmp_path: Path) -> None:
    story = {"type": "article", "url": "https://old.example.com/world/1/", "title": "Headline 1", "content": "<p>Text.</p>"}
    (tmp_path / "story.ndjson").write_text(json.dumps({**story, "published": "2026-03-01T08:01:00Z"}))
    (tmp_path / "old.xml").write_text(rss(rss_item(1, guid="63f1"), rss_item(2)))
    (tmp_path / "old.atom").write_text(atom(entry(1, updated="")))
    compare = [("--compare", tmp_path / name) for name in ("old.xml", "old.atom")]
    ids = ("--ids-from", tmp_path / "old.xml", "--atom-ids-from", tmp_path / "old.atom")
    before = json.loads(byline("import", tmp_path / "story.ndjson", *compare[0], *compare[1], "--json").out)
    after = json.loads(byline("import", tmp_path / "story.ndjson", *compare[0], *compare[1], *ids, "--json").out)
    assert [each["new"] for each in before["compared"]] == [1, 1]
    assert [each["new"] for each in after["compared"]] == [0, 0]
    assert after["report"]["counts"] == {
        f"guids taken from {tmp_path}/old.xml": {"articles": 1},
        f"items of {tmp_path}/old.xml that match no article": {"https://old.example.com/world/2/": 1},
        f"Atom ids taken from {tmp_path}/old.atom": {"articles": 1},
    }
