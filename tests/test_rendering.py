"""byline.rendering: one bad article never takes a feed down, and no document is too large."""

from dataclasses import replace

from byline.feeds import Feed
from byline.formats import FORMATS, RSS
from byline.rendering import LARGEST_DOCUMENT, render
from tests.factories import article, feed


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


def test_a_feed_of_one_giant_article_is_served_without_it() -> None:
    giant = replace(article(1), content="<p>" + "&amp;" * 59_000 + "</p>")
    document, _ = render(feed(giant), RSS)
    assert len(document) <= LARGEST_DOCUMENT


def test_an_empty_feed_renders_in_every_format() -> None:
    empty: Feed = feed()
    for format_ in FORMATS:
        assert render(empty, format_)[0]
