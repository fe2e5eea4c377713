"""Turns plain text, as people type it into a field for HTML, into paragraphs."""

import re

from byline.intake.html_names import NAMES
from byline.model.text import is_reference

_AMPERSAND = re.compile(r"&(?:#?[A-Za-z0-9]{1,32};)?")
_BEGINS_MARKUP = re.compile(r"<(?:([a-zA-Z][^\t\n\f\r />]*+)|[/!?])")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def is_plain(content: str) -> bool:
    """Whether `content` is text that a person typed: nothing in it is a tag of an element of HTML, an end tag or a comment.

    As HTML parsers read it, a `>` ends each of them. Any other `<`, also that of `one <three> two`, is text. An end tag of
    whatever name shows that a program wrote the elements, such as `<custom-quote>To be</custom-quote>`.
    """
    last = max(content.rfind(">"), 0)
    return not any(each[1] is None or each[1].lower() in NAMES for each in _BEGINS_MARKUP.finditer(content, 0, last))


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
