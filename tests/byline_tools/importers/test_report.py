"""What an import has changed of articles: by article, and in sum."""

from byline_tools.importers.notes import Note, notes_on
from byline_tools.importers.report import MOST_LISTED, Noted, Report, in_words

PAGE = "https://www.example.com/fog"


def test_notes_are_summed_by_kind_the_most_frequent_first() -> None:
    notes = [Note("removed", "form"), Note("links", "a.example"), Note("removed", "font", 2), Note("removed", "form", 1_000)]
    assert list(in_words(notes)) == ["removed: form 1,001, font 2", "links: a.example 1"]


def test_of_many_things_the_most_frequent_are_listed() -> None:
    notes = [Note("removed", f"x-{number}", 100 - number) for number in range(MOST_LISTED + 2)]
    (line,) = in_words(notes)
    assert line.startswith("removed: x-0 100, ")
    assert line.endswith(f"x-{MOST_LISTED - 1} {101 - MOST_LISTED}, and 2 more")


def test_a_report_without_notes_says_nothing() -> None:
    assert (Report().as_json(), list(Report().lines())) == ({}, [])


def test_a_report_has_the_notes_of_each_article() -> None:
    report = Report([Noted("a.ndjson", 2, "Fog", (Note("removed", "form"),))])
    notes = [{"kind": "removed", "what": "form", "number": 1}]
    assert report.as_json()["report"]["articles"] == [{"file": "a.ndjson", "line": 2, "article": "Fog", "notes": notes}]


def test_there_are_no_notes_on_what_is_refused_or_no_text() -> None:
    assert notes_on(None, PAGE) == notes_on(["<form>"], PAGE) == notes_on("<p>a</p>" + "<b>" * 300, PAGE) == ()
