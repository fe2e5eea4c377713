"""Addresses: absolute IRIs (RFC 3987), web addresses, relative references, and equality (RFC 3986, 6.2)."""

import re
from urllib.parse import SplitResult, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_IGNORED = re.compile(r"[\t\n\r]")


def is_absolute(address: str) -> bool:
    """Return whether `address` has a scheme and only what an IRI may contain; on the web, what intake takes."""
    parts = _split(address)
    if parts is None or not _SCHEME.fullmatch(address):
        return False
    return parts.scheme not in {"http", "https"} or not parts.netloc or _is_well_made(parts)


def is_web(address: str) -> bool:
    """Return whether `address` is an absolute http or https address with a host."""
    parts = _split(address)
    return bool(parts and is_absolute(address) and parts.scheme in {"http", "https"} and parts.hostname)


def is_relative(address: str) -> bool:
    """Return whether `address` needs a base address: it has no scheme, and is more than a `#fragment`."""
    plain = _IGNORED.sub("", address).strip()
    return bool(plain) and not plain.startswith("#") and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", plain)


def same(one: str, other: str) -> bool:
    """Return whether two addresses are equal, apart from the case of scheme and host and from an omitted path."""
    return _normal(one) == _normal(other)


def _is_well_made(parts: SplitResult) -> bool:
    """Whether host and port may be ones, and percent signs and brackets are where they may be (RFC 3986, 2.1 and 3.2)."""
    try:
        _ = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").removesuffix(".")
    rest = f"{parts.path}?{parts.query}#{parts.fragment}"
    return ("" not in host.split(".") or not host) and not re.search(r"%(?![0-9A-Fa-f]{2})|[\[\]]", rest)


def _normal(address: str) -> str:
    parts = _split(address)
    if parts is None:
        return address
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
