"""Addresses in feeds, which may be relative to what the feed names as their base."""

import re
from urllib.parse import urljoin

_RELATIVE = re.compile(r"(<[^<>]*?\s(?:href|src|poster)\s*=\s*)([\"'])(?![a-zA-Z][a-zA-Z0-9+.-]*:|//|#)([^\"'<>]*)\2")


def resolved(base: str, address: str) -> str:
    """An address, resolved against `base` if there is one; as it is written if it cannot be."""
    try:
        return urljoin(base, address) if base and address else address
    except ValueError:
        return address


def with_base(html: str, base: str) -> str:
    """HTML in which the relative addresses of links and media are resolved against `base`, if there is one."""
    if not base:
        return html
    return _RELATIVE.sub(lambda found: f"{found[1]}{found[2]}{resolved(base, found[3])}{found[2]}", html)
