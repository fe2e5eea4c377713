"""Parses XML safely, and describes positions in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from byline_tools.checks.finding import Finding, Flaw, Malformed, error

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
XML = "{http://www.w3.org/XML/1998/namespace}"


def parse_xml(document: bytes) -> Any:
    """Return the root element. Fetches nothing and expands no entities. Raises Malformed; also for a DTD (XML 1.0, 2.8)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as problem:
        line = max(problem.lineno or 1, 1)
        raise Malformed(error(f"not well-formed XML: {problem.msg}", "XML 1.0, 2.1").at(line, "")) from problem
    except (etree.LxmlError, ValueError, LookupError) as problem:
        raise Malformed(error(f"cannot be read as XML: {problem}", "XML 1.0, 2.1").at(1, "")) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        refused = error(
            "a document type declaration: readers refuse it, because entities can be used for attacks", "XML 1.0, 2.8"
        )
        raise Malformed(refused.at(1, ""))
    return root


def at(element: Any, flaws: Iterable[Flaw]) -> Iterator[Finding]:
    """Yield the flaws as findings at `element`."""
    for flaw in flaws:
        yield flaw.at(element.sourceline, path(element))


def in_lines_of(element: Any, flaws: Iterable[tuple[int, Flaw]]) -> Iterator[Finding]:
    """Yield flaws that have a line relative to `element` as findings."""
    for distance, flaw in flaws:
        yield flaw.at(element.sourceline + distance, path(element))


def path(element: Any) -> str:
    """Return a readable path of an element: `rss/channel/item[3]/media:content`."""
    return "/".join(reversed([_step(each) for each in (element, *element.iterancestors())]))


def _step(element: Any) -> str:
    name = prefixed(element)
    parent = element.getparent()
    siblings = [] if parent is None else parent.findall(element.tag)
    return name if len(siblings) < 2 else f"{name}[{siblings.index(element) + 1}]"


def prefixed(element: Any) -> str:
    """Return the name of an element with its prefix in the document."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else str(local)


def elements(parent: Any) -> list[Any]:
    """Return the child elements, without comments and processing instructions."""
    return [child for child in parent if isinstance(child.tag, str)]


def text_of(element: Any) -> str:
    """Return all text in an element; the text of None is empty."""
    return (
        ""
        if element is None
        else "".join(element.itertext(etree.Element, with_tail=True))
        if len(element)
        else element.text or ""
    )
