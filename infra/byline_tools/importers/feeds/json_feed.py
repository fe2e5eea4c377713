"""JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/."""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from byline.intake.json_text import NoJson, parse
from byline_tools.importers.feeds.feed import FeedItem, FeedPage, Format
from byline_tools.importers.feeds.links import resolved
from byline_tools.importers.feeds.rss import SUMMARY_ONLY
from byline_tools.importers.feeds.times import first_time
from byline_tools.importers.notes import Note
from byline_tools.importers.records import FileRefused, LineProblem
from byline_tools.importers.wordpress.parts import media_type_of

_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')


def is_json_feed(content: bytes) -> bool:
    """Whether a file with this content is a JSON Feed."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and _VERSION.search(content) is not None


def json_page(path: str, content: bytes) -> FeedPage:
    """The page of a feed whose document is `content`. Raises FileRefused if it is no JSON, or has no list of items."""
    text = content.decode("utf-8-sig", errors="replace")
    try:
        feed = parse(text)
    except NoJson as error:
        raise FileRefused(path, [LineProblem(error.line, f"is not JSON: column {error.column}: {error.why}")]) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise FileRefused(path, [LineProblem(1, "this is a JSON Feed without a list of items")])
    authors = _authors(feed)
    found = zip(_lines(text, items), items, strict=True)
    read = tuple(_item(line, each, authors) for line, each in found if isinstance(each, dict))
    return FeedPage(Format.JSON, read, _text(feed, "next_url"))


def _item(line: int, item: Mapping[str, Any], authors: tuple[str, ...]) -> FeedItem:
    html, text, summary = _text(item, "content_html"), _text(item, "content_text"), escape(_text(item, "summary"), quote=False)
    url = _text(item, "url")
    full = html or _paragraphs(text)
    return FeedItem(
        line=line,
        id=_id(item) or url,
        url=url or _text(item, "external_url"),
        title=_text(item, "title"),
        content=full or summary,
        summary=summary if full else "",
        published=first_time([_text(item, "date_published"), _text(item, "date_modified")]),
        updated=first_time([_text(item, "date_modified")]),
        date=_text(item, "date_published") or _text(item, "date_modified"),
        authors=_authors(item) or authors,
        categories=tuple(each.strip() for each in _list(item, "tags") if isinstance(each, str) and each.strip()),
        image=_image(item, url),
        enclosures=tuple(_enclosures(item)),
        language=_text(item, "language"),
        notes=() if full else (Note(SUMMARY_ONLY, "summary"),),
    )


def _id(item: Mapping[str, Any]) -> str:
    """The id; a number is the text of it (JSON Feed 1.1, id)."""
    found = item.get("id")
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else _text(item, "id")


def _lines(text: str, items: list[Any]) -> Iterator[int]:
    """The lines in which the ids of items are, as far as they are found."""
    at, line = 0, 1
    for each in items:
        wanted = each.get("id") if isinstance(each, dict) else None
        written = [json.dumps(wanted), json.dumps(wanted, ensure_ascii=False), json.dumps(wanted).replace("/", "\\/")]
        found = next((place for each in written if (place := text.find(each, at)) >= 0), at) if wanted else at
        line += text.count("\n", at, found)
        at = found
        yield line


def _authors(thing: Mapping[str, Any]) -> tuple[str, ...]:
    people = [*_list(thing, "authors"), thing.get("author")]
    names = (" ".join(_text(each, "name").split()) for each in people if isinstance(each, dict))
    return tuple(dict.fromkeys(filter(None, names)))


def _image(item: Mapping[str, Any], page: str) -> dict[str, Any] | None:
    address = _text(item, "image") or _text(item, "banner_image")
    return {"url": resolved(page, address)} if address else None


def _enclosures(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for each in _list(item, "attachments"):
        if isinstance(each, dict) and (url := _text(each, "url")):
            numbers = {name: _number(each.get(stated)) for name, stated in _NUMBERS.items()}
            kind = media_type_of(url, _text(each, "mime_type").partition(";")[0].strip())
            yield {"url": url, "media_type": kind, **numbers, "title": _text(each, "title")}


_NUMBERS = {"length": "size_in_bytes", "duration": "duration_in_seconds"}


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 2**53 else 0


def _text(thing: Mapping[str, Any], name: str) -> str:
    found = thing.get(name)
    return found.strip() if isinstance(found, str) else ""


def _list(thing: Mapping[str, Any], name: str) -> list[Any]:
    found = thing.get(name)
    return found if isinstance(found, list) else []


def _paragraphs(text: str) -> str:
    blocks = (escape(each.strip(), quote=False).replace("\n", "<br>") for each in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{each}</p>" for each in blocks if each)
