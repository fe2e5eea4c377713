"""Old paths: where feeds were on an earlier site, such as `/category/world/feed/`, and the feeds that they lead to."""

from collections.abc import Mapping
from dataclasses import dataclass

from byline.model.feed_key import FeedKey

PARAMETERS = ("feed", "cat", "category_name", "tag", "author", "author_name")
"""The parameters that count in a query that has the first of them.

WordPress without permalinks has feeds at `/?feed=rss2&cat=3`.
"""

LARGEST_PATH = 900
"""In bytes: an old path is a sort key, to which DynamoDB gives 1,024."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """`path`, an old path as `old_path` returns it, leads to the document of `feed` in the format of that name."""

    path: str
    feed: FeedKey
    format: str


def old_path(path: str, query: Mapping[str, str]) -> str | None:
    """The form in which old paths are compared: in lower case, without slashes at the end, with PARAMETERS in their order.

    `path` and `query` are decoded. None for what cannot be an old path: without a first slash, too long, or not Unicode.
    """
    asked = "&".join(f"{name}={query[name]}" for name in PARAMETERS if name in query) if asks_for_feed(query) else ""
    text = f"{path.rstrip('/') or '/'}{'?' if asked else ''}{asked}".lower()
    size = len(text.encode(errors="surrogatepass"))
    return text if path.startswith("/") and size <= LARGEST_PATH and text.isprintable() else None


def asks_for_feed(query: Mapping[str, str]) -> bool:
    """Whether a query counts: it has the parameter `feed`."""
    return PARAMETERS[0] in query
