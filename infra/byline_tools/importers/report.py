"""What is changed or left out of articles on their way in: by article, and in sum."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from byline_tools.importers.notes import DRAFTS, Note
from byline_tools.importers.records import FileRefused, LineProblem

MOST_NAMED = 20
"""The most drafts that are named in words; the others are counted."""

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
    """All notes on some files: those on articles, and those on everything else in a file."""

    articles: list[Noted] = field(default_factory=list)
    others: list[Note] = field(default_factory=list)
    refused: dict[str, list[LineProblem]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.articles or self.others)

    def refuse(self, path: str, problems: Iterable[LineProblem]) -> None:
        """Add what is wrong with an article in the file `path`, which is left out."""
        self.refused.setdefault(path, []).extend(problems)

    def refusals(self) -> list[FileRefused]:
        """The error of each file of which articles are left out."""
        return [FileRefused(path, problems) for path, problems in self.refused.items()]

    def notes(self) -> Iterator[Note]:
        """All of them."""
        yield from (note for each in self.articles for note in each.notes)
        yield from self.others

    def as_json(self) -> dict[str, Any]:
        """The report for scripts; empty if there is nothing to report."""
        counts = {kind: dict(whats) for kind, whats in counted(self.notes()).items()}
        return {"report": {"counts": counts, "articles": [each.as_json() for each in self.articles]}} if self else {}

    def lines(self) -> Iterator[str]:
        """The report for people: the drafts, in sum and by name, then everything else, one kind in a line."""
        notes = list(self.notes())
        if drafts := counted(notes).get(DRAFTS):
            number = sum(drafts.values())
            yield f"{f'{number:,} articles are drafts' if number > 1 else '1 article is a draft'}: {_listed(drafts)}"
            yield from _named([each for each in self.articles if any(note.kind == DRAFTS for note in each.notes)])
        yield from in_words(each for each in notes if each.kind != DRAFTS)


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


def _named(drafts: list[Noted]) -> Iterator[str]:
    for each in drafts[:MOST_NAMED]:
        why = ", ".join(note.what for note in each.notes if note.kind == DRAFTS)
        yield f"{each.path}:{each.line}: {each.title} is a draft: {why}"
    if (more := len(drafts) - MOST_NAMED) > 0:
        yield f"and {more:,} more drafts, which --json names"
