"""byline_tools.checks.media_rss: Media RSS, in RSS and in Atom."""

import pytest

from tests.byline_tools.checks.good import ATOM, RSS, reported, spoiled

CREDIT = '<media:credit role="photographer" scheme="urn:ebu">Ann Photo</media:credit>'
CONTENT = '<media:content url="https://img.example.com/fog.jpg"/>'
DEFAULT = '<media:content url="https://img.example.com/fog.jpg" isDefault="true"/>'


@pytest.mark.parametrize(
    ("old", "new", "line", "severity", "what"),
    [
        ('medium="image"', 'medium="picture"', 26, "error", "medium cannot be 'picture'"),
        ('type="image/jpeg"', 'type="jpeg"', 26, "error", "type cannot be 'jpeg'"),
        ('width="1600"', 'width="1600px"', 26, "error", "width cannot be '1600px'"),
        ('height="900"', 'height="0"', 26, "error", "height cannot be '0'"),
        ('height="900"', 'length="900"', 26, "error", "media:content has no attribute length"),
        (' url="https://img.example.com/fog.jpg" m', " m", 26, "error", "no url and no media:player"),
        ("https://img.example.com/fog.jpg", "fog.jpg", 26, "error", "is not an absolute web address"),
        ('<media:title type="plain"', '<media:title type="text/plain"', 27, "error", "type must be plain or html"),
        (CREDIT, '<media:description type="markdown">x</media:description>', 28, "error", "type must be plain or html"),
        (' role="photographer"', "", 28, "warning", "no role"),
        ('role="photographer"', 'role="Photographer"', 28, "error", "not in lower case"),
        (' scheme="urn:ebu"', "", 28, "warning", "no scheme"),
        ("Ann Photo", " ", 28, "error", "the credit is empty"),
        (
            "<title>Rain</title>",
            f"<title>Rain</title><media:group>{CONTENT}</media:group>",
            32,
            "error",
            "two or more renditions",
        ),
        ("<title>Rain</title>", f"<title>Rain</title><media:group>{DEFAULT * 2}</media:group>", 32, "error", "is the default"),
        (
            "<title>Rain</title>",
            '<title>Rain</title><media:thumbnail url="a.jpg"/>',
            32,
            "error",
            "url must be an absolute web address",
        ),
        (CREDIT, '<media:thumbnail url="https://a.example/b" width="big"/>', 28, "error", "width cannot be 'big'"),
    ],
)
def test_wrong_media_are_found(old: str, new: str, line: int, severity: str, what: str) -> None:
    [(found_line, found_severity, found)] = reported(spoiled(RSS, old, new))
    assert (found_line, found_severity) == (line, severity)
    assert what in found


def test_a_group_of_two_renditions_is_valid() -> None:
    assert (
        reported(spoiled(RSS, "<title>Rain</title>", f"<title>Rain</title><media:group>{DEFAULT}{CONTENT}</media:group>")) == []
    )


def test_media_in_atom_are_checked_too() -> None:
    media = '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="https://img.example.com/a" medium="picture"/>'
    assert reported(spoiled(ATOM, "<category", media + "<category")) == [(16, "error", "medium cannot be 'picture'")]
