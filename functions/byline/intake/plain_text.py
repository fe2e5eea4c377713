"""Turns plain text, as people type it into a field for HTML, into paragraphs."""

import re

from byline.model.text import is_reference

_AMPERSAND = re.compile(r"&(?:#?[A-Za-z0-9]{1,32};)?")
_BEGINS_TAG = re.compile(r"<[a-zA-Z/!?]")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def is_plain(content: str) -> bool:
    """Whether `content` has no tag and no comment: nowhere does a `<` begin one, as HTML parsers read it, that a `>` ends."""
    begins = _BEGINS_TAG.search(content)
    return begins is None or ">" not in content[begins.start() :]


def as_html(content: str) -> str:
    """`content`, or paragraphs if it is plain: an empty line separates them, a single line end becomes `<br>`.

    Character references stay, so that text which another system has escaped is not escaped twice; any other `&`, such as that in
    `?a=1&copy=2`, and any `<` is text.
    """
    if not content.strip() or not is_plain(content):
        return content
    text = _AMPERSAND.sub(_escaped, content).replace("<", "&lt;")
    paragraphs = (each.strip() for each in _EMPTY_LINES.split(text.strip()))
    return "\n".join(f"<p>{_LINE_END.sub('<br>', each)}</p>" for each in paragraphs)


def _escaped(ampersand: re.Match[str]) -> str:
    return ampersand[0] if is_reference(ampersand[0]) else f"&amp;{ampersand[0][1:]}"
