"""Puts elements that are kept in the place of elements that are not, so that what readers see of those stays.

What is done here is done to the tags, before parsing: whatever results is sanitised.
"""

import re

from byline.intake.changes import REMOVED, REMOVED_WHOLE, TEXT, Changes
from byline.intake.html_drawings import end_of_drawing, formula_text, svg_text
from byline.intake.html_names import DROPPED_WITH_CONTENT, INSTEAD, PARSED, PART_OF_WORDS, TAGS
from byline.intake.html_tags import Tag, tags

_ENDS_WORD = re.compile(r"[\w.!?…,;:)\]”’\"'»%]$")
_BEGINS_WORD = re.compile(r"[\w(\[“‘\"'«]|<(?!/)")
_INLINE_END = re.compile(r"</(?:a|abbr|b|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|var)>$")
_NAME = re.compile(r"</?([a-zA-Z][^\t\n\f\r />]*)")

_STRUCTURE = frozenset("body head html iframe".split())
_NOT_COUNTED = frozenset({"", *_STRUCTURE, *INSTEAD} - {"form"})
"""Elements that are not kept, but of which readers lose nothing, or which become links. Of a form, what it sends is lost."""
LONGEST_NAME = 40
"""The most characters of a name that are reported."""


def with_kept_elements(html: str, changes: Changes) -> str:
    """`html` with other elements instead of those that are not kept, as far as readers would see the difference.

    What is or will be removed, and what becomes text, is added to `changes`.
    """
    names = {name.lower() for name in _NAME.findall(html)}
    if not names - TAGS - _STRUCTURE:
        return html
    found = list(tags(html))
    pieces, done, at, dropped = [""], 0, 0, ""
    while at < len(found):
        tag = found[at]
        dropped = _count(tag, dropped, changes)
        if tag.name in PARSED or tag.name in PART_OF_WORDS or not tag.name:
            at += 1
            continue
        at, stop, instead = _instead(html, found, at)
        before = html[done : tag.start] or pieces[-1]
        pieces += [html[done : tag.start], instead if tag.name in INSTEAD else spaced(before, instead, html[stop : stop + 2])]
        done = stop
    return "".join([*pieces, html[done:]])


def spaced(before: str, text: str, after: str) -> str:
    """`text` between `before` and `after`, with a space on each side where words would run together."""
    before = before[-40:]
    left = bool(_ENDS_WORD.search(before) or _INLINE_END.search(before))
    if not text.strip():
        return " " if left and _BEGINS_WORD.match(after) else ""
    return f"{' ' * (left and _BEGINS_WORD.match(text) is not None)}{text}{' ' * after[:1].isalnum()}"


def _count(tag: Tag, dropped: str, changes: Changes) -> str:
    """Count the element that `tag` begins, unless it is inside one that is removed with its content: `dropped` is its name.

    Returns the name of the one that the next tag is inside.
    """
    if dropped:
        return "" if tag.ends and tag.name == dropped else dropped
    if not tag.ends and (kind := _kind_of_change(tag.name)):
        changes[kind, tag.name[:LONGEST_NAME]] += 1
        return tag.name if kind == REMOVED_WHOLE else ""
    return ""


def _kind_of_change(name: str) -> str:
    """What happens to an element with that name; empty if there is nothing to count."""
    if name in TAGS or name in _NOT_COUNTED:
        return ""
    if name in {"svg", "math"}:
        return TEXT
    return REMOVED_WHOLE if name in DROPPED_WITH_CONTENT else REMOVED


def _instead(html: str, found: list[Tag], at: int) -> tuple[int, int, str]:
    """What is in the place of the tag at `at`: which tag comes next, where in `html` it goes on, and the text."""
    tag = found[at]
    if tag.name in INSTEAD:
        return at + 1, tag.end, f"</{INSTEAD[tag.name]}>" if tag.ends else f"<{INSTEAD[tag.name]}{tag.attributes}>"
    if tag.name not in {"svg", "math"} or tag.ends:
        return at + 1, tag.end, ""
    end = at + 1 if tag.empty else end_of_drawing(found, at)
    stop = tag.end if tag.empty else found[end].start if end < len(found) else len(html)
    text = (svg_text if tag.name == "svg" else formula_text)(html, [each for each in found[at:end] if each.name], stop)
    if not tag.empty and end < len(found) and found[end].ends and found[end].name == tag.name:
        return end + 1, found[end].end, text
    return end, stop, text
