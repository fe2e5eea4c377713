"""Finds the cards in the HTML of a post, and replaces those that need styles or scripts of Ghost by plain HTML."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from byline_tools.importers.ghost.card_html import RENDERERS
from byline_tools.importers.notes import Note

LEFT_OUT = "cards left out"
"""The kind of notes on cards that are not for readers of the site, and on forms."""

_ONLY_MAIL = re.compile(r"<!--\s*kg-card-begin:\s*(email|email-cta)\s*-->")
_NOT_FOR_READERS = frozenset({"email", "email-cta", "signup", "subscribe"})
_CARD = re.compile(
    r'<(div|figure|section|aside)\b[^<>]*?\sclass="((?:[^"<>]*\s)?kg-card(?:\s[^"<>]*)?)"[^<>]*>',
    re.IGNORECASE,
)
_KIND = re.compile(r"(?:^|\s)kg-([a-z0-9-]+)-card(?=\s|$)")


def with_plain_cards(html: str, notes: list[Note]) -> str:
    """`html`, whose cards are plain HTML. Each card that changes is counted in `notes`."""
    return "".join(_parts(_without_mail_cards(html, notes), notes))


def _parts(html: str, notes: list[Note]) -> Iterator[str]:
    at = search = 0
    while card := _CARD.search(html, search):
        search, kind = card.end(), _kind_of(card[2])
        if kind is None:
            continue
        yield html[at : card.start()]
        at = search = _end(html, card)
        yield _replaced(kind, html[card.start() : at], notes)
    yield html[at:]


def _kind_of(classes: str) -> str | None:
    """The kind of a card with these classes; None if it stays as it is."""
    return next((each for each in _KIND.findall(classes) if each in RENDERERS or each in _NOT_FOR_READERS), None)


def _end(html: str, card: re.Match[str]) -> int:
    """Where a card ends. One that is not closed has all the rest, as in browsers."""
    depth = 1
    for tag in re.compile(rf"<(/?){card[1]}\b", re.IGNORECASE).finditer(html, card.end()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            closes = html.find(">", tag.end())
            return closes + 1 if closes >= 0 else len(html)
    return len(html)


def _replaced(kind: str, card: str, notes: list[Note]) -> str:
    if kind in _NOT_FOR_READERS:
        notes.append(Note(LEFT_OUT, kind))
        return ""
    try:
        plain = RENDERERS[kind](lxml_html.fragment_fromstring(card, create_parent="div"))
    except (etree.LxmlError, ValueError):
        plain = ""
    if not plain:
        return card
    notes.append(Note("cards that became plain HTML", kind))
    return f"\n{plain}\n"


def _without_mail_cards(html: str, notes: list[Note]) -> str:
    """`html` without what is only in mails."""
    parts, at = [], 0
    while begins := _ONLY_MAIL.search(html, at):
        ends = re.compile(rf"<!--\s*kg-card-end:\s*{begins[1]}\s*-->").search(html, begins.end())
        notes.append(Note(LEFT_OUT, begins[1]))
        parts.append(html[at : begins.start()])
        at = ends.end() if ends else len(html)
    return "".join([*parts, html[at:]])
