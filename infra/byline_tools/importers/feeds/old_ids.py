"""Takes the ids by which readers know articles from old feeds, where the articles do not state them.

An article is the one of an item if both have the same address.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from byline.model.values import is_permanent_id
from byline_tools.importers.feeds.feed import FeedItem, Format
from byline_tools.importers.feeds.matching import by_page, page_key
from byline_tools.importers.feeds.pages import pages_of
from byline_tools.importers.feeds.web import Web
from byline_tools.importers.notes import Note
from byline_tools.importers.records import FileRefused, LineProblem, Record
from byline_tools.importers.standard_input import FileOrAddress

NO_ATOM = "is no Atom feed: name those of other formats with --ids-from"


class Taken(Enum):
    """What is taken: the field of an article, which has its name in words as its value."""

    guid = "guids"
    id = "Atom ids"


@dataclass(slots=True)
class OldFeed:
    """The items of an old feed, `source`, of which the ids are `taken`."""

    source: str
    taken: Taken
    items: Sequence[FeedItem]
    _pages: dict[str, FeedItem] = field(init=False)
    _matched: set[str] = field(default_factory=set, init=False)
    _notes: Counter[tuple[str, str]] = field(default_factory=Counter, init=False)

    def __post_init__(self) -> None:
        self._pages = by_page(self.items)

    def given(self, thing: dict[str, Any]) -> dict[str, Any]:
        """The article as it was sent, with the id of the item that has its address, unless it states another."""
        key = page_key(thing.get("url"))
        item = self._pages.get(key)
        if item is None:
            return thing
        self._matched.add(key)
        name, stated = self.taken.name, thing.get(self.taken.name)
        if self.taken is Taken.id and not is_permanent_id(item.id):
            self._note("that are no absolute URIs, not taken", item.id)
        elif stated is None:
            self._note(f"taken from {self.source}", "articles")
            return {**thing, name: item.id}
        elif stated == item.id:
            self._note(f"that are the same in {self.source}", "articles")
        else:
            self._note(f"that are others in {self.source}, not taken", f"{item.id} for {stated}")
        return thing

    def notes(self) -> Iterator[Note]:
        """How many ids were taken, and why others were not."""
        yield from (Note(*each, number) for each, number in self._notes.items())
        left = (item for item in self.items if page_key(item.url) not in self._matched)
        yield from (Note(f"items of {self.source} that match no article", item.url or item.title or item.id) for item in left)

    def _note(self, kind: str, what: str) -> None:
        self._notes[f"{self.taken.value} {kind}", what] += 1


def with_old_ids(record: Record, feeds: Sequence[OldFeed]) -> Record:
    """The record, if it is of an article with the ids that `feeds` have of it."""
    thing = record.thing
    if thing.get("type") == "article":
        for each in feeds:
            thing = each.given(thing)
    return replace(record, thing=thing)


def old_feed(source: FileOrAddress, taken: Taken, web: Web) -> OldFeed:
    """The old feed in a file, or with this address and all its pages. Raises OSError, FileRefused and CannotFetch."""
    pages = list(pages_of(source, web))
    if taken is Taken.id and any(page.format is not Format.ATOM for page in pages):
        raise FileRefused(str(source), [LineProblem(1, NO_ATOM)])
    return OldFeed(str(source), taken, [item for page in pages for item in page.items if item.id])
