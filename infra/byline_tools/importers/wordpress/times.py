"""Times of WordPress."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from byline_tools.importers.wordpress.items import Item

_FIRST_YEAR = 1900


def time_of(text: str) -> datetime | None:
    """The time that WordPress writes as `2026-03-14 06:30:00`; None for that of drafts, zero, and for any other text."""
    try:
        time = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return time if time.year >= _FIRST_YEAR else None


def published_at(item: Item, offset: timedelta | None) -> datetime | None:
    """When an item was published: its time in UTC, else that in its feed, else its local time if the site's `offset` is known."""
    if utc := time_of(item["wp:post_date_gmt"]):
        return utc
    try:
        sent = parsedate_to_datetime(item["pubDate"])
        if sent.tzinfo and sent.year >= _FIRST_YEAR:
            return sent.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        pass
    local = time_of(item["wp:post_date"])
    return local - offset if local and offset is not None else None
