"""A feed of another system, as far as articles are made of it or compared with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from byline_tools.importers.notes import Note


class Format(Enum):
    """The formats of feeds, each with its name for people."""

    RSS = "RSS"
    ATOM = "Atom"
    JSON = "JSON Feed"


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item of a feed, which begins in `line`. Texts are HTML, and empty if the item has none.

    `id` is that by which readers know it: without an id of its own its address, exactly as the feed has them. `date` is what the
    item states of its publication, also if that is not a time.
    """

    line: int
    id: str
    url: str
    title: str
    content: str
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    date: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    image: dict[str, Any] | None = None
    enclosures: tuple[dict[str, Any], ...] = ()
    language: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One document of a feed. `more` is the address of the one with older items, as it is written; empty if there is none."""

    format: Format
    items: tuple[FeedItem, ...]
    more: str = ""
    is_of_wordpress: bool = False
    notes: tuple[Note, ...] = ()
