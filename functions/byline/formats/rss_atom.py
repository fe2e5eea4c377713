"""RSS 2.0 and Atom 1.0, produced by feedgen; what feedgen leaves out or gets wrong is mended in `xml_extension`.

RSS 2.0: https://www.rssboard.org/rss-specification and https://www.rssboard.org/rss-profile. Atom: RFC 4287.
"""

import html

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from byline.formats.feedgen_extension import ArticleExtension, FeedExtension
from byline.formats.registry import ATOM, RSS, Format
from byline.model.article import Article, Author
from byline.model.feed import Feed

GENERATOR = "Byline"


def write_rss(feed: Feed) -> bytes:
    """The feed as an RSS 2.0 document in UTF-8."""
    document: bytes = _generator(feed, RSS).rss_str()
    return document


def write_atom(feed: Feed) -> bytes:
    """The feed as an Atom 1.0 document in UTF-8."""
    document: bytes = _generator(feed, ATOM).atom_str()
    return document


def _generator(feed: Feed, format_: Format) -> FeedGenerator:
    generator = FeedGenerator()
    generator.register_extension("byline", FeedExtension, ArticleExtension)
    generator.byline.feed = feed
    _describe(generator, feed)
    generator.link(href=format_.address(feed.site, feed.address), rel="self", type=format_.media_type)
    # feedgen takes the last link as the RSS channel's, whatever its rel.
    generator.link(href=feed.home_page_url, rel="alternate", type="text/html")
    for article in feed.articles:
        _add(generator, feed, article, format_)
    return generator


def _describe(generator: FeedGenerator, feed: Feed) -> None:
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.description(feed.description)
    generator.updated(feed.changed_at)
    generator.language(feed.site.language)
    generator.generator(GENERATOR)
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.ttl(-(-feed.max_age // 60))
    generator.author([_person(feed.profile)] if isinstance(feed.profile, Author) else [{"name": feed.site.title}])
    if feed.picture:
        generator.image(url=feed.picture, title=feed.title, link=feed.home_page_url)
    if feed.site.icon:
        generator.icon(feed.site.icon)
    if feed.site.rights:
        generator.rights(feed.site.rights)


def _add(generator: FeedGenerator, feed: Feed, article: Article, format_: Format) -> None:
    # Without order="append" feedgen puts each entry before the last.
    entry: FeedEntry = generator.add_entry(order="append")
    entry.byline.feed = feed
    entry.byline.article = article
    entry.id(article.id)
    entry.title(article.title)
    entry.link(href=article.url)
    entry.published(article.published)
    entry.updated(article.updated)
    if summary := _summary(feed, article, format_):
        entry.description(summary, isSummary=True)
    if content := feed.content_of(article):
        entry.content(content, type="html")
    names = [*(section.title for section in feed.sections_of(article)), *article.tags]
    entry.category([{"term": name} for name in dict.fromkeys(names)])
    if format_ is ATOM:
        entry.author([_person(author) for author in feed.authors_of(article)])


def _summary(feed: Feed, article: Article, format_: Format) -> str:
    """Plain text in Atom; in RSS a description is read as HTML, so plain text has to be escaped to stay what it is."""
    summary = feed.summary_of(article)
    return summary if format_ is ATOM else html.escape(summary or article.title, quote=False)


def _person(author: Author) -> dict[str, str]:
    person = {"name": author.name, "uri": author.url, "email": author.email}
    return {field: value for field, value in person.items() if value}
