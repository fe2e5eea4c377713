"""Byline's writers alone: a feed in memory becomes a document."""

from collections.abc import Callable

from benchmarks.newsroom import feed
from byline.formats.registry import FORMATS


def prepare(format_: str, articles: str) -> Callable[[], bytes]:
    """What renders that many articles as `rss`, `atom` or `json`."""
    (wanted,) = (each for each in FORMATS if each.name == format_)
    ready = feed(int(articles))
    return lambda: wanted.write(ready)
