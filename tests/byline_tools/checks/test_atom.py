"""byline_tools.checks.atom: the feed as a whole."""

import pytest

from tests.byline_tools.checks.good import ATOM, findings, reported, spoiled

ADDRESS = "https://feeds.example.com/atom.xml"
AUTHOR = "<author><name>The Gazette</name><email>desk@example.com</email></author>"
SELF = f'<link rel="self" href="{ADDRESS}"/>'
DELETED = '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:example.com,2026:9"/>'


def test_a_good_document_has_no_findings() -> None:
    assert reported(ATOM, ADDRESS) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "severity", "what"),
    [
        ("2026:2</id>", "2026:1</id>", 19, "error", "is not unique"),
        ("2026:1</id>", "2026:site</id>", 11, "error", "is not unique"),
        ("2026-03-14T09:00:00+01:00", "2026-03-14T10:00:00Z", 21, "warning", "another entry has the same updated"),
        (SELF, "", 2, "warning", 'no link with rel="self"'),
        (SELF, SELF * 2, 7, "error", 'a second link with rel="self"'),
        ("atom.xml", "feed.xml", 7, "error", "fetched from another"),
        (' xml:lang="en"', "", 2, "warning", "no xml:lang"),
        ('<link href="https://www.example.com/fog"', '<link href="/fog"', 14, "warning", "many readers ignore xml:base"),
        ("<author>", "<icon>/icon.png</icon><author>", 6, "warning", "many readers ignore xml:base"),
        ("</feed>", "<rights>Ours</rights></feed>", 25, "warning", "is after an entry"),
        ("<author>", DELETED + "<author>", 6, "error", "the attribute when is missing"),
    ],
)
def test_a_wrong_feed_is_found(old: str, new: str, line: int, severity: str, what: str) -> None:
    [(found_line, found_severity, found)] = reported(spoiled(ATOM, old, new), ADDRESS)
    assert (found_line, found_severity) == (line, severity)
    assert what in found


def test_entries_without_an_author_are_found_if_the_feed_has_none() -> None:
    none = spoiled(ATOM, AUTHOR, "")
    one = spoiled(none, "<category", AUTHOR + "<category")
    source = f"<source><id>tag:example.org,2026:x</id>{AUTHOR}</source>"
    both = spoiled(one, "<id>tag:example.com,2026:2</id>", "<id>tag:example.com,2026:2</id>" + source)
    assert [finding[0] for finding in reported(none)] == [10, 18]
    assert [finding[0] for finding in reported(one)] == [18]
    assert reported(both) == []


def test_a_finding_has_the_path_and_the_section() -> None:
    [finding] = findings(spoiled(ATOM, "2026:2</id>", "2026:1</id>"))
    assert finding.where == "feed/entry[2]/id"
    assert finding.says == "RFC 4287, 4.2.6 and 4.1.1"


def test_an_entry_document_is_checked_as_one() -> None:
    entry = '<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id><title>Fog</title><updated>2026-03-14T10:00:00Z</updated></entry>'
    assert reported(entry) == [(1, "error", "no content and no alternate link")]


def test_a_language_in_every_entry_replaces_that_of_the_feed() -> None:
    document = spoiled(ATOM, ' xml:lang="en"', "")
    assert reported(document.replace("<entry", '<entry xml:lang="en"')) == []
