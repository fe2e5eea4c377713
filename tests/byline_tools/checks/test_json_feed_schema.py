"""byline_tools.checks.json_feed_schema: JSON Feed checked against its schema."""

import pytest
from jsonschema import Draft202012Validator

from byline_tools.checks.json_feed_schema import SCHEMA
from tests.byline_tools.checks.good import JSON_FEED, findings, reported, spoiled

TEXT = '"content_text": "It poured."'


def test_the_schema_is_a_valid_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("version/1.1", "version/1", 2, "is not 'https://jsonfeed.org/version/1.1'"),
        ('"title": "The Gazette",\n', "", 1, "'title' is missing"),
        ('"id": "tag:example.com,2026:2",\n', "", 20, "'id' is missing"),
        ('"tag:example.com,2026:2"', "2", 21, "2 is not of the type string"),
        ('"tag:example.com,2026:2"', '""', 21, "is empty"),
        (f",\n{TEXT}", "", 20, "needs at least one of content_html, content_text"),
        ("2026-03-14T10:00:00Z", "2026-03-14", 15, "is not an RFC 3339 date"),
        ('"https://www.example.com/fog"', '"/fog"', 12, "is not an absolute address"),
        ('{"name": "The Gazette"}', "{}", 7, "needs at least one of name, url, avatar"),
        ('[{"name": "The Gazette"}]', '{"name": "The Gazette"}', 7, "is not of the type array"),
        ('"mime_type": "audio/mpeg", ', "", 17, "'mime_type' is missing"),
        ('"audio/mpeg"', '"mp3"', 17, "is not a media type"),
        ("1234", "-1", 17, "is less than 0"),
        ('"en-GB"', '"British English"', 6, "is not a language tag"),
        ('"language"', '"expired": "yes", "language"', 6, "is not of the type boolean"),
        ('"language"', '"hubs": [{"url": "https://hub.example"}], "language"', 6, "'type' is missing"),
        (TEXT, TEXT + ', "tags": [1]', 22, "is not of the type string"),
    ],
)
def test_a_violation_of_the_schema_is_found(old: str, new: str, line: int, what: str) -> None:
    [(found_line, severity, found)] = reported(spoiled(JSON_FEED, old, new))
    assert (found_line, severity) == (line, "error")
    assert what in found


def test_a_finding_has_the_path_and_the_section() -> None:
    [finding] = findings(spoiled(JSON_FEED, '"audio/mpeg"', '"mp3"'))
    assert (finding.where, finding.says) == ("items[0].attachments[0].mime_type", "JSON Feed 1.1, Attachments")
