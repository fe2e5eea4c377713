"""Atom checked against its grammar (atom.rng; RFC 4287, appendix B), element by element, so that each finding has its own line.

Missing, repeated and misplaced elements are found here and reported in plain words. Only the rest goes to the RELAX NG validator,
whose messages are technical. The order of children is not checked, since the text of the RFC gives it no meaning.
"""

import copy
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from byline_tools.checks.finding import Finding, Flaw, error
from byline_tools.checks.xml_document import ATOM, at, elements

_GRAMMAR = etree.parse(Path(__file__).with_name("atom.rng"))
_START = "{http://relaxng.org/ns/structure/1.0}start"
_REF = "{http://relaxng.org/ns/structure/1.0}ref"
_NAMES = "author category contributor generator icon id link logo published rights source subtitle summary title updated"
_SECTIONS = {
    "feed": "4.1.1",
    "entry": "4.1.2",
    "content": "4.1.3",
    **{name: f"4.2.{number}" for number, name in enumerate(_NAMES.split(), 1)},
}
_PERSON = "name uri? email?"
CHILDREN = {
    "feed": "author* category* contributor* generator? icon? id link* logo? rights? subtitle? title updated entry*",
    "entry": "author* category* content? contributor* id link* published? rights? source? summary? title updated",
    "source": "author* category* contributor* generator? icon? id? link* logo? rights? subtitle? title? updated?",
    "author": _PERSON,
    "contributor": _PERSON,
}
"""The Atom elements in each container: `*` means any number, `?` at most one, else exactly one."""

_REQUIRED_ATTRIBUTES = {"link": "href", "category": "term"}
_CHECKED_ELSEWHERE = {"feed", "entry", "source", "published", "updated"}
_NOISE = ("failed to compare", "Extra element", "Invalid sequence", "Expecting", "Element ")


def section(name: str) -> str:
    """Return the section of RFC 4287 about an element."""
    return f"RFC 4287, {_SECTIONS[name]}"


def check_schema(element: Any) -> Iterator[Finding]:
    """Yield the violations of the grammar in `element`, which is a feed, an entry or an element inside."""
    name = etree.QName(element).localname
    if name not in _SECTIONS:
        return
    found = list(at(element, _misfits(element, name)))
    if name in CHILDREN:
        found += [finding for child in elements(element) if child.tag.startswith(ATOM) for finding in check_schema(child)]
    if not found and name not in _CHECKED_ELSEWHERE:
        found = list(at(element, _invalid(element, name)))
    yield from found


def _misfits(element: Any, name: str) -> Iterator[Flaw]:
    """Yield missing, repeated and misplaced children and attributes."""
    says = section(name)
    attribute = _REQUIRED_ATTRIBUTES.get(name)
    if attribute and attribute not in element.attrib:
        yield error(f"<{name}> has no attribute {attribute}", says)
    if name in CHILDREN:
        yield from _misfit_children(element, name, says)
        if any(text.strip() for text in element.xpath("text()")):
            yield error(f"<{name}> contains text", says)


def _misfit_children(element: Any, name: str, says: str) -> Iterator[Flaw]:
    present = Counter(etree.QName(child).localname for child in elements(element) if child.tag.startswith(ATOM))
    allowed = {each.rstrip("*?"): each[-1] if each[-1] in "*?" else "" for each in CHILDREN[name].split()}
    for child, number in present.items():
        if child not in allowed:
            yield error(f"<{child}> is not allowed in <{name}>", says)
        elif number > 1 and allowed[child] != "*":
            yield error(f"<{name}> has {number} <{child}>, but only one is allowed", says)
    for child, bound in allowed.items():
        if not bound and not present[child]:
            yield error(f"<{name}> has no <{child}>", says)


def _invalid(element: Any, name: str) -> Iterator[Flaw]:
    """Yield the first violation that the validator finds in an element."""
    schema = _schema(name)
    if not schema.validate(element):
        messages = [entry.message for entry in schema.error_log if not entry.message.startswith(_NOISE)]
        yield error(f"<{name}> is not valid Atom{''.join(f': {each}' for each in messages[:1])}", section(name))


@cache
def _schema(name: str) -> Any:
    """Return the grammar for a document with the root `name`."""
    grammar = copy.deepcopy(_GRAMMAR)
    grammar.find(_START)[:] = [etree.Element(_REF, name=f"atom{name.title()}")]
    return etree.RelaxNG(grammar)
