"""The elements of RSS 2.0: which are allowed where, and how often.

https://www.rssboard.org/rss-specification; by section 2 of the profile, every element without a namespace must be one
of RSS.
"""

from collections.abc import Iterator
from typing import Any

from byline_tools.checks.finding import Finding, error
from byline_tools.checks.xml_document import at, elements

_ONCE = {
    "rss": "channel",
    "channel": (
        "title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl image "
        "rating textInput skipHours skipDays"
    ),
    "image": "url title link width height description",
    "item": "title link description author comments guid pubDate source",
    "textInput": "title description name link",
    "skipHours": "",
    "skipDays": "",
}
_MANY = {"channel": "category item", "item": "category enclosure", "skipHours": "hour", "skipDays": "day"}
_REQUIRED = {
    "rss": "channel",
    "channel": "title link description",
    "image": "url title link",
    "textInput": "title description name link",
}
_EMPTY_ALLOWED = {"description"}


def check_elements(element: Any) -> Iterator[Finding]:
    """Yield the missing, repeated, unknown and empty children of an element, and those with unescaped markup."""
    name = element.tag
    once, many = set(_ONCE[name].split()), set(_MANY.get(name, "").split())
    children = [child for child in elements(element) if not child.tag.startswith("{")]
    for required in _REQUIRED.get(name, "").split():
        if element.find(required) is None:
            yield from at(element, [error(f"<{name}> has no <{required}>", f"RSS 2.0, {name}")])
    seen: set[str] = set()
    for child in children:
        if child.tag not in once | many:
            yield from at(
                child, [error(f"<{child.tag}> is not an RSS element of <{name}> and has no namespace", "RSS 2.0, extending")]
            )
        elif child.tag in once & seen:
            yield from at(child, [error(f"a second <{child.tag}>", f"RSS 2.0, {name}")])
        elif child.tag in _ONCE:
            yield from check_elements(child)
        else:
            yield from _check_leaf(child, name)
        seen.add(child.tag)


def _check_leaf(leaf: Any, parent: str) -> Iterator[Finding]:
    if elements(leaf):
        yield from at(leaf, [error("the markup is not escaped", f"RSS 2.0, {leaf.tag}")])
    elif leaf.tag in _REQUIRED.get(parent, "").split() and leaf.tag not in _EMPTY_ALLOWED and not (leaf.text or "").strip():
        yield from at(leaf, [error(f"<{leaf.tag}> is empty", f"RSS 2.0, {parent}")])
