"""A bad article never breaks a feed, and no document is too large."""

import pytest

from byline.formats.registry import FORMATS, RSS, Format
from byline.formats.rendering import LARGEST_DOCUMENT, render
from byline.model.feed import Feed
from tests.support.factories import article, correction, feed


def test_every_format_renders_every_article() -> None:
    for format_ in FORMATS:
        document, left_out = render(feed(article(1), article(2)), format_)
        assert b"Headline 1" in document
        assert b"Headline 2" in document
        assert left_out == []


def test_an_article_that_cannot_be_written_is_left_out_and_named() -> None:
    bad = article(2)
    object.__setattr__(bad, "title", "broken \x00 title")
    document, left_out = render(feed(article(1), bad, article(3)), RSS)
    assert b"Headline 1" in document
    assert b"Headline 3" in document
    assert [each.article_id for each in left_out] == [bad.id]


def test_a_document_over_one_megabyte_carries_fewer_articles_the_newest_ones() -> None:
    heavy = [article(number, content="<p>" + "x" * 100_000 + "</p>") for number in range(1, 21)]
    document, left_out = render(feed(*heavy), RSS)
    assert len(document) <= LARGEST_DOCUMENT
    assert b"<title>Headline 1</title>" in document
    assert b"<title>Headline 20</title>" not in document
    assert left_out == []


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_no_more_articles_are_dropped_than_necessary(format_: Format) -> None:
    short = [article(number) for number in range(1, 21)]
    heavy = [article(number, content="<p>" + "x" * 280_000 + "</p>") for number in range(21, 51)]
    document, _ = render(feed(*short, *heavy), format_)
    assert [f"Headline {number}<" in document.decode().replace('"', "<") for number in (20, 21, 23, 24)] == [
        True,
        True,
        True,
        False,
    ]
    assert len(document) <= LARGEST_DOCUMENT < len(format_.write(feed(*short, *heavy[:4])))


def test_an_article_that_alone_is_too_large_is_left_out_and_takes_no_other_with_it() -> None:
    corrections = tuple(correction(note="&" * 998 + str(number)) for number in range(10, 60))
    giant = article(2, summary="&" * 20_000, content="<p>" + "<i></i>" * 40_000 + "</p>", corrections=corrections)
    document, left_out = render(feed(article(1), giant, article(3)), RSS)
    assert len(document) <= LARGEST_DOCUMENT
    assert b"Headline 1" in document
    assert b"Headline 3" in document
    assert [(each.article_id, "bytes as RSS" in each.reason) for each in left_out] == [(giant.id, True)]


def test_an_empty_feed_renders_in_every_format() -> None:
    empty: Feed = feed()
    for format_ in FORMATS:
        assert render(empty, format_)[0]
