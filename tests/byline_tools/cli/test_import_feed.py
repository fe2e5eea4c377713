"""`byline import` of a feed: what is stored, and what is reported."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from byline.storage.dynamodb import Table
from byline_tools.local.stack import TABLE_NAME
from tests.support.command_line import Byline
from tests.support.feeds import Site, atom, entry, json_feed, json_item, rss, rss_item, serving

TO = ("--to", "byline", "--site-url", "https://old.example.com", "--id-authority", "example.com,2026")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def stored(attribute: str) -> set[str]:
    items = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return {each[attribute]["S"] for each in items if "title" in each and "url" in each and attribute in each}


@pytest.mark.parametrize(
    "text",
    [rss(rss_item(1), rss_item(2)), atom(entry(1), entry(2)), json_feed(json_item(1), json_item(2))],
    ids=["RSS", "Atom", "JSON Feed"],
)
def test_a_feed_is_imported_from_a_file_and_importing_it_again_changes_nothing(
    byline: Byline, table: Table, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "feed"
    path.write_text(text, encoding="utf-8")
    assert "2 new articles" in byline("import", path, *TO).out
    assert "2 unchanged articles" in byline("import", path, *TO).out


def test_a_feed_is_imported_from_its_address(byline: Byline, table: Table, site: Site) -> None:
    site.pages = {"/feed/": rss(rss_item(1, "<category>World</category>"), rss_item(2, guid="4711"))}
    result = byline("import", f"{site.address}/feed/", *TO, "--sections", "news=category:world")
    assert (result.status, result.out.splitlines()[0]) == (0, "1 new section, 1 new author, 2 new articles")
    assert stored("guid") == {"4711"}


def test_items_that_are_refused_are_left_out_with_their_lines(byline: Byline, table: Table, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(rss(rss_item(1), rss_item(2, pubDate=None), rss_item(3, link=None)), encoding="utf-8")
    result = byline("import", path, *TO)
    lines = [number for number, line in enumerate(path.read_text().splitlines(), start=1) if line == "<item>"]
    assert result.status == 1
    assert result.out.startswith("1 new author, 1 new article\n")
    assert f"{path}:{lines[1]}: article https://old.example.com/world/2/: published: is missing" in result.err
    assert f"{path}:{lines[2]}: article Headline 3: url" in result.err


def test_an_address_that_gives_no_feed_is_an_error(byline: Byline, table: Table, site: Site) -> None:
    result = byline("import", f"{site.address}/feed/", *TO)
    assert (result.status, result.err) == (1, f"byline: cannot fetch {site.address}/feed/: the response is 404\n")


def test_a_wrong_address_is_refused(byline: Byline) -> None:
    assert byline("import", "http://a b/", *TO).status == 2
