"""Byline's writers alone: render a feed in memory as a document."""

from collections.abc import Callable

from benchmarks.newsroom import feed
from byline.formats.registry import FORMATS


def prepare(format_: str, articles: str) -> Callable[[], bytes]:
    """A function that renders that many articles as `rss`, `atom` or `json`."""
    (wanted,) = (each for each in FORMATS if each.name == format_)
    ready = feed(int(articles))
    return lambda: wanted.write(ready)
