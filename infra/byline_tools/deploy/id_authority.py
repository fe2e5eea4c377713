"""The date in an id authority, on which somebody owned the domain: a day of the calendar that has begun."""

from datetime import date

from byline.model.values import tag_authority


def owned(authority: str, today: date) -> str:
    """`authority`, if its date is not after `today`, a day in UTC (RFC 4151, section 2.1). Raises ValueError with the reason.

    A year means its first day, and a month, too.
    """
    domain, _, written = tag_authority(authority).partition(",")
    try:
        since = date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        raise ValueError(f"{written} is not a day of the calendar") from None
    if since > today:
        raise ValueError(
            f"{written} has not begun, and nobody knows who will own {domain} then: give a day on which you owned it, such as "
            f"{domain},{today:%Y}"
        )
    return authority
