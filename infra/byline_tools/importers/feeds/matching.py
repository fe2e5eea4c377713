"""Finds the items of a feed that are about the same page as an article."""

from collections.abc import Iterable
from typing import Any

from byline.intake.addresses import address, normal
from byline.model.addresses import same_page
from byline_tools.importers.feeds.feed import FeedItem


def page_key(url: Any) -> str:
    """What all ways to write the address of one page have in common; empty for what is no web address."""
    try:
        return same_page(normal(address(url))) if isinstance(url, str) else ""
    except ValueError:
        return ""


def by_page(items: Iterable[FeedItem]) -> dict[str, FeedItem]:
    """The first item about each page."""
    found: dict[str, FeedItem] = {}
    for item in items:
        if key := page_key(item.url):
            found.setdefault(key, item)
    return found
