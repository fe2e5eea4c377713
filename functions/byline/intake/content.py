"""Makes the content of an article, as it is stored, of HTML or plain text."""

from functools import lru_cache
from typing import NamedTuple

from byline.intake.changes import PARAGRAPHS, Changes
from byline.intake.html import sanitise
from byline.intake.plain_text import as_html
from byline.model.text import carriable


class Cleaned(NamedTuple):
    """Sanitised HTML, and what was changed to make it: kind, what it happened to, and how often."""

    html: str
    changes: tuple[tuple[str, str, int], ...]


@lru_cache(maxsize=1)  # an article is checked, then made, then reported
def cleaned(content: str, page: str) -> Cleaned:
    """The content of the article whose page is `page`. Raises ValueError with the reason if it cannot be sanitised.

    What is plain text only after sanitising becomes paragraphs too: sanitising it again changes nothing.
    """
    changes = Changes()
    carried = carriable(content)
    sent = as_html(carried)
    sanitised = sanitise(sent, page, changes)
    html = as_html(sanitised)
    if (sent, html) != (carried, sanitised):
        changes[PARAGRAPHS, "plain text"] += 1
    return Cleaned(html, tuple((*key, number) for key, number in changes.items() if number))
