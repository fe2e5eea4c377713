"""Notes on what an import has changed or left out of an article of another system."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

DRAFTS = "drafts"
"""The kind of notes that say why an article is a draft."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something of this `kind`, such as "shortcodes removed", happened to `what`, such as "[poll]", this `number` of times."""

    kind: str
    what: str
    number: int = 1


def summed(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, those of the same kind and thing as one."""
    numbers: Counter[tuple[str, str]] = Counter()
    for each in notes:
        numbers[each.kind, each.what] += each.number
    return tuple(Note(*key, number) for key, number in numbers.items())
