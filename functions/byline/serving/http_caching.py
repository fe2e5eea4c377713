"""HTTP's conditional requests, freshness and compression for documents that change seldom and are asked for all day.

Pure functions of what was sent and what is known; RFC 9110 (semantics) and RFC 9111 (caching) are cited where they decide.
"""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

STALE_WHILE_REVALIDATE = 60
STALE_IF_ERROR = 86_400

_ENTITY_TAG = r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"'
_PROXY_SUFFIX = r"(?:-gzip|-br|;gzip|--gzip)$"
_CODING = r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?))?\s*"


def entity_tag(*parts: str) -> str:
    """A weak entity tag for a representation told by `parts`: weak, since gzip and identity share it (RFC 9110, 8.8.3)."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def http_date(moment: datetime) -> str:
    """An IMF-fixdate (RFC 9110, 5.6.7)."""
    return format_datetime(moment, usegmt=True)


def is_not_modified(etag: str, changed_at: datetime | None, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether a GET or HEAD with these headers is answered 304 (RFC 9110, 13.2.2): If-None-Match, if sent, decides alone.

    `changed_at` is None for what has no date.

    Dates are compared with >=, since some clients make up their own; a date that is none is ignored (13.1.3).
    """
    if if_none_match is not None:
        return _matches(etag, if_none_match)
    since = _parsed_date(if_modified_since) if if_modified_since else None
    return since is not None and changed_at is not None and since >= changed_at.replace(microsecond=0)


def _matches(etag: str, if_none_match: str) -> bool:
    """Weak comparison with a list of tags or `*` (13.1.2), forgiving what proxies that compress append to a tag."""
    if if_none_match.strip() == "*":
        return True
    opaque = re.fullmatch(_ENTITY_TAG, etag)
    sent = re.findall(_ENTITY_TAG, if_none_match)
    return opaque is not None and opaque.group(1) in {re.sub(_PROXY_SUFFIX, "", tag) for tag in sent}


def _parsed_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def cache_control(max_age: int, now: datetime, next_release_at: datetime | None) -> str:
    """Cache-Control for a document: neither fresh nor served stale past the second at which an embargo lifts.

    stale-while-revalidate and stale-if-error are those of RFC 5861.
    """
    if next_release_at is None:
        return f"public, max-age={max_age}, stale-while-revalidate={STALE_WHILE_REVALIDATE}, stale-if-error={STALE_IF_ERROR}"
    left = max(int((next_release_at - now).total_seconds()), 1)
    fresh = min(max_age, left)
    stale = min(STALE_WHILE_REVALIDATE, left - fresh)
    return f"public, max-age={fresh}, stale-while-revalidate={stale}, stale-if-error={min(STALE_IF_ERROR, left - fresh)}"


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether gzip may be sent and is not liked less than identity (RFC 9110, 12.5.3)."""
    if not accept_encoding:
        return False
    wishes: dict[str, float] = {}
    for part in accept_encoding.split(","):
        if found := re.fullmatch(_CODING, part):
            wishes.setdefault(found.group(1).lower(), float(found.group(2) or 1))
    gzip = wishes.get("gzip", wishes.get("x-gzip", wishes.get("*", 0.0)))
    return gzip > 0 and gzip >= wishes.get("identity", 0.0)
