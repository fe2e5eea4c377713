"""JSON Feed 1.1: checks beyond the schema.

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
_RECOMMENDED_SIZE = 250_000
_MAXIMUM_SIZE = 1_000_000
_PLAIN = ("title", "summary", "content_text", "description", "name")
_DEFINITIONS = SCHEMA["$defs"]
_VERSION = SCHEMA["properties"]["version"]["const"]
_CHILDREN = {"author": "author", "authors": "author", "hubs": "hub", "items": "item", "attachments": "attachment"}


def check_json_feed(document: JsonDocument, size: int, circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the findings about a document of `size` bytes."""
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
    """Check the size, since phones fetch a feed many times a day."""
    says = "JSON Feed 1.1, Suggestions for Publishers"
    if size > _MAXIMUM_SIZE:
        yield error(f"{size:,} bytes: readers expect at most 1 MB", says).at(1, "")
    elif size > _RECOMMENDED_SIZE:
        yield warning(f"{size:,} bytes: 250 KB or less is recommended", says).at(1, "")


def _address(feed: dict[str, Any], circumstances: Circumstances) -> Iterator[tuple[Path, Flaw]]:
    """Check for `feed_url` and `home_page_url`, and that `feed_url` is the address of the feed."""
    for name in ("feed_url", "home_page_url"):
        if name not in feed:
            yield (), warning(f"{name!r} is missing; the specification strongly recommends it", section(()))
    address = feed.get("feed_url")
    if isinstance(address, str) and circumstances.address is not None and not same(address, circumstances.address):
        yield ("feed_url",), error(f"the feed names {shown(address)} as its address but was fetched from another", section(()))


def _ids(feed: dict[str, Any]) -> Iterator[tuple[Path, Flaw]]:
    seen = set()
    for number, item in enumerate(_listed(feed.get("items"))):
        id_ = item.get("id") if isinstance(item, dict) else None
        if isinstance(id_, str):
            if id_ in seen:
                yield ("items", number, "id"), error(f"another item has the id {shown(id_)}", "JSON Feed 1.1, Items")
            seen.add(id_)


def _parts(part: dict[str, Any], path: Path, kind: str) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """Yield every object that the specification describes, with its path and its name in the schema."""
    yield path, part, kind
    for name, child in _CHILDREN.items():
        if name in _members(kind):
            value = part.get(name)
            if isinstance(value, dict):
                yield from _parts(value, (*path, name), child)
            for number, each in enumerate(_listed(value)):
                if isinstance(each, dict):
                    yield from _parts(each, (*path, name, number), child)


def _names(part: dict[str, Any], kind: str, version: object) -> Iterator[tuple[str, Flaw]]:
    """Check names of members: extensions are objects with a name like `_letters`, without dots; `author` is deprecated."""
    for name, value in part.items():
        if name.startswith("_"):
            if not _EXTENSION.fullmatch(name):
                yield (
                    name,
                    error(
                        "the name of an extension is an underscore, a letter, and no dots after that", "JSON Feed 1.1, Extensions"
                    ),
                )
            elif not isinstance(value, dict):
                yield name, error("an extension must be an object", "JSON Feed 1.1, Extensions")
        elif name not in _members(kind):
            yield name, warning("is neither a member of JSON Feed nor an extension", "JSON Feed 1.1, Extensions")
        elif name == "author" and "authors" not in part and version == _VERSION:
            yield name, warning("is deprecated: use the list authors", "JSON Feed 1.1, Top-level")


def _texts(part: dict[str, Any], kind: str, path: Path) -> Iterator[tuple[str, Flaw]]:
    """Check that only content_html contains HTML, and that the HTML is harmless."""
    for name in _PLAIN:
        text = part.get(name)
        if isinstance(text, str) and looks_like_html(text):
            yield name, warning(f"looks like HTML, which is allowed in content_html only: {shown(text)}", section((*path, name)))
    if kind == "item" and isinstance(part.get("content_html"), str):
        for _, flaw in markup_flaws(part["content_html"], "JSON Feed 1.1, Security Considerations"):
            yield "content_html", flaw


def _future(part: dict[str, Any], path: Path, circumstances: Circumstances) -> Iterator[tuple[str, Flaw]]:
    for name in ("date_published", "date_modified"):
        text = part.get(name)
        if isinstance(text, str) and rfc3339_moment(text):
            for flaw in rfc3339_flaws(text, section((*path, name)), circumstances):
                yield name, flaw


def _members(kind: str) -> dict[str, Any]:
    members: dict[str, Any] = (SCHEMA if kind == "feed" else _DEFINITIONS[kind])["properties"]
    return members


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
