"""What is changed or left out of articles on their way in: by article, and in sum."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from byline_tools.importers.notes import Note

MOST_LISTED = 12
"""The most things of a kind that are listed in words; --json has all of them."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The notes on the article called `title`, which begins in a line of the file `path`."""

    path: str
    line: int
    title: str
    notes: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """The notes for scripts."""
        notes = [each.as_json() for each in self.notes]
        return {"file": self.path, "line": self.line, "article": self.title, "notes": notes}


@dataclass(slots=True)
class Report:
    """All notes on the articles of some files."""

    articles: list[Noted] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.articles)

    def notes(self) -> Iterator[Note]:
        """All of them."""
        yield from (note for each in self.articles for note in each.notes)

    def as_json(self) -> dict[str, Any]:
        """The report for scripts; empty if there is nothing to report."""
        counts = {kind: dict(whats) for kind, whats in counted(self.notes()).items()}
        return {"report": {"counts": counts, "articles": [each.as_json() for each in self.articles]}} if self else {}

    def lines(self) -> Iterator[str]:
        """The report for people."""
        yield from in_words(self.notes())


def counted(notes: Iterable[Note]) -> dict[str, Counter[str]]:
    """How often each thing happened, by kind, the most frequent first."""
    counts: dict[str, Counter[str]] = {}
    for note in notes:
        counts.setdefault(note.kind, Counter())[note.what] += note.number
    return {kind: Counter(dict(whats.most_common())) for kind, whats in counts.items()}


def in_words(notes: Iterable[Note]) -> Iterator[str]:
    """The sum of the notes for people, one kind in a line."""
    yield from (f"{kind}: {_listed(whats)}" for kind, whats in counted(notes).items())


def _listed(whats: Counter[str]) -> str:
    listed = [f"{what} {number:,}" for what, number in list(whats.items())[:MOST_LISTED]]
    more = len(whats) - len(listed)
    return ", ".join([*listed, *([f"and {more:,} more"] if more else [])])
