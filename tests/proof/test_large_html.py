"""HTML of full length: what nests ever deeper is too costly, and the HTML of real articles is far from the limit."""

from contextlib import suppress

import pytest

from byline.intake.html import DEEPEST, LONGEST_HTML, sanitise
from byline.intake.html_cost import HIGHEST_COST, parsing_cost
from byline.model.values import LARGEST_CONTENT
from tests.intake.costly_html import NEVER_CLOSED, USUAL
from tests.intake.test_html import PAGE, depth


@pytest.mark.parametrize("unit", NEVER_CLOSED)
def test_a_large_text_that_nests_ever_deeper_is_too_costly(unit: str) -> None:
    assert parsing_cost(unit * (LONGEST_HTML // len(unit))) > HIGHEST_COST


@pytest.mark.parametrize("kind", USUAL)
def test_the_html_of_an_article_of_full_length_is_not(kind: str) -> None:
    unit = USUAL[kind]
    assert parsing_cost(unit * (LARGEST_CONTENT // len(unit))) <= HIGHEST_COST


@pytest.mark.parametrize("kind", USUAL)
def test_nor_is_half_as_much_in_a_table_for_layout(kind: str) -> None:
    unit = USUAL[kind]
    article = unit * (LARGEST_CONTENT // 2 // len(unit))
    assert parsing_cost(f"<table><tr><td>{article}</td></tr></table>") <= HIGHEST_COST


@pytest.mark.parametrize("unit", NEVER_CLOSED)
def test_no_end_tag_hides_how_deep_html_is_that_repeats_it_thirty_thousand_times(unit: str) -> None:
    with suppress(ValueError):
        assert depth(sanitise(unit * 30_000, PAGE)) <= DEEPEST
