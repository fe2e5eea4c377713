"""HTML inside a feed: addresses that readers cannot resolve, and markup that they remove for safety.

RFC 4287, 8.1 names the dangerous elements. The RSS profile warns of relative URLs in an item's description.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from byline_tools.checks.addresses import is_relative
from byline_tools.checks.finding import Flaw, shown, warning

_DANGEROUS = {
    "a script": {"script", "noscript"},
    "a form": {"form", "input", "button", "select", "textarea"},
    "an object": {"object", "embed", "applet"},
    "a frame set": {"frame", "frameset"},
    "a style sheet": {"style"},
}
_KIND = {name: kind for kind, names in _DANGEROUS.items() for name in names}
_ADDRESSES = {"href", "src", "poster", "cite", "action", "formaction", "data", "background", "longdesc"}
_SCRIPTED = re.compile(r"\s*(?:java|vb)script:", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
_VOID = {"br", "hr", "img"}
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]+|#[xX][0-9A-Fa-f]+);")


def looks_like_html(text: str) -> bool:
    """Return whether a text that should be plain has an element or a doubly escaped character reference.

    A tag that is not closed may be part of the text: `<Untitled>, a painting`.
    """
    opened: set[str] = set()
    for closing, name in _TAG.findall(text):
        if name.lower() in (opened if closing else _VOID):
            return True
        opened.add(name.lower())
    return bool(_ENTITY.search(text))


def markup_flaws(markup: str, says: str) -> Iterator[tuple[int, Flaw]]:
    """Yield the flaws in `markup`, each with its line, counted from 0; `says` is the specification to cite."""
    if "<" not in markup:
        return
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return
    if root is not None:
        yield from tree_flaws(root, says, 1)


def tree_flaws(root: Any, says: str, first_line: int) -> Iterator[tuple[int, Flaw]]:
    """Yield the flaws in parsed markup, such as Atom's xhtml, each with its line relative to `first_line`."""
    seen = set()
    for element in root.iter(etree.Element):
        for what in _element_flaws(element):
            found = ((element.sourceline or first_line) - first_line, warning(what, says))
            if found not in seen:
                seen.add(found)
                yield found


def _element_flaws(element: Any) -> Iterator[str]:
    name = element.tag.rpartition("}")[2].lower()
    if name in _KIND:
        yield f"<{name}> is {_KIND[name]}, which readers remove"
    for attribute, value in element.attrib.items():
        yield from _attribute_flaws(name, attribute.lower(), value)


def _attribute_flaws(name: str, attribute: str, value: str) -> Iterator[str]:
    if attribute.startswith("on"):
        yield f"<{name} {attribute}> is an event handler, which readers remove"
    elif attribute == "style":
        yield f"<{name} style> is an inline style, which readers remove"
    addresses = _candidates(value) if attribute == "srcset" else [value] if attribute in _ADDRESSES else []
    for address in addresses:
        if _SCRIPTED.match(address):
            yield f"<{name} {attribute}> is a script, which readers remove"
        elif is_relative(address):
            yield f"<{name} {attribute}={shown(address)}> is relative: many readers cannot resolve it"


def _candidates(srcset: str) -> list[str]:
    """Return the addresses in a `srcset` (HTML, 4.8.4.2.1). A comma ends a candidate only if a space follows it."""
    return [words[0] for candidate in re.split(r",\s+", srcset.strip()) if (words := candidate.split())]
