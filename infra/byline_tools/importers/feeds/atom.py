"""Atom 1.0 (RFC 4287) and 0.3: feeds and their entries."""

from collections.abc import Mapping
from html import escape
from typing import Any

from byline_tools.importers.feeds.feed import FeedItem, FeedPage, Format
from byline_tools.importers.feeds.links import resolved, with_base
from byline_tools.importers.feeds.rss import SUMMARY_ONLY
from byline_tools.importers.feeds.times import first_time
from byline_tools.importers.feeds.xml_elements import children, first, inner_html, text_in, whole_text
from byline_tools.importers.feeds.xml_media import enclosures_of, image_of
from byline_tools.importers.notes import Note

_PUBLISHED = ("atom:published", "atom:issued", "atom:created", "atom:updated", "atom:modified")
_UPDATED = ("atom:updated", "atom:modified")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom_page(root: Any, notes: tuple[Note, ...]) -> FeedPage:
    """The page of a feed whose document has this root."""
    links = _links(root)
    more = links.get("prev-archive") or links.get("next") or ""
    authors = _authors(root)
    items = tuple(_item(each, authors) for each in children(root, "atom:entry"))
    return FeedPage(Format.ATOM, items, more, "wordpress" in text_in(root, "atom:generator").lower(), notes)


def _item(element: Any, authors: tuple[str, ...]) -> FeedItem:
    links, dates = _links(element), [text_in(element, name) for name in _PUBLISHED]
    content, summary = first(element, "atom:content"), first(element, "atom:summary")
    html, short = (_html(each) for each in (content, summary))
    link = links.get("alternate", "")
    missing = () if html else (Note(SUMMARY_ONLY, "summary"),)
    return FeedItem(
        line=element.sourceline or 1,
        id=text_in(element, "atom:id") or link,
        url=resolved(element.base or "", link),
        title=_html(first(element, "atom:title")),
        content=html or short,
        summary=short if html else "",
        published=first_time(dates),
        updated=first_time(text_in(element, name) for name in _UPDATED),
        date=next(filter(None, dates), ""),
        authors=_authors(element) or _source_authors(element) or authors,
        categories=tuple(filter(None, map(_category, children(element, "atom:category")))),
        image=image_of(element),
        enclosures=tuple(enclosures_of(element)),
        language=element.get(_XML_LANG, ""),
        notes=missing,
    )


def _html(element: Any | None) -> str:
    """The text of a text construct as HTML, its relative addresses resolved; empty for content of other media types."""
    if element is None:
        return ""
    kind = element.get("type", "text").lower()
    if len(element):
        html = inner_html(element)
    elif "html" in kind:
        html = element.text or ""
    else:
        html = escape(element.text or "", quote=False) if kind in ("text", "text/plain") else ""
    return with_base(html, element.base or "")


def _links(element: Any) -> Mapping[str, str]:
    """The first address of each relation."""
    links: dict[str, str] = {}
    for each in children(element, "atom:link"):
        links.setdefault(each.get("rel", "alternate").rpartition("/")[2], each.get("href", "").strip())
    return links


def _authors(element: Any) -> tuple[str, ...]:
    names = (text_in(each, "atom:name") for each in children(element, "atom:author"))
    creators = map(whole_text, children(element, "dc:creator"))
    return tuple(dict.fromkeys(" ".join(each.split()) for each in (*names, *creators) if each))


def _source_authors(element: Any) -> tuple[str, ...]:
    source = first(element, "atom:source")
    return () if source is None else _authors(source)


def _category(element: Any) -> str:
    return str(element.get("label") or element.get("term") or "").strip()
