"""Values that the channel and items have in common, and media types."""

import re
from collections.abc import Iterator

from byline_tools.checks.addresses import is_absolute
from byline_tools.checks.finding import Flaw, error, shown, warning
from byline_tools.checks.html_inside import looks_like_html

MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:\s*;.*)?")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+(?:\s.*)?", re.DOTALL)


def title_flaws(text: str) -> Iterator[Flaw]:
    """Yield the flaws in a title, which is plain text (RSS profile, character data)."""
    if looks_like_html(text):
        yield warning(f"HTML in a title: {shown(text)}", "RSS profile, character data")


def mail_flaws(text: str) -> Iterator[Flaw]:
    """Yield the flaws in an e-mail address, which a name may follow (RSS profile, e-mail addresses)."""
    if not _MAIL.fullmatch(text):
        yield error(
            f"{shown(text)} does not begin with an e-mail address; use dc:creator for a name", "RSS profile, e-mail addresses"
        )


def link_flaws(text: str) -> Iterator[Flaw]:
    """Yield the flaws in a link, which needs a scheme (RSS 2.0, comments)."""
    if text and not is_absolute(text):
        yield error(f"{shown(text)} is not an absolute address", "RSS 2.0, comments")
