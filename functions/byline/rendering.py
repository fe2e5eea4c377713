"""From a feed to a document: whatever one article holds, the others are served, and never more than a reader can bear."""

from dataclasses import dataclass

from byline.feeds import Feed
from byline.formats import Format
from byline.model import Article
from byline.store import LeftOut

LARGEST_DOCUMENT = 1_000_000


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is to be told of a document that was just made: the articles it does without, and whether it could be stored."""

    left_out: tuple[LeftOut, ...] = ()
    stored: bool = True


def render(feed: Feed, format_: Format) -> tuple[bytes, list[LeftOut]]:
    """The document of `feed`, at most 1 MB long, and the articles it does without because the format cannot carry them.

    A document that would be larger carries fewer articles, the oldest going first.
    """
    try:
        document, left_out = format_.write(feed), list[LeftOut]()
    except ValueError:
        feed, left_out = _writable(feed, format_)
        document = format_.write(feed)
    while len(document) > LARGEST_DOCUMENT and feed.articles:
        keep = min(len(feed.articles) - 1, len(feed.articles) * LARGEST_DOCUMENT // len(document))
        feed = feed.with_articles(feed.articles[:keep])
        document = format_.write(feed)
    return document, left_out


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
