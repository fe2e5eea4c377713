"""Titles for articles that have none."""

from byline.intake.html import sanitise
from byline.intake.html_text import readable
from byline.model.text import plain, teaser
from byline_tools.importers.notes import Note

LONGEST_MADE_TITLE = 100
"""In characters: of a title made of the text of an article without one."""


def title_of(title: str, content: str, notes: list[Note]) -> str:
    """The title, or if it has no text, the beginning of the HTML `content`, of which a note is added to `notes`."""
    if plain(title):
        return title
    try:
        made = teaser(readable(sanitise(content, "https://example.com/")), LONGEST_MADE_TITLE)
    except ValueError:
        made = ""
    notes.append(Note("titles", "missing: the beginning of the text instead"))
    return made or "Untitled"
