"""The elements of a feed in XML, whatever prefixes it uses. Entities, document types and the network are never used."""

import re
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from html.entities import html5
from typing import Any

from lxml import etree

from byline_tools.importers.notes import Note
from byline_tools.importers.records import FileRefused, LineProblem

DAMAGED = "feeds that are not well-formed XML"
"""The kind of notes on feeds that are read as readers read them."""

_PREFIXES = {
    "www.w3.org/2005/atom": "atom:",
    "purl.org/atom/ns#": "atom:",
    "purl.org/rss/1.0/modules/content": "content:",
    "purl.org/dc/elements/1.1": "dc:",
    "purl.org/dc/terms": "dc:",
    "search.yahoo.com/mrss": "media:",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss2": "",
}
_ROOT = re.compile(
    rb"\s*+(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[\]]*>)\s*+)*+<(?:[\w.-]+:)?(?:rss|RDF|feed)[\s>/]", re.DOTALL | re.IGNORECASE
)
"""The beginning of a feed. A document type with declarations of its own begins none."""

_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>|<!DOCTYPE[^<>\[\]]*>")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def is_xml_feed(content: bytes) -> bool:
    """Whether a file with this content is RSS or Atom, even if its encoding is not that of ASCII."""
    return _ROOT.match(content[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")) is not None


def root_of(path: str, content: bytes) -> tuple[Any, tuple[Note, ...]]:
    """The root of the feed `path`, and a note if it is not well-formed. Raises FileRefused if it is cut off, or no XML."""
    try:
        root = etree.fromstring(content, _parser(recover=False))
        if not root.getroottree().docinfo.doctype:
            return root, ()
        # The names of HTML that a document type declares are not read from it.
        return etree.fromstring(_text_of(content).encode(), _parser(recover=False)), ()
    except etree.XMLSyntaxError as error:
        problem = LineProblem(max(error.lineno or 1, 1), f"is not XML: {error.msg}")
    text = _text_of(content)
    if not re.search(r"</(?:[\w.-]+:)?(?:rss|RDF|feed)\s*>\s*(?:<!--.*?-->\s*)*\Z", text, re.DOTALL):
        raise FileRefused(path, [problem, LineProblem(problem.line, "the feed ends before its end: fetch it again")])
    try:
        root = etree.fromstring(text.encode(), _parser(recover=True))
    except etree.XMLSyntaxError as error:
        raise FileRefused(path, [problem]) from error
    if root is None:
        raise FileRefused(path, [problem])
    return root, (Note(DAMAGED, f"{path}:{problem.line}: {problem.reason.removeprefix('is not XML: ')}"),)


def name_of(element: Any) -> str:
    """The name of an element with the usual prefix, such as `content:encoded`; RSS and elements without a namespace have none."""
    namespace, _, name = str(element.tag).rpartition("}")
    about = namespace.removeprefix("{").partition("://")[2].lower()
    return _PREFIXES.get(about.rstrip("/"), f"{about}:" if about else "") + name


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children of an element with one of these names; all of them, if none is given."""
    yield from (each for each in element.iterchildren(tag=etree.Element) if not names or name_of(each) in names)


def first(element: Any, *names: str) -> Any | None:
    """The first child with text of the first of these names that has any; None if there is none."""
    found = (child for name in names for child in children(element, name))
    return next((child for child in found if len(child) or (child.text or "").strip()), None)


def text_in(element: Any, *names: str) -> str:
    """The text of the first such child, without spaces at its ends; empty if there is none."""
    child = first(element, *names)
    return "" if child is None else whole_text(child)


def whole_text(element: Any) -> str:
    """The text of an element and of those inside it, without spaces at its ends."""
    return "".join(element.itertext()).strip()


def inner_html(element: Any | None) -> str:
    """The text of an element as HTML: elements inside it are part of it; empty if there is none."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    copied = deepcopy(element)
    copied.tail = None
    for each in copied.iter(etree.Element):
        each.tag = str(each.tag).rpartition("}")[2]
    etree.cleanup_namespaces(copied)
    written = str(etree.tostring(copied, encoding="unicode", method="html"))
    return written.partition(">")[2].rpartition("</")[0]


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, recover=recover, remove_pis=True)


def _text_of(content: bytes) -> str:
    """The text of a damaged feed as browsers decode it, names of HTML and control characters replaced."""
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-16" if utf_16 else "cp1252", errors="replace")
    return _CONTROLS.sub("", _NAMED.sub(_character, _DECLARED.sub("", text, count=2)))


def _character(found: re.Match[str]) -> str:
    return found[0] if found[1] in _OF_XML or found[1] not in html5 else unescape(found[0])
