"""Checks one document: detects the format by the content and runs all checks of that format."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from byline_tools.checks.atom import check_atom
from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.finding import Finding, Malformed, error, shown
from byline_tools.checks.json_document import parse_json
from byline_tools.checks.json_feed import check_json_feed
from byline_tools.checks.rss import check_rss
from byline_tools.checks.xml_document import ATOM, parse_xml

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ROOTS: dict[str, Callable[[Any, Circumstances], Iterator[Finding]]] = {
    "rss": check_rss,
    f"{ATOM}feed": check_atom,
    f"{ATOM}entry": check_atom,
}


class Kind(Enum):
    """The supported formats, by media type."""

    RSS = "application/rss+xml"
    ATOM = "application/atom+xml"
    JSON_FEED = "application/feed+json"


def check(document: bytes, *, address: str | None = None, now: datetime | None = None) -> list[Finding]:
    """Return the findings about `document`, by line. `address` is where it was fetched; `now` defaults to the present time."""
    circumstances = Circumstances(now or datetime.now(UTC), address)
    try:
        found = list(_findings(document, circumstances))
    except Malformed as malformed:
        found = [malformed.finding]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.line or 0)


def kind_of(document: bytes) -> Kind | None:
    """Return the format of `document`, judged by its first element or character; None if it is not supported."""
    if _is_json(document):
        return Kind.JSON_FEED
    try:
        tag = parse_xml(document).tag
    except Malformed:
        return None
    return Kind.RSS if tag == "rss" else Kind.ATOM if tag in _ROOTS else None


def _findings(document: bytes, circumstances: Circumstances) -> Iterator[Finding]:
    if _is_json(document):
        yield from check_json_feed(parse_json(document), len(document), circumstances)
        return
    root = parse_xml(document)
    checks = _ROOTS.get(root.tag)
    if checks is None:
        unknown = f"the root {shown(root.tag)} is not that of RSS 2.0, Atom 1.0 or JSON Feed 1.1"
        yield error(unknown, "RSS 2.0; RFC 4287, 2; JSON Feed 1.1").at(root.sourceline, "")
    else:
        yield from checks(root, circumstances)


def _is_json(document: bytes) -> bool:
    return document.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1] in {b"{", b"["}
