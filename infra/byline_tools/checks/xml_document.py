"""XML read safely, and places in it: bytes come in, a tree or a flaw with its line goes out."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from byline_tools.checks.finding import Finding, Flaw, Malformed, error

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
XML = "{http://www.w3.org/XML/1998/namespace}"


def parse_xml(document: bytes) -> Any:
    """The root element. Nothing is fetched and no entity expanded; a document type declaration is refused (XML 1.0, 2.8)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as problem:
        line = max(problem.lineno or 1, 1)
        raise Malformed(error(f"not well-formed XML: {problem.msg}", "XML 1.0, 2.1").at(line, "")) from problem
    except (etree.LxmlError, ValueError, LookupError) as problem:
        raise Malformed(error(f"cannot be read as XML: {problem}", "XML 1.0, 2.1").at(1, "")) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        refused = error("a document type declaration: readers refuse it, for entities are an attack", "XML 1.0, 2.8")
        raise Malformed(refused.at(1, ""))
    return root


def at(element: Any, flaws: Iterable[Flaw]) -> Iterator[Finding]:
    """The flaws, found at `element`."""
    for flaw in flaws:
        yield flaw.at(element.sourceline, path(element))


def in_lines_of(element: Any, flaws: Iterable[tuple[int, Flaw]]) -> Iterator[Finding]:
    """Flaws that come with their distance from the line of `element`."""
    for distance, flaw in flaws:
        yield flaw.at(element.sourceline + distance, path(element))


def path(element: Any) -> str:
    """Where an element is, for people: `rss/channel/item[3]/media:content`."""
    return "/".join(reversed([_step(each) for each in (element, *element.iterancestors())]))


def _step(element: Any) -> str:
    name = prefixed(element)
    parent = element.getparent()
    alike = [] if parent is None else parent.findall(element.tag)
    return name if len(alike) < 2 else f"{name}[{alike.index(element) + 1}]"


def prefixed(element: Any) -> str:
    """An element's name as the document writes it."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else str(local)


def elements(parent: Any) -> list[Any]:
    """The child elements, without comments and instructions."""
    return [child for child in parent if isinstance(child.tag, str)]


def text_of(element: Any) -> str:
    """All text in an element, an element's that is missing being empty."""
    return (
        ""
        if element is None
        else "".join(element.itertext(etree.Element, with_tail=True))
        if len(element)
        else element.text or ""
    )
