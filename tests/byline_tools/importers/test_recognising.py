"""A file that is no newsroom file is recognised, and one sentence says what to do."""

import gzip
import json
from pathlib import Path

import pytest

from byline_tools.importers.ndjson import read_things
from byline_tools.importers.recognising import explained_as_a_whole, unlike_ndjson, unlike_text
from byline_tools.importers.records import FileRefused, LineProblem, text_of

STORY = {"type": "article", "title": "T", "image": {"url": "/a.jpg"}}


@pytest.mark.parametrize(
    ("text", "looks", "whole"),
    [
        ("<?xml version='1.0'?>\n<rss/>", "this looks like XML", False),
        ("\n<rss>", "this looks like XML", False),
        ("<!DOCTYPE html>", "this looks like HTML", False),
        (json.dumps([STORY]), "this is a JSON list", True),
        (json.dumps([STORY, STORY], indent=2), "this is a JSON list", True),
        ("[]", "this is a JSON list", True),
        ("[\n" + json.dumps(STORY) + ",\n" + json.dumps(STORY), "this is a JSON list", True),
        ("", "there is nothing in it", False),
        ("\n \n", "there is nothing in it", False),
        (
            json.dumps(STORY, indent=2) + "\n" + json.dumps(STORY, indent=2) + "\n",
            "this has JSON objects over several lines",
            True,
        ),
        (json.dumps(STORY, indent=2) + "\n" + json.dumps(STORY), "this has JSON objects over several lines", False),
    ],
    ids=range(11),
)
def test_a_text_is_recognised(text: str, looks: str, whole: bool) -> None:
    assert (unlike_ndjson(text) or "").startswith(looks)
    assert explained_as_a_whole(text) is whole


@pytest.mark.parametrize("text", ["[", "Friday", json.dumps(STORY), json.dumps(STORY) + "\n{", '{"a": \n{"b": 1}'], ids=range(5))
def test_another_text_is_not_recognised(text: str) -> None:
    assert unlike_ndjson(text) is None


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (gzip.compress(b"{}"), "this looks like gzip"),
        ("{}".encode("utf-16"), "this looks like UTF-16"),
        (b"PK\x03\x04\xff", "this looks like a ZIP file"),
        (b"%PDF-1.7\n\xff", "this looks like PDF"),
    ],
    ids=range(4),
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


def test_a_long_xml_file_is_refused_in_a_dozen_lines(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("<?xml version='1.0'?>\n" + "<item/>\n" * 11_746, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_things(path)
    lines = str(refused.value).splitlines()
    assert len(lines) == 12
    reads = "Byline reads NDJSON files, with one object in each line, exports of WordPress, feeds, and saved pages"
    assert lines[0] == f"{path}:1: this looks like XML: {reads}"
    assert lines[-1] == f"{path}: and 11,737 more lines are not JSON"
