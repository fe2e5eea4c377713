"""Addresses: absolute IRIs (RFC 3987), those a browser can open, and whether two are one and the same (RFC 3986, 6.2)."""

import re
from urllib.parse import SplitResult, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UNSEEN = re.compile(r"[\t\n\r]")


def is_absolute(address: str) -> bool:
    """Whether `address` has a scheme and holds nothing that an IRI cannot hold."""
    return bool(_SCHEME.fullmatch(address)) and _split(address) is not None


def is_web(address: str) -> bool:
    """Whether `address` is an absolute one of http or https, with a host."""
    parts = _split(address)
    return bool(parts and is_absolute(address) and parts.scheme in {"http", "https"} and parts.hostname)


def is_relative(address: str) -> bool:
    """Whether `address` needs a base: no scheme, and more than a `#fragment` of the document it stands in."""
    plain = _UNSEEN.sub("", address).strip()
    return bool(plain) and not plain.startswith("#") and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", plain)


def same(one: str, other: str) -> bool:
    """Whether two addresses differ at most in the case of scheme and host, or in a path left out."""
    return _normal(one) == _normal(other)


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
