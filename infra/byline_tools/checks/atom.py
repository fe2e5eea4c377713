"""Atom 1.0 (RFC 4287): checks of a feed as a whole."""

from collections.abc import Iterator
from typing import Any

from byline_tools.checks.addresses import is_relative
from byline_tools.checks.atom_entries import check_entry
from byline_tools.checks.atom_schema import check_schema, section
from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.finding import Finding, error, shown, warning
from byline_tools.checks.media_rss import check_media
from byline_tools.checks.self_links import check_self_link
from byline_tools.checks.xml_document import ATOM, XML, at, elements, text_of

_ADDRESS_ATTRIBUTES = {f"{ATOM}link": "href", f"{ATOM}content": "src", f"{ATOM}category": "scheme", f"{ATOM}generator": "uri"}
_ADDRESS_TEXTS = (f"{ATOM}icon", f"{ATOM}logo", f"{ATOM}uri")


def check_atom(root: Any, circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the findings about an Atom document, given its root: a feed or an entry."""
    entries = [root] if root.tag == f"{ATOM}entry" else root.findall(f"{ATOM}entry")
    yield from check_schema(root)
    for element in root.iter(f"{ATOM}feed", f"{ATOM}entry", f"{ATOM}source"):
        yield from check_entry(element, circumstances)
    yield from _relative_addresses(root)
    yield from _ids(root, entries)
    yield from _times(entries)
    yield from check_media(root)
    if root.tag == f"{ATOM}feed":
        yield from check_self_link(root, section("feed"), circumstances)
        yield from _order(root)
        yield from _language(root, entries)
        yield from _authors(root, entries)
        yield from _tombstones(root)


def _ids(root: Any, entries: list[Any]) -> Iterator[Finding]:
    """Find duplicate ids (section 4.1.1: entries with the same id are one entry; section 4.2.6: ids are unique)."""
    seen = {text_of(root.find(f"{ATOM}id")).strip()} if root.tag == f"{ATOM}feed" else set()
    for entry in entries:
        for element in entry.findall(f"{ATOM}id")[:1]:
            id_ = text_of(element).strip()
            if id_ in seen:
                yield from at(element, [error(f"the id {shown(id_)} is not unique", f"{section('id')} and 4.1.1")])
            seen.add(id_)


def _times(entries: list[Any]) -> Iterator[Finding]:
    """Find entries with the same `updated`, by which readers sort (section 4.2.15)."""
    first: dict[str, Any] = {}
    for entry in entries:
        for element in entry.findall(f"{ATOM}updated")[:1]:
            updated = text_of(element).strip()
            if updated in first:
                what = f"another entry has the same updated, {shown(updated)}: readers cannot sort the two"
                yield from at(element, [warning(what, section("updated"))])
            first.setdefault(updated, element)


def _relative_addresses(root: Any) -> Iterator[Finding]:
    """Find relative addresses. They are valid with xml:base (section 2), but many readers do not support it."""
    for element in root.iter(*_ADDRESS_ATTRIBUTES, *_ADDRESS_TEXTS):
        attribute = _ADDRESS_ATTRIBUTES.get(element.tag)
        address = element.get(attribute, "") if attribute else text_of(element)
        if is_relative(address):
            yield from at(element, [warning(f"{shown(address)} is relative: many readers ignore xml:base", "RFC 4287, 2")])


def _order(feed: Any) -> Iterator[Finding]:
    """Find metadata of the feed after an entry. The grammar puts it first, and streaming readers rely on that."""
    names = [child.tag for child in elements(feed)]
    first = names.index(f"{ATOM}entry") if f"{ATOM}entry" in names else len(names)
    for child in elements(feed)[first:]:
        if child.tag.startswith(ATOM) and child.tag != f"{ATOM}entry":
            yield from at(child, [warning("is after an entry: metadata of the feed comes first", section("feed"))])


def _language(feed: Any, entries: list[Any]) -> Iterator[Finding]:
    """Check that the feed or every entry has xml:lang (section 2)."""
    lang = f"{XML}lang"
    if lang not in feed.attrib and not (entries and all(any(lang in each.attrib for each in entry.iter()) for entry in entries)):
        yield from at(feed, [warning("no xml:lang names the language", "RFC 4287, 2")])


def _authors(feed: Any, entries: list[Any]) -> Iterator[Finding]:
    """Check that the feed has an author, or each entry or its source has one (section 4.1.1)."""
    if feed.find(f"{ATOM}author") is None:
        for entry in entries:
            if entry.find(f"{ATOM}author") is None and entry.find(f"{ATOM}source/{ATOM}author") is None:
                yield from at(entry, [error("neither the entry nor the feed has an author", section("feed"))])


def _tombstones(feed: Any) -> Iterator[Finding]:
    """Check the required attributes of deleted entries (RFC 6721, section 3)."""
    for deleted in feed.iterfind("{http://purl.org/atompub/tombstones/1.0}deleted-entry"):
        missing = [name for name in ("ref", "when") if not deleted.get(name)]
        yield from at(deleted, [error(f"the attribute {name} is missing", "RFC 6721, 3") for name in missing])
