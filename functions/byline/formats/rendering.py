"""Renders a feed as a document of limited size. An article that a format cannot carry is left out; the others are served."""

from bisect import bisect_left

from byline.formats.registry import Format
from byline.model.article import Article
from byline.model.feed import Feed, LeftOut

LARGEST_DOCUMENT = 1_000_000
"""In bytes, uncompressed."""


def render(feed: Feed, format_: Format) -> tuple[bytes, list[LeftOut]]:
    """The document of `feed`, at most 1 MB long, and the articles left out because the format cannot carry them.

    If the document would be larger, as many of the oldest articles as necessary are dropped.
    """
    try:
        document, left_out = format_.write(feed), list[LeftOut]()
    except ValueError:
        feed, left_out = _writable(feed, format_)
        document = format_.write(feed)
    if len(document) <= LARGEST_DOCUMENT:
        return document, left_out
    feed, too_large = _small_enough(feed, format_)
    return _newest_that_fit(feed, format_), [*left_out, *too_large]


def _small_enough(feed: Feed, format_: Format) -> tuple[Feed, list[LeftOut]]:
    """The feed without articles that are too large on their own, which would otherwise displace older ones."""
    sizes = {article.id: len(format_.write(feed.with_articles((article,)))) for article in feed.articles}
    too_large = [
        LeftOut(name, f"takes {size:,} bytes as {format_.title}") for name, size in sizes.items() if size > LARGEST_DOCUMENT
    ]
    return feed.with_articles(tuple(article for article in feed.articles if sizes[article.id] <= LARGEST_DOCUMENT)), too_large


def _newest_that_fit(feed: Feed, format_: Format) -> bytes:
    def without(oldest: int) -> bytes:
        return format_.write(feed.with_articles(feed.articles[: len(feed.articles) - oldest]))

    dropped = bisect_left(range(len(feed.articles)), -LARGEST_DOCUMENT, key=lambda oldest: -len(without(oldest)))
    return without(dropped)


def _writable(feed: Feed, format_: Format) -> tuple[Feed, list[LeftOut]]:
    articles: list[Article] = []
    left_out: list[LeftOut] = []
    for article in feed.articles:
        try:
            format_.write(feed.with_articles((article,)))
            articles.append(article)
        except ValueError as error:
            left_out.append(LeftOut(article.id, f"cannot be written as {format_.title}: {error}"))
    return feed.with_articles(tuple(articles)), left_out
