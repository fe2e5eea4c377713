"""Turns drawings (SVG) and formulas (MathML), which few readers of feeds show, into the text that is in them."""

import re
from dataclasses import dataclass, field
from html import escape

from byline.intake.html_cost import NOT_IN_SVG
from byline.intake.html_tags import Tag

_HTML_INSIDE = frozenset({"desc", "foreignobject", "title"})
_NEVER_SHOWN = frozenset({"defs", "desc", "metadata", "script", "style", "symbol"})
_CHARACTERS = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_SPACE = re.compile(r"\s+")
_LINK_EDGE = re.compile(r"(<a [^<>]*>) | (</a>)")
_TEX = re.compile(r"(?:application/x-tex|text/plain)", re.IGNORECASE)
_REACH = 8
"""How far up an end tag is matched."""
_MARKS = {
    "mfrac": ("", "/"),
    "mover": ("", "sup"),
    "msub": ("", "sub"),
    "msubsup": ("", "sub", "sup"),
    "msup": ("", "sup"),
    "munder": ("", "sub"),
    "munderover": ("", "sub", "sup"),
}
"""Where the children of an element of MathML stand: on the line, after a stroke, below it or above it."""


def end_of_drawing(found: list[Tag], at: int) -> int:
    """The place in `found` of the end tag of the `svg` or `math` at `at`, or of the tag of HTML that ends it, or the end."""
    depth, inside, name = 1, 0, found[at].name
    for place in range(at + 1, len(found)):
        tag = found[place]
        step = 0 if tag.empty and not tag.ends else -1 if tag.ends else 1
        inside = max(0, inside + step) if tag.name in _HTML_INSIDE or tag.name == "annotation-xml" else inside
        depth += step if tag.name == name else 0
        if depth == 0 or (tag.name in NOT_IN_SVG and not tag.ends and not inside):
            return place
    return len(found)


def svg_text(html: str, parts: list[Tag], stop: int) -> str:
    """The text of a drawing as HTML, each label by itself, links and pictures as they are. It is `parts`, and ends at `stop`."""
    pieces, hidden, inside = [], 0, 0
    never = _NEVER_SHOWN | ({"title"} if parts[0].values.get("aria-hidden") == "true" else set())
    for tag, end in zip(parts, [*(tag.start for tag in parts[1:]), stop], strict=True):
        step = 0 if tag.empty and not tag.ends else -1 if tag.ends else 1
        hidden = max(0, hidden + step) if tag.name in never else hidden
        inside = max(0, inside + step) if tag.name == "foreignobject" else inside
        if not hidden:
            pieces.append(html[tag.start : tag.end] if inside and tag.name != "foreignobject" else _in_html(tag))
            pieces.append(_CHARACTERS.sub(_shown, html[tag.end : end]))
    return _LINK_EDGE.sub(r"\1\2", _SPACE.sub(" ", "".join(pieces))).strip()


def _in_html(tag: Tag) -> str:
    values = tag.values if not tag.ends and tag.name in {"a", "image", "tspan"} else {}
    address = escape(values.get("href") or values.get("xlink:href") or "")
    if tag.name == "a":
        return "</a>" if tag.ends else f'<a href="{address}">'
    if tag.name == "image" and address:
        return f'<img src="{address}">'
    return "" if tag.name == "tspan" and not {"x", "y", "dy"} & set(values) else " "


def _shown(found: re.Match[str]) -> str:
    return escape(found[1]) if found[1] else ""


def formula_text(html: str, parts: list[Tag], stop: int) -> str:
    """The text of a formula as HTML: what its author wrote for it, or else its signs. It is `parts`, and ends at `stop`."""
    if alternative := parts[0].values.get("alttext", "").strip():
        return escape(alternative, quote=False)
    line = _Line()
    for tag, end in zip(parts, [*(tag.start for tag in parts[1:]), stop], strict=True):
        if tag.name == "annotation" and not tag.ends and _TEX.match(tag.values.get("encoding", "")):
            return _SPACE.sub(" ", html[tag.end : end]).strip()
        line.read(tag, html[tag.end : end])
    return "".join(line.pieces).strip()


@dataclass(slots=True)
class _Line:
    """A formula as it is set on a line."""

    pieces: list[str] = field(default_factory=list)
    open: list[list[str]] = field(default_factory=list)
    """Each open element: its name, what ends its mark, and the marks of its further children."""

    annotations: int = 0

    def read(self, tag: Tag, text: str) -> None:
        """Add a tag and the text after it."""
        if tag.ends:
            self._end(tag.name)
        else:
            self._start(tag)
        if not self.annotations:
            words = _SPACE.sub(" ", _CHARACTERS.sub(_shown, text)).strip()
            self.pieces.append(f" {words} " if tag.name == "mtext" and words else words)

    def _start(self, tag: Tag) -> None:
        mark = self.open[-1].pop(2) if self.open and len(self.open[-1]) > 2 else ""
        start, end = (f"<{mark}>", f"</{mark}>") if mark in {"sub", "sup"} else (mark, "")
        self.pieces.append(start)
        self.open.append([tag.name, end, *_MARKS.get(tag.name, ())])
        self.annotations += tag.name.startswith("annotation")
        if tag.empty:
            self._end(tag.name)

    def _end(self, name: str) -> None:
        if name not in [each[0] for each in self.open[-_REACH:]]:
            return
        while (closed := self.open.pop())[0] != name:
            self._close(closed)
        self._close(closed)

    def _close(self, closed: list[str]) -> None:
        self.pieces.append(closed[1])
        self.annotations -= closed[0].startswith("annotation")
