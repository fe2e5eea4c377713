"""Redirects from the feeds that another system had."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from byline.desk.redirect_desk import read_path
from byline.model.feed_key import FeedKey
from byline.model.redirect import Redirect


def base_path(site: str) -> str:
    """The path of the address of a site, decoded, with a slash at its end."""
    return f"{unquote(urlsplit(site).path).rstrip('/')}/"


def redirects_to(feed: FeedKey, old: Mapping[str, str]) -> Iterator[Redirect]:
    """The redirects to `feed` from `old` paths, each with the name of a format. What has the form of a path here is none."""
    for written, format_name in old.items():
        path, problems = read_path(written)
        if not problems:
            yield Redirect(path, feed, format_name)
