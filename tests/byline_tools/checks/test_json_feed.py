"""byline_tools.checks.json_feed: checks beyond the schema."""

import json

import pytest

from tests.byline_tools.checks.good import JSON_FEED, findings, reported, spoiled

ADDRESS = "https://feeds.example.com/feed.json"
TEXT = '"content_text": "It poured."'


def test_a_good_document_has_no_findings() -> None:
    assert reported(JSON_FEED, ADDRESS) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "severity", "what"),
    [
        ('2026:2"', '2026:1"', 21, "error", "another item has the id"),
        ("feed.json", "main.json", 5, "error", "fetched from another"),
        (f'"feed_url": "{ADDRESS}",\n', "", 1, "warning", "'feed_url' is missing"),
        ('"home_page_url": "https://www.example.com/",\n', "", 1, "warning", "'home_page_url' is missing"),
        ('"title": "Fog"', '"title": "<b>Fog</b>"', 13, "warning", "looks like HTML"),
        ("It poured.", "<p>It poured.</p>", 22, "warning", "looks like HTML"),
        (TEXT, TEXT + ', "summary": "Rain &amp; wind"', 22, "warning", "looks like HTML"),
        ("<p>It was", "<object></object>It was", 14, "warning", "is an object"),
        ("<p>It was", "<a href='fog'>It was</a>", 14, "warning", "is relative"),
        ("T10:00:00Z", "T14:00:00Z", 15, "warning", "is in the future"),
        ('"_byline"', '"_by.line"', 8, "error", "an underscore, a letter, and no dots"),
        ('"_byline"', '"_1"', 8, "error", "an underscore, a letter, and no dots"),
        (TEXT, TEXT + ', "_note": "x"', 22, "error", "an extension must be an object"),
        (TEXT, TEXT + ', "pubDate": "x"', 22, "warning", "is neither a member of JSON Feed nor an extension"),
        (TEXT, TEXT + ', "author": {"name": "Jane"}', 22, "warning", "is deprecated"),
    ],
)
def test_a_wrong_feed_is_found(old: str, new: str, line: int, severity: str, what: str) -> None:
    [(found_line, found_severity, found)] = reported(spoiled(JSON_FEED, old, new), ADDRESS)
    assert (found_line, found_severity) == (line, severity)
    assert what in found


def test_a_feed_over_250_kilobytes_is_a_warning_and_over_1_megabyte_an_error() -> None:
    [(line, severity, what)] = reported(spoiled(JSON_FEED, "It poured.", "x" * 250_000))
    assert (line, severity) == (1, "warning")
    assert "250 KB" in what
    [(line, severity, what)] = reported(spoiled(JSON_FEED, "It poured.", "x" * 1_000_000))
    assert (line, severity) == (1, "error")
    assert "1 MB" in what


def test_author_is_valid_in_version_1() -> None:
    document = spoiled(JSON_FEED, "version/1.1", "version/1")
    assert len(reported(spoiled(document, TEXT, TEXT + ', "author": {"name": "Jane"}'))) == 1


def test_a_finding_has_the_path_and_the_section() -> None:
    [finding] = findings(spoiled(JSON_FEED, '2026:2"', '2026:1"'))
    assert (finding.where, finding.says) == ("items[1].id", "JSON Feed 1.1, Items")


@pytest.mark.parametrize(
    "value", [[], [1], {"items": 1}, {"items": [1, None]}, {"authors": {"name": 1}}, {"items": [{"attachments": 1}]}]
)
def test_a_value_of_any_shape_is_checked(value: object) -> None:
    assert reported(json.dumps(value))
