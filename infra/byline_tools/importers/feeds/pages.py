"""All pages of a feed: the document, and those with older items that it leads to.

They are archives or pages (RFC 5005, sections 3 and 4), the `next_url` of JSON Feed, or `?paged=2` of WordPress, until there is
no page more, or none with new items.
"""

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from byline.model.addresses import is_web_address
from byline_tools.checks.fetching import CannotFetch
from byline_tools.importers.feeds.document import page_of
from byline_tools.importers.feeds.feed import FeedItem, FeedPage
from byline_tools.importers.feeds.web import Web
from byline_tools.importers.notes import Note
from byline_tools.importers.standard_input import FileOrAddress, bytes_of

MOST_PAGES = 5_000
NOT_FOLLOWED = "pages of the feed that were not followed"
REPEATED = "items that the feed has more than once, left out"
"""Kinds of notes."""


def pages_of(source: FileOrAddress, web: Web) -> Iterator[FeedPage]:
    """All pages of the feed, each item once. A file is one page: what it leads to is not followed.

    Raises OSError, FileRefused for what is no feed, and CannotFetch.
    """
    if isinstance(source, Path):
        yield file_page(str(source), bytes_of(source))
    else:
        yield from _fetched(source, web)


def file_page(path: str, content: bytes) -> FeedPage:
    """The only page of the feed that is the content of the file `path`, each item once. Raises FileRefused."""
    page = _new_of(page_of(path, content), set())
    return replace(page, notes=(*page.notes, *([Note(NOT_FOLLOWED, page.more)] if page.more else [])))


def _fetched(address: str, web: Web) -> Iterator[FeedPage]:
    asked, seen, number = {address}, set[str](), 1
    while address:
        response = web.get(address)
        if number > 1 and response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} and _has_number(address, number):
            return
        if response.status != HTTPStatus.OK:
            raise CannotFetch(address, f"the response is {response.status}")
        whole = page_of(address, response.body)
        page = _new_of(whole, seen)
        if number > 1 and not page.items:
            return
        number += 1
        address = _next(whole, response.address, number)
        if number > MOST_PAGES and address:
            page, address = replace(page, notes=(*page.notes, Note(NOT_FOLLOWED, address))), ""
        yield page
        if address in asked:
            return
        asked.add(address)


def _next(page: FeedPage, at: str, number: int) -> str:
    """The address of the page with this number, which `page`, whose address is `at`, leads to; empty if there is none."""
    if page.more:
        found = urljoin(at, page.more)
        return found if is_web_address(found) else ""
    return _numbered(at, number) if page.is_of_wordpress and page.items else ""


def _numbered(address: str, number: int) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("paged", str(number))]), fragment=""))


def _has_number(address: str, number: int) -> bool:
    return ("paged", str(number)) in parse_qsl(urlsplit(address).query)


def _new_of(page: FeedPage, seen: set[str]) -> FeedPage:
    """The page with those items whose ids are not `seen`, where they are added."""
    new: list[FeedItem] = []
    for item in page.items:
        if not item.id or item.id not in seen:
            new.append(item)
            seen.add(item.id)
    left_out = len(page.items) - len(new)
    return replace(page, items=tuple(new), notes=(*page.notes, *([Note(REPEATED, "items", left_out)] if left_out else [])))
