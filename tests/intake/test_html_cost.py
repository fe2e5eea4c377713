"""What parsing costs is never underestimated, and the HTML of real articles is far from the limit."""

import sys
from collections.abc import Callable
from functools import partial

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from byline.intake.html import LONGEST_HTML, nesting
from byline.intake.html_cost import HIGHEST_COST, parsing_cost
from byline.model.values import LARGEST_CONTENT
from tests.intake.costly_html import COSTLY, NEVER_CLOSED

NAMES = (
    "div span p b i a font nobr li dd dt ul ol h1 h2 table tr td tbody caption colgroup svg g path desc foreignObject math mi "
    "select option optgroup template button form br img input object applet ruby rt center pre x-y body html script style "
    "iframe noscript textarea title plaintext image lin\u212a"
).split()
SHOWN = {name.lower() for name in NAMES} - set("script style iframe noscript textarea title plaintext image br img input".split())
PIECES = [
    *(f"<{name}>" for name in NAMES),
    *(f"</{name}>" for name in NAMES * 2),
    *(f"<{name} title=1 />" for name in NAMES),
    *"x & &amp; <!-- --> <!--> <![CDATA[ ]]> <!x <? </ > ' \"".split(),
    "<p title='",
    '<b title="</div>">',
]
UNITS = st.lists(st.sampled_from(PIECES), min_size=2, max_size=12, unique=True).flatmap(
    lambda few: st.lists(st.sampled_from(few), min_size=1, max_size=8).map("".join)
)

USUAL = {
    "paragraphs": "<p>An <em>old</em> <a href='/x'>story</a> &amp; more.</p>\n",
    "paragraphs without end tags": "<p>A story.",
    "list": "<li>one<li>two",
    "table": "<tr><td>1</td><td>2</td></tr>",
    "overlapping formatting": "<p><strong><em>Bold</strong></em></p>",
    "anchors without end tags": "<p><a name=x>Title</p>",
    "frames": "<iframe src='https://www.youtube.com/embed/x'></iframe>",
    "scripts": "<script>if (a < b) document.write('<div>')</script><div>x</div>",
    "icons": "<a href='/x'><svg viewBox='0 0 1 1'><title>Share</title><g><path d='M0'/></g></svg></a>",
    "picture": "<figure><img src=x.jpg alt=x><figcaption>A <b>picture</b></figcaption></figure>",
    "comment": "<!-- <div> --><div>x</div>",
}


def tree_depth(html: str) -> int:
    """The depth of the tree that nh3's parser makes of `html`; elements with text that looks like tags are not counted."""
    return nesting(nh3.clean(html, tags=SHOWN, clean_content_tags=set(), attributes={}, link_rel=None))


def calls(work: Callable[[], object]) -> int:
    """The number of Python and C calls that `work` makes."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@settings(deadline=None, max_examples=300)
@given(UNITS, UNITS)
@example("", "<math><image>")
@example("<svg><br>", "<image>")
@example("<table>", "<td><p><b></p></td>")
def test_deep_html_is_never_cheap(first: str, unit: str) -> None:
    """A tree of some depth takes at least a third of its square: each element is open while those inside it are read."""
    html = first + unit * 400
    assert parsing_cost(html) >= min((tree_depth(html) // 3) ** 2 // 2, HIGHEST_COST) - 100


@settings(deadline=None, max_examples=300)
@given(UNITS, UNITS)
def test_html_grows_at_most_by_its_cost(first: str, unit: str) -> None:
    html = first + unit * 100
    grown = len(nh3.clean(html, tags=SHOWN, attributes={"*": {"title"}}, link_rel=None))
    assert grown <= 20 * len(html) + parsing_cost(html)


@pytest.mark.parametrize("unit", NEVER_CLOSED)
def test_a_large_text_that_nests_ever_deeper_is_too_costly(unit: str) -> None:
    assert parsing_cost(unit * (LONGEST_HTML // len(unit))) > HIGHEST_COST


@pytest.mark.parametrize("kind", COSTLY)
def test_other_html_that_takes_quadratic_time_is_too_costly(kind: str) -> None:
    assert parsing_cost(COSTLY[kind](LONGEST_HTML)) > HIGHEST_COST


@pytest.mark.parametrize("kind", USUAL)
def test_the_html_of_an_article_of_full_length_is_not(kind: str) -> None:
    unit = USUAL[kind]
    assert parsing_cost(unit * (LARGEST_CONTENT // len(unit))) <= HIGHEST_COST


@pytest.mark.parametrize("kind", USUAL)
def test_nor_is_half_as_much_in_a_table_for_layout(kind: str) -> None:
    unit = USUAL[kind]
    article = unit * (LARGEST_CONTENT // 2 // len(unit))
    assert parsing_cost(f"<table><tr><td>{article}</td></tr></table>") <= HIGHEST_COST


@pytest.mark.parametrize("unit", [*USUAL.values(), *NEVER_CLOSED])
def test_computing_the_cost_is_linear(unit: str) -> None:
    """The model of the parser makes a bounded number of calls for each tag, however many elements are open."""
    html = unit * (80_000 // len(unit))
    assert calls(partial(parsing_cost, html)) <= 40 * html.count("<") + 100
