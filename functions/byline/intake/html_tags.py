"""Finds the tags of HTML as parsers do (HTML standard, section 13.2.5), in time linear in its length, without building a tree."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

CLEAR, CLEAR_IN_HTML, UNCLEAR = range(3)
"""How surely the tags after a tag are tags: in any context; not if the tag is in SVG, MathML or the like; not at all."""

RAW = frozenset("iframe noembed noframes noscript script style textarea title xmp".split())
"""Elements whose content is text, except in SVG and MathML. Scripting counts as enabled, as nh3 parses."""

_ATTRIBUTE = (
    r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
    r"""(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r "'>][^\t\n\f\r >]*+|(?=>))|(?![\t\n\f\r ]*+=))"""
)
_EACH_ATTRIBUTE = re.compile(_ATTRIBUTE)
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]++|{_ATTRIBUTE})*+)>")
_NAME_AND_VALUE = re.compile(r"([^=]+?)[\t\n\f\r ]*+(?:=[\t\n\f\r ]*+(.*))?", re.DOTALL)
_BEGINS_TAG = re.compile("</?[a-zA-Z]")
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?/][^>]*+>?", re.DOTALL)
_RAW_END = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE | re.ASCII) for name in RAW}


class Tag(NamedTuple):
    """A start tag, or an end tag if `ends`, with its place in the HTML. A place without tags that is not clear has no name."""

    name: str
    ends: bool
    attributes: str
    start: int
    end: int
    reading: int = CLEAR

    @property
    def empty(self) -> bool:
        """Whether a slash ends the tag, which matters in SVG and MathML only."""
        return self.attributes.endswith("/")

    @property
    def attribute_count(self) -> int:
        """The number of attributes, repeated ones included."""
        return len(_EACH_ATTRIBUTE.findall(self.attributes)) if self.attributes else 0

    @property
    def values(self) -> dict[str, str]:
        """The attributes by name in lower case; of repeated ones the first."""
        found: dict[str, str] = {}
        for written in _EACH_ATTRIBUTE.findall(self.attributes):
            if parts := _NAME_AND_VALUE.fullmatch(written):
                value = parts[2] or ""
                found.setdefault(parts[1].lower(), unescape(value[1:-1] if value[:1] in {"'", '"'} else value))
        return found


def tags(html: str) -> Iterator[Tag]:
    """The tags of `html`, without those in comments, in attributes and in text. Parsers drop a tag that does not end."""
    at = html.find("<")
    while at >= 0:
        end = at + 1
        if match := _TAG.match(html, at):
            tag, end = _tag(html, match)
            yield tag
        elif _BEGINS_TAG.match(html, at):
            return
        elif comment := _COMMENT.match(html, at):
            end = comment.end()
            if html.startswith("<![CDATA[", at) and "]]>" not in html[at : _next(html, "<", at + 1)]:
                yield Tag("", ends=False, attributes="", start=at, end=end, reading=CLEAR_IN_HTML)
        at = html.find("<", end)


def _tag(html: str, match: re.Match[str]) -> tuple[Tag, int]:
    """The tag, and where to look for the next one: behind its content, if that is text."""
    end, name = match.end(), match[2]
    name = name.lower() if name.isascii() else name
    tag = Tag(name, bool(match[1]), match[3], match.start(), end)
    if tag.ends or name not in RAW:
        return tag, end
    close = _RAW_END[name].search(html, end)
    stop = close.start() if close else len(html)
    comment = html.find("<!--", end, stop)
    if name == "script" and comment >= 0 and "<script" in html[comment:stop].lower():  # hides the script's end
        return tag._replace(reading=UNCLEAR), stop
    return tag._replace(reading=CLEAR if html.find("<", end, stop) < 0 else CLEAR_IN_HTML), stop


def _next(html: str, what: str, start: int) -> int:
    found = html.find(what, start)
    return found if found >= 0 else len(html)
