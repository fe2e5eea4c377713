"""Which elements RSS has where, and how often."""

import pytest

from tests.byline_tools.checks.good import RSS, spoiled, told


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("<title>The Gazette</title>\n<link>", "<link>", 3, "<channel> lacks <title>"),
        ("<link>https://www.example.com/</link>", "", 3, "<channel> lacks <link>"),
        ("<description>News of the world.</description>", "", 3, "<channel> lacks <description>"),
        ("<title>The Gazette</title>", "<title> </title>", 4, "<title> is empty"),
        ("<url>https://img.example.com/logo.png</url>\n", "", 11, "<image> lacks <url>"),
        ("<link>https://www.example.com/</link>\n<width>", "<width>", 11, "<image> lacks <link>"),
        (
            "<title>The Gazette</title>\n<link>https://www.example.com/</link>\n<width>",
            "<link>https://a.example</link><width>",
            11,
            "lacks <title>",
        ),
        ("<title>Fog</title>", "<title>Fog</title><title>Fog</title>", 18, "a second <title>"),
        ("<ttl>", "<ttl>1</ttl><ttl>", 10, "a second <ttl>"),
        ("<title>Rain</title>", "<title>Rain</title><thumbnail>x</thumbnail>", 32, "RSS has no <thumbnail> in <item>"),
        ("It was thick.</desc", "It was <p>thick.</p></desc", 20, "markup that is not escaped"),
        (
            "<ttl>",
            "<textInput><title>a</title><name>b</name><link>c</link></textInput><ttl>",
            10,
            "<textInput> lacks <description>",
        ),
        ("<ttl>", "<skipDays><hour>1</hour></skipDays><ttl>", 10, "RSS has no <hour> in <skipDays>"),
    ],
)
def test_an_element_that_lacks_or_does_not_belong_is_found(old: str, new: str, line: int, what: str) -> None:
    [(found_line, severity, found)] = told(spoiled(RSS, old, new))
    assert (found_line, severity) == (line, "error")
    assert what in found


def test_a_document_without_a_channel_is_found() -> None:
    assert told('<rss version="2.0"/>') == [(1, "error", "<rss> lacks <channel>")]


def test_elements_of_other_namespaces_are_welcome() -> None:
    assert told(spoiled(RSS, "<ttl>", '<dc:rights xmlns:dc="http://purl.org/dc/elements/1.1/"><b/></dc:rights><ttl>')) == []
