"""Says what kind of file one is that Byline reads, by its beginning."""

import re
from enum import Enum, auto

from byline_tools.importers.feeds.document import is_feed
from byline_tools.importers.ghost.tables import is_export as is_ghost
from byline_tools.importers.saved_page import BANNER
from byline_tools.importers.wordpress.stream import is_export as is_wordpress

HEAD = 65_536
"""In bytes: of them, the kind of a file is known."""

_OBJECTS = re.compile(r"\s*(?:\{|\[\s*[{\]])")
_TYPE = re.compile(r'"type"\s*:\s*"(?:article|section|author)"')


class Kind(Enum):
    """What files of articles there are."""

    WORDPRESS = auto()
    GHOST = auto()
    FEED = auto()
    NEWSROOM = auto()
    SAVED_PAGE = auto()


def kind_of(head: bytes) -> Kind | None:
    """The kind of a file that begins with `head`; None if it is no file of articles."""
    if is_wordpress(head):
        return Kind.WORDPRESS
    if is_ghost(head):
        return Kind.GHOST
    if is_feed(head):
        return Kind.FEED
    text = head.decode("utf-8-sig", errors="replace")
    if _OBJECTS.match(text):
        return Kind.NEWSROOM
    first = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    return Kind.SAVED_PAGE if BANNER.fullmatch(first) else None


def has_articles(head: bytes) -> bool:
    """Whether a file that nobody named has articles: one with other JSON objects, such as settings, has none."""
    kind = kind_of(head)
    return kind is not None and (kind != Kind.NEWSROOM or _TYPE.search(head.decode(errors="replace")) is not None)
