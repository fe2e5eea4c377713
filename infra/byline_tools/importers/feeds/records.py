"""The items of a feed as articles of a newsroom file, each after the sections and authors that it names."""

from collections.abc import Iterable, Iterator
from typing import Any

from slugify import slugify

from byline.model.article import MOST_AUTHORS, MOST_ENCLOSURES, MOST_SECTIONS, MOST_TAGS
from byline.model.values import LONGEST_TEXT, LONGEST_TITLE
from byline_tools.importers.choices import Choices
from byline_tools.importers.feeds.feed import FeedItem, FeedPage
from byline_tools.importers.notes import Note, summed
from byline_tools.importers.records import Record
from byline_tools.importers.report import Report
from byline_tools.importers.slugs import Slugs
from byline_tools.importers.titles import title_of

LEFT_OUT = "left out of items"


def records_of(pages: Iterable[FeedPage], choices: Choices, report: Report) -> Iterator[Record]:
    """The sections, authors and articles of a feed. `report` gets what is to be said of its documents.

    The line of an item is that in which it begins; where several would have the same, and after the first page, they are counted
    on from the line before.
    """
    names, line = _Names(choices), 0
    for number, page in enumerate(pages):
        report.others += page.notes
        for item in page.items:
            line = max(line + 1, item.line if number == 0 else 0)
            article, notes = _article(item, names)
            yield from names.new_records(line)
            yield Record(line, article, notes=summed(notes), exported=True)


class _Names:
    """The sections and authors that items name."""

    def __init__(self, choices: Choices) -> None:
        self._mapping = choices.sections or {}
        self._counts_unmapped = choices.sections is not None
        self._authors = Slugs(())
        self._known: set[tuple[str, str]] = set()
        self._new: list[dict[str, Any]] = []

    def new_records(self, line: int) -> Iterator[Record]:
        """The records of what was named since the last call."""
        new, self._new = self._new, []
        yield from (Record(line, each, only_if_new=True, exported=True) for each in new)

    def author(self, name: str) -> str:
        """The slug of an author."""
        slug = self._authors.of(name.casefold(), name)
        self._add({"type": "author", "slug": slug, "name": name[:LONGEST_TITLE]})
        return slug

    def section(self, category: str, notes: list[Note]) -> str:
        """The slug of the section that a category becomes; empty if it becomes a tag."""
        names = (category, slugify(category[:LONGEST_TITLE]))
        slug = next((self._mapping[key] for name in names if (key := ("category", name)) in self._mapping), "")
        if slug:
            self._add({"type": "section", "slug": slug, "title": category[:LONGEST_TITLE]})
        elif self._counts_unmapped:
            notes.append(Note("categories that became tags, because no section is given for them", category))
        return slug

    def _add(self, thing: dict[str, Any]) -> None:
        if (thing["type"], thing["slug"]) not in self._known:
            self._known.add((thing["type"], thing["slug"]))
            self._new.append(thing)


def _article(item: FeedItem, names: _Names) -> tuple[dict[str, Any], list[Note]]:
    notes = list(item.notes)
    sections = {each: slug for each in item.categories if (slug := names.section(each, notes))}
    tags = [each for each in dict.fromkeys(item.categories) if each not in sections]
    authors = [names.author(each) for each in _most(item.authors, MOST_AUTHORS, "authors", notes)]
    enclosures = [each for each in item.enclosures if each["url"] and each["media_type"]]
    if untyped := len(item.enclosures) - len(enclosures):
        notes.append(Note(LEFT_OUT, "attached media without a type or address", untyped))
    changed = item.updated and item.published and item.updated > item.published
    return {
        "type": "article",
        **({"guid": item.id} if item.id else {}),
        **({"url": item.url} if item.url else {}),
        "title": title_of(item.title, item.content, notes),
        "published": item.published.isoformat() if item.published else item.date or None,
        **({"updated": item.updated.isoformat()} if changed and item.updated else {}),
        "summary": _summary(item, notes),
        "content": item.content,
        "language": item.language or None,
        "sections": _most(dict.fromkeys(sections.values()), MOST_SECTIONS, "sections", notes),
        "authors": authors,
        "tags": _most(tags, MOST_TAGS, "tags", notes),
        "image": item.image,
        "enclosures": _most(enclosures, MOST_ENCLOSURES, "attached media", notes),
    }, notes


def _summary(item: FeedItem, notes: list[Note]) -> str | None:
    """The summary, unless it is as long as a whole article, or is the article."""
    if len(item.summary) > LONGEST_TEXT or item.summary == item.content:
        notes.append(Note(LEFT_OUT, "summaries that are the whole text"))
        return None
    return item.summary or None


def _most(values: Iterable[Any], most: int, what: str, notes: list[Note]) -> list[Any]:
    found = list(values)
    if len(found) > most:
        notes.append(Note(LEFT_OUT, f"{what} beyond the most that an article may have", len(found) - most))
    return found[:most]
