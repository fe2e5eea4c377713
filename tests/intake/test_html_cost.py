"""HTML that takes long to parse is too costly, and the HTML of real articles is far from the limit."""

import sys
from collections.abc import Callable
from functools import partial

import pytest

from byline.intake.html import LONGEST_HTML
from byline.intake.html_cost import HIGHEST_COST, parsing_cost
from byline.model.values import LARGEST_CONTENT
from tests.intake.costly_html import COSTLY, NEVER_CLOSED

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
    html = unit * (20_000 // len(unit))
    assert calls(partial(parsing_cost, html)) <= 40 * html.count("<") + 100
