"""Baseline: feedgen alone, with its own dc and media extensions, doing what Byline's writers do.

It gets dicts that are ready to be written. It omits data that feedgen does not support (a picture's alt, caption and credit, an
item's date of change, an enclosure's title), so it writes less than Byline.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from feedgen.feed import FeedGenerator

SITE = "https://www.example.com"
FEED = "https://feeds.example.com/sections/world"


def write_rss(articles: Sequence[Mapping[str, Any]], updated: datetime | str) -> bytes:
    """RSS 2.0."""
    generator = _generator(f"{FEED}/rss.xml", "application/rss+xml", updated)
    for article in articles:
        entry = _add(generator, article)
        entry.description(escape(article["summary"], quote=False), isSummary=True)
        entry.dc.dc_creator([author["name"] for author in article["authors"]])
    document: bytes = generator.rss_str()
    return document


def write_atom(articles: Sequence[Mapping[str, Any]], updated: datetime | str) -> bytes:
    """Atom 1.0."""
    generator = _generator(f"{FEED}/atom.xml", "application/atom+xml", updated)
    for article in articles:
        entry = _add(generator, article)
        entry.description(article["summary"], isSummary=True)
        entry.author([dict(author) for author in article["authors"]])
    document: bytes = generator.atom_str()
    return document


def _generator(address: str, media_type: str, updated: datetime | str) -> FeedGenerator:
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.load_extension("media")
    generator.id("tag:example.com,2026:sections/world")
    generator.title("World – The Gazette")
    generator.subtitle("All about World.")
    generator.description("All about World.")
    generator.updated(updated)
    generator.language("en")
    generator.generator("feedgen")
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.ttl(15)
    generator.author([{"name": "The Gazette"}])
    generator.image(url="https://img.example.com/0.jpg", title="World – The Gazette", link=f"{SITE}/world")
    generator.icon("https://img.example.com/icon.png")
    generator.rights("© The Gazette")
    generator.link(href=address, rel="self", type=media_type)
    generator.link(href=f"{SITE}/world", rel="alternate", type="text/html")
    return generator


def _add(generator: FeedGenerator, article: Mapping[str, Any]) -> Any:
    """The elements of an article that both formats have."""
    entry = generator.add_entry(order="append")
    entry.id(article["id"])
    entry.title(article["title"])
    entry.link(href=article["url"])
    entry.published(article["published"])
    entry.updated(article["updated"])
    entry.content(article["content"], type="html")
    entry.category([{"term": name} for name in dict.fromkeys(article["categories"])])
    enclosure, image = article["enclosure"], article["image"]
    entry.enclosure(enclosure["url"], str(enclosure["length"]), enclosure["media_type"])
    size = {"width": str(image["width"]), "height": str(image["height"])}
    entry.media.content({"url": image["url"], "medium": "image", "type": image["media_type"], **size}, group=None)
    return entry


def prepare(format_: str, articles: str) -> Callable[[], bytes]:
    """A function that renders that many articles as `rss` or `atom`."""
    from benchmarks.newsroom import NEWEST, article, as_dict  # noqa: PLC0415 - the naive handler does not need it

    write = {"rss": write_rss, "atom": write_atom}[format_]
    ready = [as_dict(article(number)) for number in range(1, int(articles) + 1)]
    return lambda: write(ready, NEWEST)
