"""Tags are found where parsers find them, and nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.intake.html_tags import CLEAR_IN_HTML, UNCLEAR, tags


def names(html: str) -> list[str]:
    """The tags of `html`, an end tag with its slash."""
    return ["/" * tag.ends + tag.name for tag in tags(html)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p><BR/><x-y z>", ["p", "/p", "br", "x-y"]),
        ("<div title='</div>'>", ["div"]),
        ('<div title="</div>"lang=">">', ["div"]),
        ("<div a=</div><p>", ["div", "p"]),
        ("<div a b = c =d e/f='>'/>x</div >", ["div", "/div"]),
        ("<div ='><p>'>", ["div", "p"]),
        ("<!-- <p> --><b><!--><i><!---><u><!-- --!><s><!-- <p>", ["b", "i", "u", "s"]),
        ("<!x '<p>'><b><?x <p>><i></ <p>><u></><s>", ["b", "i", "u", "s"]),
        ("1 <2 <p> a<b", ["p"]),
        ("<p><a href='<b>", ["p"]),
        ("<p><a =", ["p"]),
        ("<script>a<b></SCRIPT x><i>", ["script", "/script", "i"]),
        ("<textarea><b></textareas></textarea><i>", ["textarea", "/textarea", "i"]),
        ("<iframe></\u017fcript></iframe><i>", ["iframe", "/iframe", "i"]),
        ("<style><p>", ["style"]),
        ("<lin\u212a>", ["lin\u212a"]),
    ],
)
def test_tags_are_found_as_parsers_find_them(html: str, expected: list[str]) -> None:
    assert names(html) == expected


@pytest.mark.parametrize("html", ["<style>a < b</style>", "<svg><![CDATA[a<b]]>", "<![CDATA[a", "<title><b></title>"])
def test_a_place_that_reads_differently_in_svg_is_reported(html: str) -> None:
    assert CLEAR_IN_HTML in {tag.reading for tag in tags(html)}


@pytest.mark.parametrize(
    "html", ["<style>a</style>", "<svg><![CDATA[a>b]]>", "<script>a &lt; b</script>", "<p title='<![CDATA['>"]
)
def test_a_place_that_reads_the_same_everywhere_is_not(html: str) -> None:
    assert not any(tag.reading for tag in tags(html))


def test_a_script_that_hides_its_end_is_unclear() -> None:
    assert next(tag.reading for tag in tags("<script><!-- <script></script> </script>")) == UNCLEAR


@settings(deadline=None)
@given(st.text(alphabet="<>/!-='\" ab\n", max_size=200))
def test_any_text_has_tags_in_order(html: str) -> None:
    ends = [0, *(place for tag in tags(html) for place in (tag.start, tag.end))]
    assert ends == sorted(ends)
