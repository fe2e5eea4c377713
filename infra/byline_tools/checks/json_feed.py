"""JSON Feed 1.1: what its schema cannot see. The document comes in, every finding goes out.

https://www.jsonfeed.org/version/1.1/
"""

import re
from collections.abc import Iterator
from typing import Any

from byline_tools.checks.addresses import same
from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.dates import rfc3339_flaws, rfc3339_moment
from byline_tools.checks.finding import Finding, Flaw, error, shown, warning
from byline_tools.checks.html_inside import looks_like_html, markup_flaws
from byline_tools.checks.json_document import JsonDocument, Path, where
from byline_tools.checks.json_feed_schema import SCHEMA, check_json_schema, section

_EXTENSION = re.compile(r"_[A-Za-z][^.]*")
_KIND = 250_000
_BURDEN = 1_000_000
_PLAIN = ("title", "summary", "content_text", "description", "name")
_DEFINITIONS = SCHEMA["$defs"]
_VERSION = SCHEMA["properties"]["version"]["const"]
_CHILDREN = {"author": "author", "authors": "author", "hubs": "hub", "items": "item", "attachments": "attachment"}


def check_json_feed(document: JsonDocument, size: int, circumstances: Circumstances) -> Iterator[Finding]:
    """Every finding of a document of `size` bytes."""
    yield from document.findings
    yield from _size(size)
    yield from check_json_schema(document)
    feed = document.value
    if isinstance(feed, dict):
        for finding in (*_address(feed, circumstances), *_ids(feed)):
            yield _placed(document, *finding)
        for path, part, kind in _parts(feed, (), "feed"):
            for name, flaw in (
                *_names(part, kind, feed.get("version")),
                *_texts(part, kind, path),
                *_future(part, path, circumstances),
            ):
                yield _placed(document, (*path, name), flaw)


def _placed(document: JsonDocument, path: Path, flaw: Flaw) -> Finding:
    return flaw.at(document.line(path), where(path))


def _size(size: int) -> Iterator[Finding]:
    """Phones fetch feeds many times a day."""
    says = "JSON Feed 1.1, Suggestions for Publishers"
    if size > _BURDEN:
        yield error(f"{size:,} bytes: over 1 MB is a burden to readers", says).at(1, "")
    elif size > _KIND:
        yield warning(f"{size:,} bytes: under 250 KB is kind to readers", says).at(1, "")


def _address(feed: dict[str, Any], circumstances: Circumstances) -> Iterator[tuple[Path, Flaw]]:
    """`feed_url` and `home_page_url` are strongly recommended, and the first is where the feed is."""
    for name in ("feed_url", "home_page_url"):
        if name not in feed:
            yield (), warning(f"{name!r} is missing, which the specification strongly recommends", section(()))
    address = feed.get("feed_url")
    if isinstance(address, str) and circumstances.address is not None and not same(address, circumstances.address):
        yield ("feed_url",), error(f"the feed calls itself {shown(address)} but was fetched from elsewhere", section(()))


def _ids(feed: dict[str, Any]) -> Iterator[tuple[Path, Flaw]]:
    seen = set()
    for number, item in enumerate(_listed(feed.get("items"))):
        id_ = item.get("id") if isinstance(item, dict) else None
        if isinstance(id_, str):
            if id_ in seen:
                yield ("items", number, "id"), error(f"the id {shown(id_)} is another item's", "JSON Feed 1.1, Items")
            seen.add(id_)


def _parts(part: dict[str, Any], path: Path, kind: str) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """Every object that the specification describes, with its path and its name in the schema."""
    yield path, part, kind
    for name, child in _CHILDREN.items():
        if name in _known(kind):
            value = part.get(name)
            if isinstance(value, dict):
                yield from _parts(value, (*path, name), child)
            for number, each in enumerate(_listed(value)):
                if isinstance(each, dict):
                    yield from _parts(each, (*path, name, number), child)


def _names(part: dict[str, Any], kind: str, version: object) -> Iterator[tuple[str, Flaw]]:
    """Extensions are named `_letters` without dots and are objects; `author` gave way to `authors`."""
    for name, value in part.items():
        if name.startswith("_"):
            if not _EXTENSION.fullmatch(name):
                yield name, error("an extension is named by an underscore, a letter and no dot", "JSON Feed 1.1, Extensions")
            elif not isinstance(value, dict):
                yield name, error("an extension is an object", "JSON Feed 1.1, Extensions")
        elif name not in _known(kind):
            yield name, warning("is no member that JSON Feed knows, and no extension", "JSON Feed 1.1, Extensions")
        elif name == "author" and "authors" not in part and version == _VERSION:
            yield name, warning("is deprecated: authors, a list, took its place", "JSON Feed 1.1, Top-level")


def _texts(part: dict[str, Any], kind: str, path: Path) -> Iterator[tuple[str, Flaw]]:
    """HTML is in content_html only, and there it is harmless."""
    for name in _PLAIN:
        text = part.get(name)
        if isinstance(text, str) and looks_like_html(text):
            yield name, warning(f"looks like HTML, which only content_html holds: {shown(text)}", section((*path, name)))
    if kind == "item" and isinstance(part.get("content_html"), str):
        for _, flaw in markup_flaws(part["content_html"], "JSON Feed 1.1, Security Considerations"):
            yield "content_html", flaw


def _future(part: dict[str, Any], path: Path, circumstances: Circumstances) -> Iterator[tuple[str, Flaw]]:
    for name in ("date_published", "date_modified"):
        text = part.get(name)
        if isinstance(text, str) and rfc3339_moment(text):
            for flaw in rfc3339_flaws(text, section((*path, name)), circumstances):
                yield name, flaw


def _known(kind: str) -> dict[str, Any]:
    known: dict[str, Any] = (SCHEMA if kind == "feed" else _DEFINITIONS[kind])["properties"]
    return known


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
