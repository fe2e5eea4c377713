"""Notes on what an import has changed or left out of an article."""

from dataclasses import dataclass
from typing import Any

from byline.intake.content import cleaned


@dataclass(frozen=True, slots=True)
class Note:
    """Something of this `kind`, such as "elements removed", happened to `what`, such as "form", this `number` of times."""

    kind: str
    what: str
    number: int = 1

    def as_json(self) -> dict[str, Any]:
        """The note for scripts."""
        return {"kind": self.kind, "what": self.what, "number": self.number}


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
