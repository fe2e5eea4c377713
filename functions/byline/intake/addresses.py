"""Reads the web addresses that people and programs write, and recognises paths of files on their own disks."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from byline.model import values

ADDRESS_PATTERN = r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#\\]"
"""What `address` reads, as far as a schema can state it."""

_ON_A_DISK = r"(?:[A-Za-z]:|[Ff][Ii][Ll][Ee]:|[^?#]*\\|~/|/(?:Users|Volumes|home|mnt|private/tmp|private/var|root|tmp|var)/)"
"""The beginning of a path on a disk: a drive, `file:`, a backslash, a home directory, other directories of Unix and macOS."""

RELATIVE_PATTERN = rf"{ADDRESS_PATTERN}|^\s*(?!{_ON_A_DISK}|[A-Za-z][A-Za-z0-9+.-]*:|\s)"
"""What `relative_address` reads, as far as a schema can state it."""

_SAFE = "/?#[]@!$&'()*+,;=:%~"


def address(written: str) -> str:
    """The ASCII form of an absolute http or https address. Raises ValueError with the reason.

    Browsers accept spaces and non-ASCII letters in addresses; feeds do not.
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


def _ascii(written: str, refusal: str) -> str:
    """The address with its host in IDNA and other non-ASCII letters percent-encoded (RFC 3987, section 3.1)."""
    try:
        parts = urlsplit(written.strip())
        user, at, host = parts.netloc.rpartition("@")
        netloc = quote(user, safe=_SAFE) + at + (host if host.isascii() else host.encode("idna").decode())
        rest = (quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment))
        return urlsplit(urlunsplit((parts.scheme.lower(), netloc, *rest))).geturl()
    except ValueError:
        raise ValueError(refusal) from None
