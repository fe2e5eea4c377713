"""Shows what HTML says to browsers without scripts, because readers of feeds run none: pictures, players and frames.

Beside a picture that a script loads later stands the same picture for browsers without scripts. It is shown once.
"""

import re

from byline.intake.changes import LOADED, Changes
from byline.intake.html_tags import Tag, tags

LAZY_SOURCES = (
    "data-src data-lazy-src data-original data-lazy data-cfsrc data-pagespeed-lazy-src data-litespeed-src data-ezsrc data-td-src "
    "data-echo data-defer-src data-real-src data-actualsrc data-image-src data-full-src data-hi-res-src data-cmp-src "
    "data-cookieblock-src data-suppressedsrc data-orig-file data-large-file data-image data-url"
).split()
"""Attributes from which scripts take the address of a picture, a player or a frame, the more usual first."""
LAZY_SETS = "data-srcset data-lazy-srcset data-original-set data-src-set data-ezsrcset data-td-srcset".split()
"""Attributes from which scripts take a srcset."""

_MEDIA = frozenset({"audio", "iframe", "img", "picture", "source", "video"})
_HAS_NOSCRIPT = re.compile("<noscript", re.IGNORECASE)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PIXEL = re.compile(r"\s*[01](?:\.0*)?(?:px)?\s*")
_REACH = 8
"""How many tags may stand between a picture and its `noscript`."""


def is_hidden(values: dict[str, str]) -> bool:
    """Whether an element with these attributes is never seen: it counts visitors, or carries a program."""
    sizes = [values.get("width", ""), values.get("height", "")]
    return "hidden" in values or all(map(_PIXEL.fullmatch, sizes)) or _HIDING.search(values.get("style", "")) is not None


def without_noscript(html: str, changes: Changes) -> str:
    """`html` in which each `noscript` with a visible picture, player or frame has given way to its content.

    Those whose content is shown from now on are added to `changes`.
    """
    if not _HAS_NOSCRIPT.search(html):
        return html
    found = list(tags(html))
    shown = {address for tag in found if _kind(tag) for address in _addresses(tag)}
    replaced: dict[int, tuple[int, str]] = {}
    for at, tag in enumerate(found):
        if tag.name == "noscript" and not tag.ends:
            end = found[at + 1].start if at + 1 < len(found) else len(html)
            instead = _replaced(html, found, at, end, shown)
            changes[LOADED, tag.name] += any(text for _, text in instead.values())
            replaced |= instead
    pieces, done = [], 0
    for start in sorted(replaced):
        end, text = replaced[start]
        pieces += [html[done:start], text]
        done = end
    return "".join([*pieces, html[done:]])


def _replaced(html: str, found: list[Tag], at: int, end: int, shown: set[str]) -> dict[int, tuple[int, str]]:
    """What replaces the `noscript` at `at`, and perhaps the picture beside it: texts and their ends by their starts."""
    start, content = found[at].start, html[found[at].end : end]
    media = [tag for tag in tags(content) if _kind(tag) and not is_hidden(tag.values)]
    if not media:
        return {}
    single = [tag for tag in media if _kind(tag) in {"img", "iframe"}]
    if len(single) == 1 and (late := _late_beside(html, found, at, single[0])):
        merged = f"<{_kind(late)}{single[0].attributes} {late.attributes}>"
        return {start: (end, ""), late.start: (late.end, merged)}
    if all(_addresses(tag) & shown for tag in single) and single:
        return {start: (end, "")}
    return {start: (end, content)}  # parsers ignore the end tag that is left


def _late_beside(html: str, found: list[Tag], at: int, shown: Tag) -> Tag | None:
    """The picture or frame right before or after the `noscript` at `at` that a script would load in the place of `shown`."""
    before = [(tag, html[tag.end : found[at].start]) for tag in _nearest(found, range(at - 1, max(-1, at - 1 - _REACH), -1))]
    after = [
        (tag, html[found[at + 1].end : tag.start]) for tag in _nearest(found, range(at + 2, min(len(found), at + 2 + _REACH)))
    ]
    for tag, between in (*before, *after):
        if _kind(tag) == _kind(shown) and not re.sub(r"<[^>]*+>", "", between).strip() and _comes_late(tag, shown):
            return tag
    return None


def _nearest(found: list[Tag], within: range) -> list[Tag]:
    """The first picture, player or frame among these, if there is one."""
    return [found[at] for at in within if _kind(found[at]) not in {"", "picture", "source"}][:1]


def _comes_late(tag: Tag, shown: Tag) -> bool:
    values = tag.values
    late = any(name in values for name in (*LAZY_SOURCES, *LAZY_SETS))
    return late or not values.get("src") or bool(_addresses(tag) & _addresses(shown))


def _kind(tag: Tag) -> str:
    """The name of an element that shows something that it loads; AMP has names of its own. Empty for others and for end tags."""
    name = tag.name.removeprefix("amp-")
    return name if name in _MEDIA and not tag.ends else ""


def _addresses(tag: Tag) -> set[str]:
    values = tag.values
    return {values[name].strip() for name in ("src", *LAZY_SOURCES) if values.get(name)}
