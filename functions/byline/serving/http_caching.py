"""Conditional requests, freshness and compression. `is_not_modified` decides which polls get a 304.

Pure functions of a request's headers and a feed's state. Section numbers are those of RFC 9110 (HTTP semantics).
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

STALE_WHILE_REVALIDATE = 0
STALE_IF_ERROR = 86_400
"""In seconds: how long a cache may serve a stale document while it fetches another, and while it gets errors (RFC 5861).

The first is stated because some shared caches have a default of their own, which would add to `s-maxage`.
"""

STALE = "public, max-age=30, s-maxage=0, stale-while-revalidate=0, stale-if-error=0"
"""Cache-Control for an earlier document, served because the present one cannot be had: no shared cache keeps it."""

LAST_MINUTE = 60
"""Seconds before a release in which a document is not cached past it. Earlier, nothing public may depend on the release."""

_ENTITY_TAG = r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"'
_PROXY_SUFFIX = r"(?:-gzip|-br|;gzip|--gzip)$"
# Possessive, because backtracking through 10,000 spaces would take seconds.
_CODING = r"\s*+([!#$%&'*+.^_`|~0-9A-Za-z-]++)\s*+(?:;\s*+[qQ]\s*+=\s*+([01](?:\.[0-9]{0,3}+)?+)\s*+)?+"


def entity_tag(*parts: str) -> str:
    """A weak entity tag, equal for equal `parts`. Weak, because the gzip and the plain body have the same tag (8.8.3)."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def http_date(moment: datetime) -> str:
    """`moment`, in UTC, as an IMF-fixdate (5.6.7)."""
    return format_datetime(moment, usegmt=True)


def is_conditional(headers: Mapping[str, str]) -> bool:
    """Whether a GET or HEAD with these headers, named in lower case, may be answered 304."""
    return "if-none-match" in headers or "if-modified-since" in headers


def is_not_modified(headers: Mapping[str, str], etag: str, last_modified: datetime | None) -> bool:
    """Whether a GET or HEAD with these headers gets 304 for a document with this tag and this date (13.2.2).

    If-None-Match takes precedence over If-Modified-Since. `last_modified` is None if the document has no date, or one that
    another state of it may have too (8.8.2.2). Any date at or after `last_modified` gets 304, even if the server never sent it.
    An invalid date is ignored (13.1.3).
    """
    if (if_none_match := headers.get("if-none-match")) is not None:
        return _matches(etag, if_none_match)
    since = _parsed_date(headers.get("if-modified-since"))
    return since is not None and last_modified is not None and since >= last_modified.replace(microsecond=0)


def _matches(etag: str, if_none_match: str) -> bool:
    """Weak comparison with a list of tags or `*` (13.1.2), ignoring suffixes that compressing proxies append to a tag."""
    if if_none_match.strip() == "*":
        return True
    opaque = re.fullmatch(_ENTITY_TAG, etag)
    sent = re.findall(_ENTITY_TAG, if_none_match)
    return opaque is not None and opaque.group(1) in {re.sub(_PROXY_SUFFIX, "", tag) for tag in sent}


def _parsed_date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def cache_control(max_age: int, shared_max_age: int, now: datetime, next_release_at: datetime | None) -> str:
    """Cache-Control for a document that is fresh for `max_age` seconds, in shared caches for `shared_max_age`.

    Within a minute before `next_release_at`, when the next embargo lifts, no cache keeps the document past it, even after errors.
    """
    left = max(int((next_release_at - now).total_seconds()), 1) if next_release_at else LAST_MINUTE + 1
    if left > LAST_MINUTE:
        return _cache_control(max_age, shared_max_age, STALE_IF_ERROR)
    return _cache_control(min(max_age, left), min(shared_max_age, left), 0)


def _cache_control(max_age: int, shared_max_age: int, stale_if_error: int) -> str:
    return (
        f"public, max-age={max_age}, s-maxage={shared_max_age}, "
        f"stale-while-revalidate={STALE_WHILE_REVALIDATE}, stale-if-error={stale_if_error}"
    )


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether gzip is acceptable, with at least the weight of no compression (12.5.3)."""
    if not accept_encoding:
        return False
    weights: dict[str, float] = {}
    for part in accept_encoding.split(","):
        if found := re.fullmatch(_CODING, part):
            weights.setdefault(found.group(1).lower(), float(found.group(2) or 1))
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)
