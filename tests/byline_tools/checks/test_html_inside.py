"""byline_tools.checks.html_inside: addresses that readers cannot resolve, and HTML that they remove."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline_tools.checks.html_inside import markup_flaws


def reported(markup: str) -> list[str]:
    return [flaw.what for _, flaw in markup_flaws(markup, "a specification")]


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ("<script>1</script>", "is a script"),
        ("<form></form>", "is a form"),
        ("<input>", "is a form"),
        ("<object></object>", "is an object"),
        ("<embed>", "is an object"),
        ("<style>p {}</style>", "is a style sheet"),
        ("<p ONCLICK='x()'>", "is an event handler"),
        ("<p style='color: red'>", "is an inline style"),
        ("<a href='/fog'>", "is relative"),
        ("<img src='fog.jpg'>", "is relative"),
        ("<img src='//img.example.com/fog.jpg'>", "is relative"),
        ("<img srcset='https://img.example.com/a,b.jpg 1x, b.jpg 2x'>", "is relative"),
        ("<a href=' javascript:x()'>", "is a script"),
    ],
)
def test_markup_that_readers_cannot_use_is_found(markup: str, what: str) -> None:
    [found] = reported(f"<p>Fog.</p>{markup}")
    assert what in found


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "5 < 6",
        "<p>Fog<br>and <b>rain</b></p>",
        "<a href='https://www.example.com/'>",
        "<a href='mailto:desk@example.com'>",
        "<a href='#note'>",
        "<img src='data:image/png;base64,aGVsbG8='>",
        "<iframe src='https://video.example.com/1'></iframe>",
        "<code>&lt;script&gt;</code>",
        "<A:>",
    ],
)
def test_markup_that_readers_can_use_is_valid(markup: str) -> None:
    assert reported(markup) == []


def test_a_flaw_has_the_line_in_the_markup() -> None:
    assert [line for line, _ in markup_flaws("<p>\n\n<a href='fog'>\n<b style='x'>", "a specification")] == [2, 3]


@given(
    st.text()
    | st.lists(st.sampled_from(["<", ">", "a", "/", "!--", "'", '"', "=", "svg", "\0", " ", "href", "&#0;", "\ud800"])).map(
        "".join
    )
)
def test_any_text_is_accepted_as_markup(text: str) -> None:
    reported(text)
