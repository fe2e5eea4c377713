"""A file that is no newsroom file is recognised, and one sentence says what to do."""

import gzip
import json
from pathlib import Path

import pytest

from byline_tools.importers.ndjson import read_things
from byline_tools.importers.recognising import READ, unlike_ndjson, unlike_text
from byline_tools.importers.records import FileRefused, LineProblem, text_of

STORY = {"type": "article", "title": "T", "image": {"url": "/a.jpg"}}


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("<?xml version='1.0'?>\n<!-- x --><rss/>", "this is an RSS feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "this is an Atom feed"),
        ("<?xml version='1.0'?><opml version='2.0'>", "this is an OPML list of feeds"),
        ("<urlset>", "this is a sitemap"),
        ("\n<note>", "this is XML"),
        ("<!DOCTYPE html>\n<html>", "this is an HTML page"),
        ("<p>Text</p>", "this is an HTML page"),
        ("<", "this is XML"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "this is a JSON Feed"),
        ("[1, 2]", "this is a JSON list without objects"),
        ("-- MySQL dump 10.13\nCREATE TABLE `wp_posts` (", "this is a dump of a database (SQL)"),
        ("title,url,published\nFog,https://a.example/fog,2026-03-14", "this is a table (CSV)"),
        ('title;url;body\n"Fog; and rain";https://a.example/fog;It rained', "this is a table (CSV)"),
        ("{\\rtf1\\ansi Text}", "this is a document in Rich Text Format"),
        ("---\ntitle: Fog\n---\nText", "this is a page of a site generator"),
        ("BEGIN:VCALENDAR", "this is a calendar"),
        ("", "there is nothing in it"),
        ("\n \n", "there is nothing in it"),
    ],
    ids=range(18),
)
def test_a_text_is_recognised(text: str, looks: str) -> None:
    assert (unlike_ndjson(text) or "").startswith(looks)


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "Friday",
        "Friday , March 14 2025\nHome | World | Fog, rain",
        json.dumps(STORY),
        json.dumps(STORY) + "\n{",
        "[{}]",
    ],
    ids=range(6),
)
def test_another_text_is_not_recognised(text: str) -> None:
    assert unlike_ndjson(text) is None


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (gzip.compress(b"{}"), "this is a gzip file"),
        ("{}".encode("utf-16"), "this is UTF-16"),
        (b"PK\x03\x04\xff", "this is a zip file"),
        (b"%PDF-1.7\n\xff", "this is a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "this is a picture"),
        (b"SQLite format 3\x00\xff", "this is a database"),
        (b"\x00" * 257 + b"ustar\xff", "this is a tar file"),
    ],
    ids=range(7),
)
def test_a_file_of_another_program_is_recognised(content: bytes, looks: str, tmp_path: Path) -> None:
    assert (unlike_text(content) or "").startswith(looks)
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(FileRefused, match=looks):
        text_of(tmp_path / "a")


def test_bytes_of_no_program_are_not_recognised() -> None:
    assert unlike_text(b"\xff") is None


def test_ten_problems_of_a_kind_are_listed_and_the_others_counted() -> None:
    wrong = [LineProblem(number, "is not JSON: why", "are not JSON") for number in range(1, 31)]
    lines = str(FileRefused("a.xml", [*wrong, LineProblem(31, "another")])).splitlines()
    assert lines[9:] == ["a.xml:10: is not JSON: why", "a.xml:31: another", "a.xml: and 20 more lines are not JSON"]


def test_one_problem_more_than_ten_is_one_line() -> None:
    wrong = [LineProblem(number, "is not JSON: why", "are not JSON") for number in range(1, 12)]
    assert str(FileRefused("a.xml", wrong)).splitlines()[-1] == "a.xml: and 1 more line is not JSON"


def test_a_long_xml_file_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("<?xml version='1.0'?>\n" + "<item/>\n" * 11_746, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_things(path)
    assert str(refused.value) == f"{path}:1: this is XML: {READ}"
