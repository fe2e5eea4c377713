"""Reads the web addresses that people and programs write, and recognises paths of files on their own disks."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from byline.intake.hosts import ascii_host, stated_port
from byline.model import values

ADDRESS_PATTERN = r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#\\]"
"""What `address` reads, as far as a schema can state it."""

_ON_A_DISK = r"(?:[A-Za-z]:|[Ff][Ii][Ll][Ee]:|[^?#]*\\|~/|/(?:Users|Volumes|home|mnt|private/tmp|private/var|root|tmp|var)/)"
"""The beginning of a path on a disk: a drive, `file:`, a backslash, a home directory, other directories of Unix and macOS."""

RELATIVE_PATTERN = rf"{ADDRESS_PATTERN}|^\s*(?!{_ON_A_DISK}|[A-Za-z][A-Za-z0-9+.-]*:|\s)"
"""What `relative_address` reads, as far as a schema can state it."""

_SAFE = "/?@!$&'()*+,;=:%~"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def address(written: str) -> str:
    """The ASCII form of an absolute http or https address. Raises ValueError with the reason.

    Browsers accept spaces, brackets, lone percent signs and non-ASCII letters in addresses; feeds do not.
    """
    refusal = f"{values.quoted(written)} is not an absolute http or https address"
    if not re.match(ADDRESS_PATTERN, _short_enough(written)):
        raise ValueError(refusal)
    return values.web_address(_ascii(written, refusal))


def relative_address(written: str) -> str:
    """The ASCII form of an address that is http or https, directly or after it is resolved against a page.

    Raises ValueError with the reason; for the path of a file on a disk, with what to do instead.
    """
    refusal = f"{values.quoted(written)} is neither an http or https address nor relative to one"
    if re.match(ADDRESS_PATTERN, written):
        return address(written)
    if re.match(rf"\s*{_ON_A_DISK}", _short_enough(written)):
        raise ValueError(
            f"{values.quoted(written)} is a file on a disk, which readers cannot reach: upload it to your site or media store "
            "first, and give the address that it has there"
        )
    if not re.match(RELATIVE_PATTERN, written):
        raise ValueError(refusal)
    reference = _ascii(written, refusal)
    values.web_address(_resolved(reference, refusal))
    return reference


def _short_enough(written: str) -> str:
    if len(written) > values.LONGEST_ADDRESS:
        raise ValueError(f"is {len(written):,} characters long, at most {values.LONGEST_ADDRESS:,} are allowed")
    return written


def _resolved(reference: str, refusal: str) -> str:
    try:
        return urljoin("https://example.com/", reference)
    except ValueError:
        raise ValueError(refusal) from None


def ascii_netloc(written: str) -> str:
    """The host of an address in ASCII, with its user and port. Raises ValueError with what is wrong, as a phrase."""
    user, at, rest = written.rpartition("@")
    host, colon, port = rest.rpartition(":")
    if not colon or rest.endswith("]"):
        host, port = rest, ""
    port = stated_port(port)
    return _encoded(user) + at + ascii_host(host) + (f":{port}" if port else "")


def normal(address: str) -> str:
    """The form that all ways to write one web address have in common (RFC 3986, sections 6.2.2 and 6.2.3)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    scheme = parts.scheme.lower()
    user, at, host = parts.netloc.rpartition("@")
    host = host.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ":")).removesuffix(":")
    path, query, fragment = (_ENCODED.sub(_normal_octet, part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((scheme, f"{user}{at}{host}", _without_dots(path) or "/", query, fragment))


def _normal_octet(encoded: re.Match[str]) -> str:
    character = chr(int(encoded[0][1:], 16))
    return character if _UNRESERVED.fullmatch(character) else encoded[0].upper()


def _without_dots(path: str) -> str:
    """The path without `.` and `..` (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)


def _ascii(written: str, refusal: str) -> str:
    """The address with its host in ASCII and what no address may contain percent-encoded (RFC 3986, section 2; RFC 3987, 3.1)."""
    try:
        parts = urlsplit(written.strip())
        rest = [_encoded(part) for part in (parts.path, parts.query, parts.fragment)]
    except ValueError:
        raise ValueError(refusal) from None
    try:
        netloc = ascii_netloc(parts.netloc) if parts.netloc else ""
    except ValueError as error:
        raise ValueError(f"{refusal}: {error}") from None
    return urlsplit(urlunsplit((parts.scheme.lower(), netloc, *rest))).geturl()


def _encoded(part: str) -> str:
    return _BARE_PERCENT.sub("%25", quote(part, safe=_SAFE))
