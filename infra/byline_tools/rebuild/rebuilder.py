"""Making everything derived again, from the articles and profiles of a table: places, schedule, tombstones, heads, directory.

The whole table is read once, which no function ever does. What looks wrong then is mended one article, place or feed at a time,
each in a transaction that does not happen if somebody edits the same meanwhile, and is then tried on what is there by now. So it
may run beside the desk, be killed at any moment and be run again: what is right already is left alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from byline.errors import EditConflict, Refused, UnknownFeed
from byline.model.feed_key import SITE
from byline.storage.editing import Editor
from byline.storage.feed_entries import derived_items
from byline.storage.item_keys import SCHEMA, Item
from byline.storage.items import stored_article_from
from byline_tools.rebuild.entries import Key, PlaceMender, is_place
from byline_tools.rebuild.feeds import FeedMender

ARTICLE, FEED = "ARTICLE#", "FEED#"


@dataclass(frozen=True, slots=True)
class Job:
    """Something that looked wrong: its name, and what mends it and tells what it did, such as `place made`."""

    name: str
    mend: Callable[[], Counter[str]]


@dataclass(slots=True)
class Mended:
    """How often what was done, and what only people can put right, by name, with the reason."""

    counts: Counter[str] = field(default_factory=Counter)
    left: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Survey:
    """What a table holds, as far as it has been read: digests of places as they are and as they have to be; names."""

    found: dict[Key, int] = field(default_factory=dict)
    wanted: dict[Key, tuple[int, str]] = field(default_factory=dict)
    old: set[str] = field(default_factory=set)
    profiles: set[str] = field(default_factory=lambda: {str(SITE)})
    lines: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


class Rebuilder:
    """Mends the table of `editor`. Everything raises StoreUnavailable when the table cannot answer in time."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._feeds = FeedMender(editor)
        self._places = PlaceMender(editor)
        self.mended = Mended()

    def survey(self, everything: Iterable[Item], progress: Callable[[], None] = lambda: None) -> list[Job]:
        """What looks wrong in a table of which `everything` gives each item; `progress` is called after each."""
        seen = Survey()
        for item in everything:
            self._note(item, seen)
            progress()
        wrong = {article for key, (digest, article) in seen.wanted.items() if seen.found.get(key) != digest}
        orphans = seen.found.keys() - seen.wanted.keys()
        return [
            *(Job(ARTICLE + each, partial(self._places.article, each)) for each in sorted(wrong | seen.old)),
            *(Job(" ".join(each), partial(self._places.orphan, each)) for each in sorted(orphans)),
            *(Job(FEED + each, partial(self._feeds.feed, each)) for each in sorted(seen.profiles | seen.lines)),
            *(Job(FEED + each, partial(self._feeds.named, each)) for each in sorted(seen.named - seen.profiles)),
        ]

    def mend(self, jobs: Iterable[Job], progress: Callable[[], None] = lambda: None) -> Mended:
        """Mend what is still wrong of it; `progress` is called after each. One bad item keeps no other from being mended."""
        for job in jobs:
            try:
                self.mended.counts += job.mend()
            except (Refused, UnknownFeed, EditConflict, LookupError, TypeError, ValueError) as error:
                self.mended.left[job.name] = str(error)
            progress()
        return self.mended

    def _note(self, item: Item, seen: Survey) -> None:
        match item:
            case {"pk": str(pk), "sk": "ARTICLE"}:
                self._note_article(pk, item, seen)
            case {"pk": str(pk), "sk": "PROFILE"}:
                seen.profiles.add(pk.removeprefix(FEED))
            case {"pk": "DIRECTORY", "sk": str(sk)}:
                seen.lines.add(sk)
            case {"pk": str(pk), "sk": str(sk)} if is_place((pk, sk)):
                seen.found[pk, sk] = _digest(item)

    def _note_article(self, pk: str, item: Item, seen: Survey) -> None:
        try:
            stored_article = stored_article_from(item)
        except (Refused, LookupError, TypeError, ValueError) as error:
            self.mended.left[pk] = str(error)
            return
        for key, place in derived_items(stored_article, self._editor.now()).items():
            seen.wanted[key] = _digest(place), stored_article.article.id
        if item.get("schema") != SCHEMA:
            seen.old.add(stored_article.article.id)
        seen.named.update(f"sections/{slug}" for slug in stored_article.article.sections)
        seen.named.update(f"authors/{slug}" for slug in stored_article.article.authors)


def _digest(item: Item) -> int:
    """Tells one item from another, in less memory than it takes."""
    return hash(repr(sorted(item.items())))
