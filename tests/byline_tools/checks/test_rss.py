"""byline_tools.checks.rss: the channel. Each flaw gives one finding at its position."""

import pytest

from tests.byline_tools.checks.good import RSS, reported, spoiled

ADDRESS = "https://feeds.example.com/rss.xml"
SELF = f'<atom:link rel="self" href="{ADDRESS}" type="application/rss+xml"/>'


def test_a_good_document_has_no_findings() -> None:
    assert reported(RSS, ADDRESS) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "severity", "what"),
    [
        ('rss version="2.0"', 'rss version="0.92"', 2, "error", "the version is '0.92', not '2.0'"),
        ("<language>en</language>", "<language>English, I think</language>", 8, "error", "is not a language tag"),
        ("<link>https://www.example.com/</link>", "<link>/</link>", 5, "error", "'/' is not an absolute address"),
        ("<title>The Gazette</title>", "<title>The &lt;b&gt;Gazette&lt;/b&gt;</title>", 4, "warning", "HTML in a title"),
        ("Sat, 14 Mar 2026 11", "Sun, 14 Mar 2026 11", 9, "error", "is a Sat, not a Sun"),
        ("<ttl>15", "<ttl>fifteen", 10, "error", "'fifteen' is not a number of minutes"),
        ("<url>https://img.", "<url>//img.", 12, "error", "is not an absolute web address"),
        (
            "<title>The Gazette</title>\n<link>https://www.example.com/</link>\n<w",
            "<title>A&amp;amp;B</title>\n<link>https://www.example.com/</link>\n<w",
            13,
            "warning",
            "HTML in a title",
        ),
        ("<width>144", "<width>145", 15, "error", "width must be a number from 1 to 144"),
        ("<language>", "<webMaster>Jane</webMaster><language>", 8, "error", "does not begin with an e-mail address"),
        (
            "<language>",
            "<managingEditor>Jane Doe</managingEditor><language>",
            8,
            "error",
            "does not begin with an e-mail address",
        ),
        ("<language>", "<pubDate>2026-03-14</pubDate><language>", 8, "error", "is not an RFC 822 date"),
        (SELF, "", 3, "warning", 'no link with rel="self"'),
        (SELF, SELF * 2, 7, "error", 'a second link with rel="self"'),
        (ADDRESS, "rss.xml", 7, "error", "is not an absolute web address"),
        ("feeds.example.com", "feeds.example.org", 7, "error", "fetched from another"),
        ("<media:title type", "<media:title kind='x' type='rich'/><media:title type", 27, "error", "type must be plain or html"),
    ],
)
def test_a_wrong_channel_is_found(old: str, new: str, line: int, severity: str, what: str) -> None:
    [(found_line, found_severity, found)] = reported(spoiled(RSS, old, new), ADDRESS)
    assert (found_line, found_severity) == (line, severity)
    assert what in found
