"""RSS 2.0 with the RSS Advisory Board's profile: checks of one item."""

import re
from collections.abc import Iterator
from typing import Any

from byline_tools.checks.addresses import is_web
from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.dates import rfc822_flaws
from byline_tools.checks.finding import Finding, Flaw, error, shown, warning
from byline_tools.checks.html_inside import markup_flaws
from byline_tools.checks.rss_values import MEDIA_TYPE, link_flaws, mail_flaws, title_flaws
from byline_tools.checks.xml_document import CONTENT, at, elements, in_lines_of, text_of

_ENCODED = f"{CONTENT}encoded"


def check_item(item: Any, ids: set[str], circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the findings about an item. `ids` has the guids of the items before it; that of the item is added."""
    if item.find("title") is None and item.find("description") is None:
        yield from at(item, [error("no title and no description", "RSS 2.0, item")])
    yield from _guid(item, ids)
    yield from _enclosures(item)
    yield from _bodies(item)
    for date in item.findall("pubDate"):
        yield from at(date, rfc822_flaws(text_of(date), circumstances))
    for name, flaws in _CHECKS.items():
        for element in item.findall(name):
            yield from at(element, flaws(text_of(element).strip()))


def _guid(item: Any, ids: set[str]) -> Iterator[Finding]:
    """Check the guid: present, unique, and a permalink only if it is an address."""
    guids = item.findall("guid")
    if not guids:
        yield from at(item, [warning("no guid: an edited article looks like a new one", "RSS profile, guid")])
    for guid in guids[:1]:
        id_ = text_of(guid).strip()
        if not id_:
            yield from at(guid, [error("the guid is empty", "RSS 2.0, guid")])
        elif id_ in ids:
            yield from at(guid, [error(f"another item has the guid {shown(id_)}", "RSS 2.0, guid")])
        ids.add(id_)
        yield from at(guid, _permalink(id_, guid.get("isPermaLink", "true")))


def _permalink(id_: str, is_permalink: str) -> Iterator[Flaw]:
    if is_permalink not in {"true", "false"}:
        yield error(f"isPermaLink must be true or false, not {shown(is_permalink)}", "RSS 2.0, guid")
    elif id_ and is_permalink == "true" and not is_web(id_):
        yield error(f'{shown(id_)} is not an address, so it needs isPermaLink="false"', "RSS 2.0, guid")


def _enclosures(item: Any) -> Iterator[Finding]:
    enclosures = item.findall("enclosure")
    for enclosure in enclosures[1:]:
        yield from at(enclosure, [warning("a second enclosure: many readers support only one", "RSS profile, enclosure")])
    for enclosure in enclosures:
        yield from at(enclosure, _enclosure(enclosure))


def _enclosure(enclosure: Any) -> Iterator[Flaw]:
    says = "RSS 2.0, enclosure"
    if not is_web(enclosure.get("url", "")):
        yield error("url must be an absolute web address", says)
    if not re.fullmatch("[0-9]+", enclosure.get("length", "")):
        yield error("length must be a number of bytes", says)
    if not MEDIA_TYPE.fullmatch(enclosure.get("type", "")):
        yield error("type must be a media type", says)


def _bodies(item: Any) -> Iterator[Finding]:
    """Check description and content:encoded: their order, and the HTML in them."""
    names = [child.tag for child in elements(item)]
    if "description" in names and _ENCODED in names and names.index(_ENCODED) < names.index("description"):
        yield from at(item.find(_ENCODED), [warning("is before the description", "RSS profile, content:encoded")])
    for element in item.findall(_ENCODED)[1:]:
        yield from at(element, [error("a second content:encoded", "RSS profile, content:encoded")])
    for element in (*item.findall("description"), *item.findall(_ENCODED)):
        yield from in_lines_of(element, markup_flaws(text_of(element), "RSS profile, description"))


_CHECKS = {"title": title_flaws, "link": link_flaws, "comments": link_flaws, "author": mail_flaws}
