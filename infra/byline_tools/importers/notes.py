"""Notes on what is changed or left out of an article on its way in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from byline.intake.content import cleaned

DRAFTS = "drafts"
"""The kind of notes that say why an article is a draft."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something of this `kind`, such as "shortcodes removed", happened to `what`, such as "[poll]", this `number` of times."""

    kind: str
    what: str
    number: int = 1

    def as_json(self) -> dict[str, Any]:
        """The note for scripts."""
        return {"kind": self.kind, "what": self.what, "number": self.number}


def summed(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, those of the same kind and thing as one."""
    numbers: Counter[tuple[str, str]] = Counter()
    for each in notes:
        numbers[each.kind, each.what] += each.number
    return tuple(Note(*key, number) for key, number in numbers.items())


def notes_on(content: Any, page: str) -> tuple[Note, ...]:
    """What is changed when `content`, as it was sent, is cleaned for the article whose page is `page`.

    Empty for what is no text, and for a text that is refused.
    """
    if not isinstance(content, str):
        return ()
    try:
        return tuple(Note(*each) for each in cleaned(content, page).changes)
    except ValueError:
        return ()
