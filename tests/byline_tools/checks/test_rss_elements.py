"""byline_tools.checks.rss_elements: which elements are allowed where, and how often."""

import pytest

from tests.byline_tools.checks.good import RSS, reported, spoiled


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("<title>The Gazette</title>\n<link>", "<link>", 3, "<channel> has no <title>"),
        ("<link>https://www.example.com/</link>", "", 3, "<channel> has no <link>"),
        ("<description>News of the world.</description>", "", 3, "<channel> has no <description>"),
        ("<title>The Gazette</title>", "<title> </title>", 4, "<title> is empty"),
        ("<url>https://img.example.com/logo.png</url>\n", "", 11, "<image> has no <url>"),
        ("<link>https://www.example.com/</link>\n<width>", "<width>", 11, "<image> has no <link>"),
        (
            "<title>The Gazette</title>\n<link>https://www.example.com/</link>\n<width>",
            "<link>https://a.example</link><width>",
            11,
            "has no <title>",
        ),
        ("<title>Fog</title>", "<title>Fog</title><title>Fog</title>", 18, "a second <title>"),
        ("<ttl>", "<ttl>1</ttl><ttl>", 10, "a second <ttl>"),
        ("<title>Rain</title>", "<title>Rain</title><thumbnail>x</thumbnail>", 32, "<thumbnail> is not an RSS element of <item>"),
        ("It was thick.</desc", "It was <p>thick.</p></desc", 20, "the markup is not escaped"),
        (
            "<ttl>",
            "<textInput><title>a</title><name>b</name><link>c</link></textInput><ttl>",
            10,
            "<textInput> has no <description>",
        ),
        ("<ttl>", "<skipDays><hour>1</hour></skipDays><ttl>", 10, "<hour> is not an RSS element of <skipDays>"),
    ],
)
def test_a_missing_or_misplaced_element_is_found(old: str, new: str, line: int, what: str) -> None:
    [(found_line, severity, found)] = reported(spoiled(RSS, old, new))
    assert (found_line, severity) == (line, "error")
    assert what in found


def test_a_document_without_a_channel_is_found() -> None:
    assert reported('<rss version="2.0"/>') == [(1, "error", "<rss> has no <channel>")]


def test_elements_of_other_namespaces_are_valid() -> None:
    assert reported(spoiled(RSS, "<ttl>", '<dc:rights xmlns:dc="http://purl.org/dc/elements/1.1/"><b/></dc:rights><ttl>')) == []
