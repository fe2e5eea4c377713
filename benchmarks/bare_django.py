"""Baseline: Django's feedgenerator alone, doing what Byline's writers do.

It writes strings into a stream and builds no tree. It supports one text and one author per article and no pictures, so it writes
less than Byline.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed

from benchmarks.bare_feedgen import FEED, SITE
from benchmarks.newsroom import article, as_dict

KINDS = {"rss": Rss201rev2Feed, "atom": Atom1Feed}


def write(format_: str, articles: Sequence[Mapping[str, Any]]) -> bytes:
    """A document in `rss` or `atom`."""
    feed = KINDS[format_](
        title="World – The Gazette",
        link=f"{SITE}/world",
        description="All about World.",
        language="en",
        author_name="The Gazette",
        feed_url=f"{FEED}/{format_}.xml",
        feed_guid="tag:example.com,2026:sections/world",
        feed_copyright="© The Gazette",
        ttl="15",
    )
    for each in articles:
        _add(feed, each)
    return str(feed.writeString("utf-8")).encode()


def _add(feed: SyndicationFeed, each: Mapping[str, Any]) -> None:
    enclosure = each["enclosure"]
    published: datetime = each["published"]
    feed.add_item(
        title=each["title"],
        link=each["url"],
        description=each["content"],
        author_name=", ".join(author["name"] for author in each["authors"]),
        pubdate=published,
        updateddate=each["updated"],
        unique_id=each["id"],
        unique_id_is_permalink=False,
        categories=list(dict.fromkeys(each["categories"])),
        enclosures=[Enclosure(enclosure["url"], str(enclosure["length"]), enclosure["media_type"])],
    )


def prepare(format_: str, articles: str) -> Callable[[], bytes]:
    """A function that renders that many articles as `rss` or `atom`."""
    ready = [as_dict(article(number)) for number in range(1, int(articles) + 1)]
    return lambda: write(format_, ready)
