"""RSS 2.0, 0.9x and 1.0 (RDF): channels and their items."""

import re
from typing import Any

from byline_tools.importers.feeds.feed import FeedItem, FeedPage, Format
from byline_tools.importers.feeds.links import resolved, with_base
from byline_tools.importers.feeds.times import first_time, time_in
from byline_tools.importers.feeds.xml_elements import children, first, inner_html, name_of, text_in, whole_text
from byline_tools.importers.feeds.xml_media import enclosures_of, image_of
from byline_tools.importers.notes import Note

SUMMARY_ONLY = "articles with a summary in place of their text, because the feed has no more"
"""A kind of notes."""

_PUBLISHED = ("pubDate", "dc:date", "dc:issued", "dc:created", "atom:published", "atom:updated")
_UPDATED = ("atom:updated", "dc:modified")
_WITH_NAME = re.compile(r"[^\s@()]+@[^\s@()]+\s*\(([^()]+)\)")
_MAIL = re.compile(r"<?[^\s@<>]+@[^\s@<>]+>?")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def rss_page(root: Any, notes: tuple[Note, ...]) -> FeedPage:
    """The page of a feed whose document has this root."""
    channel = next(children(root, "channel"), root)
    items = [*children(channel, "item"), *(children(root, "item") if channel is not root else ())]
    links = {each.get("rel", ""): each.get("href", "") for each in children(channel, "atom:link")}
    more = links.get("prev-archive") or links.get("next") or ""
    generator = text_in(channel, "generator").lower()
    return FeedPage(Format.RSS, tuple(_item(each) for each in items), more, "wordpress" in generator, notes)


def _item(element: Any) -> FeedItem:
    base = element.base or ""
    guid, link = text_in(element, "guid"), _link(element)
    full = first(element, "content:encoded", "atom:content")
    short = first(element, "description", "dc:description", "atom:summary")
    dates = [text_in(element, name) for name in _PUBLISHED]
    return FeedItem(
        line=element.sourceline or 1,
        id=guid or link,
        url=resolved(base, link) or (guid if _is_link(element) else ""),
        title=inner_html(first(element, "title", "media:title")),
        content=with_base(inner_html(short if full is None else full), base),
        summary="" if full is None else inner_html(short),
        published=first_time(dates),
        updated=first_time(text_in(element, name) for name in _UPDATED),
        date=next(filter(None, dates), ""),
        authors=_authors(element),
        categories=tuple(filter(None, map(whole_text, children(element, "category", "dc:subject")))),
        image=image_of(element),
        enclosures=tuple(enclosures_of(element)),
        language=text_in(element, "dc:language") or element.get(_XML_LANG, ""),
        notes=_notes(dates, summary_only=full is None),
    )


def _notes(dates: list[str], *, summary_only: bool) -> tuple[Note, ...]:
    undated = [each for each in dates if each and time_in(each) is None]
    notes = [Note("dates that cannot be read", each) for each in undated]
    return (*notes, *([Note(SUMMARY_ONLY, "description")] if summary_only else []))


def _link(element: Any) -> str:
    """The address of the item's page, as it is written."""
    stated = text_in(element, "link")
    links = (each.get("href", "") for each in children(element, "atom:link") if each.get("rel", "alternate") == "alternate")
    return stated or next(links, "").strip()


def _is_link(element: Any) -> bool:
    """Whether the guid is the address of the item's page (RSS 2.0, guid)."""
    guid = first(element, "guid")
    return guid is not None and guid.get("isPermaLink", "true").strip().lower() != "false"


def _authors(element: Any) -> tuple[str, ...]:
    """The names of the authors, without mail addresses."""
    named = [*children(element, "dc:creator")] or [*children(element, "author", "atom:author", "itunes:author")]
    texts = [text_in(each, "atom:name") if name_of(each) == "atom:author" else "".join(each.itertext()).strip() for each in named]
    return tuple(dict.fromkeys(filter(None, map(_name, texts))))


def _name(text: str) -> str:
    found = _WITH_NAME.fullmatch(text)
    return " ".join((found[1] if found else _MAIL.sub("", text)).split())
