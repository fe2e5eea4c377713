"""RSS 2.0 and Atom 1.0, written by feedgen. `feedgen_extension` adds what feedgen leaves out and corrects what it gets wrong.

RSS 2.0: https://www.rssboard.org/rss-specification and https://www.rssboard.org/rss-profile. Atom: RFC 4287.
"""

import html

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from byline.formats.entries import Entry, Person, author_of, entries
from byline.formats.feedgen_extension import ArticleExtension, FeedExtension
from byline.formats.registry import ATOM, RSS, Format
from byline.model.feed import Feed

GENERATOR = "Byline"


def write_rss(feed: Feed) -> bytes:
    """The feed as an RSS 2.0 document in UTF-8; raises ValueError for text that XML cannot carry."""
    generator = _generator(feed, RSS)
    generator.subtitle(_as_html(feed.description))  # feedgen writes it as the channel's description
    for entry in entries(feed):
        added = _add(generator, entry)
        added.id(entry.article.known_as)  # feedgen writes it as the guid, too
        added.description(_as_html(entry.teaser), isSummary=True)
    document: bytes = generator.rss_str()
    return document


def write_atom(feed: Feed) -> bytes:
    """The feed as an Atom 1.0 document in UTF-8; raises ValueError for text that XML cannot carry."""
    generator = _generator(feed, ATOM)
    for entry in entries(feed):
        added = _add(generator, entry)
        if entry.summary:
            added.description(entry.summary, isSummary=True)
        added.author(list(map(_person, entry.people)))
    document: bytes = generator.atom_str()
    return document


def _generator(feed: Feed, format_: Format) -> FeedGenerator:
    generator = FeedGenerator()
    generator.register_extension("byline", FeedExtension, ArticleExtension)
    generator.byline.feed = feed
    _describe(generator, feed)
    generator.link(href=format_.address(feed.site, feed.address), rel="self", type=format_.media_type)
    # feedgen uses the last link for the RSS channel, regardless of its rel.
    generator.link(href=feed.home_page_url, rel="alternate", type="text/html")
    return generator


def _describe(generator: FeedGenerator, feed: Feed) -> None:
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.updated(feed.changed_at)
    generator.language(feed.site.language)
    generator.generator(GENERATOR)
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.ttl(-(-feed.max_age // 60))
    generator.author([_person(author_of(feed))])
    if feed.picture:
        generator.image(url=feed.picture, title=feed.title, link=feed.home_page_url)
    if feed.site.icon:
        generator.icon(feed.site.icon)
    if feed.site.rights:
        generator.rights(feed.site.rights)


def _add(generator: FeedGenerator, entry: Entry) -> FeedEntry:
    """Add the elements of an article that both formats share."""
    # Without order="append" feedgen puts each entry before the previous one.
    added: FeedEntry = generator.add_entry(order="append")
    article = entry.article
    added.byline.entry = entry
    added.id(article.id)
    added.title(article.title)
    added.link(href=article.url)
    added.published(article.published)
    added.updated(article.updated)
    if entry.content:
        added.content(entry.content, type="html")
    added.category([{"term": name} for name in entry.categories])
    return added


def _as_html(text: str) -> str:
    """Plain `text` for a description of RSS, which readers parse as HTML (RSS profile, "description")."""
    return html.escape(text, quote=False)


def _person(person: Person) -> dict[str, str]:
    members = {"name": person.name, "uri": person.url, "email": person.email}
    return {name: value for name, value in members.items() if value}
