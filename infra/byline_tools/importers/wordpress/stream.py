"""Reads the elements of an export one after the other, so that memory does not grow with the file.

Entities, document types and the network are never used.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from byline_tools.importers.records import FileRefused, LineProblem
from byline_tools.importers.xml_text import AsUtf8, text_of_head

NAMESPACE = "wordpress.org/export/"
HEAD = 65_536
"""In bytes: within them, the root element declares its namespaces."""

_TAGS = ("item", "{*}base_blog_url", "{*}author", "{*}category", "{*}tag", "{*}term")
_NO_DOCTYPE = "has a document type, which no export of WordPress has: remove it, or export the file again"
_CUT_OFF = "the file ends here, before its end: download the export again, or export fewer posts at a time"


def is_export(head: bytes) -> bool:
    """Whether a file that begins with `head` is an export of WordPress."""
    text = text_of_head(head)
    return text.lstrip().startswith("<") and NAMESPACE in text


def elements(path: str, file: IO[bytes], repaired: Counter[str] | None = None) -> Iterator[Any]:
    """The items, authors and terms of an export, and the address of its site, each of which is valid until the next.

    `repaired` counts characters that were not in the encoding of the file. Raises FileRefused with the line in which the XML is
    wrong.
    """
    file.seek(0)
    head = file.read(HEAD)
    if "<!DOCTYPE" in text_of_head(head).partition("<rss")[0]:
        raise FileRefused(path, [LineProblem(1, _NO_DOCTYPE)])
    file.seek(0)
    source = AsUtf8(file, head, Counter() if repaired is None else repaired)
    safe = {"resolve_entities": False, "load_dtd": False, "no_network": True}
    try:
        for _, element in etree.iterparse(source, tag=_TAGS, encoding="utf-8", **safe):
            if element.getroottree().docinfo.internalDTD is not None:
                raise FileRefused(path, [LineProblem(1, _NO_DOCTYPE)])
            if _is_of_channel(element):
                yield element
                _free(element)
    except etree.XMLSyntaxError as error:
        raise FileRefused(path, [LineProblem(max(error.lineno or 1, 1), _explained(error, file))]) from error


def _is_of_channel(element: Any) -> bool:
    """Whether an element is not one of an item, which has a category, too."""
    parent = element.getparent()
    return parent is not None and parent.tag == "channel"


def _free(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _explained(error: etree.XMLSyntaxError, file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 1_000))
    if b"</rss>" not in file.read().replace(b"\x00", b""):
        return _CUT_OFF
    return f"is not XML: {error.msg}: correct the line, or export the file again"
