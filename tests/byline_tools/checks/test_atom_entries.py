"""byline_tools.checks.atom_entries: one entry."""

import pytest

from tests.byline_tools.checks.good import ATOM, reported, spoiled

HTML = '<content type="html">&lt;p&gt;It was thick.&lt;/p&gt;</content>'
LINK = '<link href="https://www.example.com/fog"/>'


@pytest.mark.parametrize(
    ("old", "new", "line", "severity", "what"),
    [
        ("2026-03-14T10:00:00Z", "2026-03-14T10:00:00", 13, "error", "is not an RFC 3339 date"),
        ("2026-03-14T10:00:00Z", "2026-03-14T14:00:00Z", 13, "warning", "is in the future"),
        ("2026-03-14T11:00:00Z", "14 Mar 2026", 5, "error", "is not an RFC 3339 date"),
        ("tag:example.com,2026:1<", "1<", 11, "error", "is not an absolute IRI"),
        ("tag:example.com,2026:site", "/site", 3, "error", "is not an absolute IRI"),
        (LINK, LINK * 2, 14, "error", "a second alternate link"),
        (LINK, LINK + '<link rel="alternate" href="https://m.example.com/fog"/>', 14, "error", "a second alternate link"),
        (LINK + "\n" + HTML, "", 10, "error", "no content and no alternate link"),
        (HTML, '<content type="video/mp4" src="https://media.example.com/fog"/>', 10, "error", "no summary"),
        (HTML, '<content type="image/png">aGVsbG8=</content>', 10, "error", "no summary"),
        ("&lt;p&gt;It", "&lt;p&gt;It\n&lt;img src='fog.jpg'&gt;", 16, "warning", "is relative"),
        ("&lt;p&gt;It", "&lt;p onclick='x()'&gt;It", 15, "warning", "is an event handler"),
        ("<p>It\npoured.</p>", '<p>It</p>\n<form action="https://a.example"/>', 23, "warning", "is a form"),
        ("<title>Fog</title>", "<title>&lt;b&gt;Fog&lt;/b&gt;</title>", 12, "warning", 'its type is not "html"'),
    ],
)
def test_a_wrong_entry_is_found(old: str, new: str, line: int, severity: str, what: str) -> None:
    [(found_line, found_severity, found)] = reported(spoiled(ATOM, old, new))
    assert (found_line, found_severity) == (line, severity)
    assert what in found


@pytest.mark.parametrize("attribute", ['type="text/html"', 'hreflang="de"'])
def test_alternates_of_different_kinds_are_valid(attribute: str) -> None:
    assert reported(spoiled(ATOM, LINK, LINK + f'<link {attribute} href="https://www.example.com/nebel"/>')) == []


def test_remote_content_with_a_summary_is_valid() -> None:
    content = '<content type="video/mp4" src="https://media.example.com/fog"/><summary>Fog</summary>'
    assert reported(spoiled(ATOM, HTML, content)) == []
