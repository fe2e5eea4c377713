"""byline_tools.checks.rss_items: one item. Each flaw gives one finding at its position."""

import pytest

from tests.byline_tools.checks.good import RSS, reported, spoiled

ENCLOSURE = '<enclosure url="https://media.example.com/fog.mp3" length="1234" type="audio/mpeg"/>'
GUID = '<guid isPermaLink="false">tag:example.com,2026:1</guid>'
DESCRIPTION = "<description>It was thick.</description>\n"
ENCODED = "<content:encoded>&lt;p&gt;It was thick.&lt;/p&gt;</content:encoded>\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "severity", "what"),
    [
        (GUID, "", 17, "warning", "no guid"),
        (GUID, "<guid/>", 22, "error", "the guid is empty"),
        (GUID, "<guid>tag:example.com,2026:1</guid>", 22, "error", 'needs isPermaLink="false"'),
        (GUID, '<guid isPermaLink="no">1</guid>', 22, "error", "isPermaLink must be true or false"),
        ("<guid>https://www.example.com/rain</guid>", GUID, 34, "error", "another item has the guid"),
        ("<title>Rain</title>", "", 31, "error", "no title and no description"),
        ("<title>Rain</title>", "<title>&lt;i&gt;Rain&lt;/i&gt;</title>", 32, "warning", "HTML in a title"),
        ("<link>https://www.example.com/rain", "<link>rain", 33, "error", "is not an absolute address"),
        ("<title>Rain</title>", "<title>Rain</title><comments>talk</comments>", 32, "error", "is not an absolute address"),
        ("desk@example.com (The desk)", "The desk", 24, "error", "use dc:creator for a name"),
        (ENCLOSURE, ENCLOSURE * 2, 25, "warning", "a second enclosure"),
        ('url="https://media.example.com/fog.mp3"', 'url="fog.mp3"', 25, "error", "url must be"),
        (' length="1234"', "", 25, "error", "length must be"),
        ('length="1234"', 'length="None"', 25, "error", "length must be"),
        ('type="audio/mpeg"', 'type="mp3"', 25, "error", "type must be"),
        (DESCRIPTION + ENCODED, ENCODED + DESCRIPTION, 20, "warning", "is before the description"),
        (ENCODED, ENCODED.strip() * 2 + "\n", 21, "error", "a second content:encoded"),
        ("Sat, 14 Mar 2026 10", "Sat, 14 Mar 2027 10", 23, "error", "is a Sun, not a Sat"),
        ("Sat, 14 Mar 2026 10", "Sat, 14 Mar 2026 14", 23, "warning", "is in the future"),
        ("&lt;p&gt;It was", "&lt;script&gt;1&lt;/script&gt;It was", 21, "warning", "is a script"),
        ("It was thick.</desc", "It\n&lt;a href='/fog'&gt;was&lt;/a&gt;</desc", 21, "warning", "is relative"),
    ],
)
def test_a_wrong_item_is_found(old: str, new: str, line: int, severity: str, what: str) -> None:
    found = [finding for finding in reported(spoiled(RSS, old, new)) if "is in the future" in what or "future" not in finding[2]]
    assert [finding[:2] for finding in found] == [(line, severity)]
    assert what in found[0][2]
