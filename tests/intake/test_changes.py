"""Cleaning counts what it takes away from an article and what it turns into something else."""

import pytest

from byline.intake.changes import HIDDEN, LINKS, LOADED, PARAGRAPHS, REMOVED, REMOVED_WHOLE, TEXT, WITHOUT_ADDRESS
from byline.intake.content import cleaned

PAGE = "https://www.example.com/fog"
CHART = '<iframe src="https://Charts.example/1/"></iframe>'
PIXEL = '<iframe src="https://count.example/" width="1" height="1"></iframe>'
LATE = '<img src="data:image/svg+xml,x" data-src="/a.jpg"><noscript><img src="/a.jpg" alt="A ship"></noscript>'


@pytest.mark.parametrize(
    ("content", "changes"),
    [
        (f"<p>a</p>{CHART}{CHART}", {(LINKS, "charts.example", 2)}),
        (f"<p>a</p>{PIXEL}<iframe></iframe>", {(HIDDEN, "count.example", 1), (WITHOUT_ADDRESS, "iframe", 1)}),
        ("<p>a</p><script>b</script><STYLE>c</STYLE>", {(REMOVED_WHOLE, "script", 1), (REMOVED_WHOLE, "style", 1)}),
        (
            "<select><option>a</select><template><b-c></b-c></template><i-j>b</i-j><p>c</p>",
            {(REMOVED_WHOLE, "select", 1), (REMOVED_WHOLE, "template", 1), (REMOVED, "i-j", 1)},
        ),
        ("<p><My-Quote>a</My-Quote><font>b</font></p>", {(REMOVED, "my-quote", 1), (REMOVED, "font", 1)}),
        ("<form><p>a</p><input></form>", {(REMOVED, "form", 1), (REMOVED, "input", 1)}),
        ("<p><svg><g><text>a</text></g></svg><math><mi>x</mi></math></p>", {(TEXT, "svg", 1), (TEXT, "math", 1)}),
        ('<img data-src="/a.jpg"><video data-src="/a.mp4"></video>', {(LOADED, "img", 1), (LOADED, "video", 1)}),
        (LATE, {(LOADED, "noscript", 1)}),
        ("<p>a<img alt='b'></p><audio></audio>", {(WITHOUT_ADDRESS, "img", 1), (WITHOUT_ADDRESS, "audio", 1)}),
        ("a\n\nb", {(PARAGRAPHS, "plain text", 1)}),
        ("<my-quote>a</my-quote>", {(REMOVED, "my-quote", 1), (PARAGRAPHS, "plain text", 1)}),
        ("one <three> two", {(PARAGRAPHS, "plain text", 1)}),
    ],
)
def test_what_is_removed_or_changed_is_counted(content: str, changes: set[tuple[str, str, int]]) -> None:
    assert set(cleaned(content, PAGE).changes) == changes


@pytest.mark.parametrize(
    "content",
    [
        "",
        '<p class="a" onclick="b()">a<br></p>',
        "<html><body><center>a</center><address>b</address></body></html>",
        '<picture><source srcset="/a.webp"><img src="/a.jpg" data-orig-file="/b.jpg"></picture>',
        '<video src="/a.mp4"></video>',
    ],
)
def test_what_readers_do_not_miss_is_not_counted(content: str) -> None:
    assert cleaned(content, PAGE).changes == ()


def test_what_was_cleaned_does_not_change_again() -> None:
    once = cleaned(f"<p>a</p>{CHART}{LATE}<script>b</script><my-quote>c</my-quote><img>", PAGE).html
    assert cleaned(once, PAGE) == (once, ())


def test_a_long_name_is_cut() -> None:
    ((_, what, _),) = cleaned(f"<p>a<{'x' * 1000}></p>", PAGE).changes
    assert what == "x" * 40
