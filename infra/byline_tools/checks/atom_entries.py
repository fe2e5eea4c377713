"""Atom 1.0 (RFC 4287): checks of one entry, and of the same elements in a feed or source."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from byline_tools.checks.addresses import is_absolute
from byline_tools.checks.atom_schema import section
from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.dates import rfc3339_flaws
from byline_tools.checks.finding import Finding, error, shown, warning
from byline_tools.checks.html_inside import looks_like_html, markup_flaws, tree_flaws
from byline_tools.checks.xml_document import ATOM, at, in_lines_of, path, text_of

_TEXTS = ("title", "subtitle", "summary", "rights", "content")


def check_entry(element: Any, circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the findings about an entry, a feed without its entries, or a source."""
    yield from _dates(element, circumstances)
    yield from _id(element)
    yield from _alternates(element)
    yield from _texts(element)
    if element.tag == f"{ATOM}entry":
        yield from _body(element)


def _dates(element: Any, circumstances: Circumstances) -> Iterator[Finding]:
    """Check dates: RFC 3339, without white space around them (section 3.3)."""
    for date in element.iterchildren(f"{ATOM}published", f"{ATOM}updated"):
        yield from at(date, rfc3339_flaws(text_of(date), "RFC 4287, 3.3", circumstances))


def _id(element: Any) -> Iterator[Finding]:
    """Check that the id is an absolute IRI (section 4.2.6)."""
    for each in element.findall(f"{ATOM}id"):
        if not is_absolute(text_of(each).strip()):
            yield from at(each, [error(f"{shown(text_of(each))} is not an absolute IRI", section("id"))])


def _alternates(element: Any) -> Iterator[Finding]:
    """Find alternate links of the same type and hreflang (sections 4.1.1 and 4.1.2)."""
    seen = set()
    for link in element.findall(f"{ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            kind = (link.get("type"), link.get("hreflang"))
            if kind in seen:
                says = section(etree.QName(element).localname if element.tag != f"{ATOM}source" else "feed")
                yield from at(link, [error("a second alternate link of the same type and hreflang", says)])
            seen.add(kind)


def _texts(element: Any) -> Iterator[Finding]:
    """Check texts (section 3.1.1) and the HTML in them (section 8.1)."""
    for name in _TEXTS:
        for each in element.findall(f"{ATOM}{name}"):
            if each.get("type") == "html":
                yield from in_lines_of(each, markup_flaws(text_of(each), "RFC 4287, 3.1.1 and 8.1"))
            elif each.get("type") == "xhtml":
                for distance, flaw in tree_flaws(each, "RFC 4287, 3.1.1 and 8.1", 0):
                    yield flaw.at(distance, path(each))
            elif each.get("type", "text") == "text" and "src" not in each.attrib and looks_like_html(text_of(each)):
                yield from at(each, [warning('looks like HTML, but its type is not "html"', "RFC 4287, 3.1.1.1")])


def _body(entry: Any) -> Iterator[Finding]:
    """Check for content or an alternate link, and for the summary that remote or base 64 content requires (section 4.1.2)."""
    content = entry.find(f"{ATOM}content")
    links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    if content is None and not links:
        yield from at(entry, [error("no content and no alternate link", section("entry"))])
    if content is not None and entry.find(f"{ATOM}summary") is None and _needs_summary(content):
        yield from at(entry, [error("no summary, which remote or base 64 content requires", section("entry"))])
    if content is not None and "src" in content.attrib and text_of(content).strip():
        yield from at(content, [error("content with src must be empty", section("content"))])


def _needs_summary(content: Any) -> bool:
    kind = content.get("type", "text").lower()
    is_text = kind in {"text", "html", "xhtml"} or kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    return "src" in content.attrib or ("/" in kind and not is_text)
