"""What articles have, in the forms in which WordPress stores it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import unquote, urlsplit

NO_TIME = "0000-00-00 00:00:00"
LONGEST_DURATION = 999 * 3_600
"""In seconds: hours have three digits at most."""

_EMBEDDED = re.compile(r"(^[ \t]*(?:<p>[ \t]*)?|<p>\s*)h(?=ttps?://)", re.MULTILINE)


def block_of(html: str) -> str:
    """`html` as a block of HTML, which WordPress shows as it is.

    Brackets are escaped, for they may be shortcodes, and so are addresses on a line of their own, which WordPress would embed.
    """
    plain = _EMBEDDED.sub(r"\1&#104;", _unbracketed(html))
    return f"<!-- wp:html -->{plain}<!-- /wp:html -->" if html else ""


def html_of(text: str) -> str:
    """Plain text as HTML."""
    return _unbracketed(escape(text, quote=False))


def times_of(name: str, text: str | None) -> dict[str, str]:
    """A time in RFC 3339 as WordPress stores it, in its two forms; None is the time of what has none."""
    stored = f"{_moment(text):%Y-%m-%d %H:%M:%S}" if text else NO_TIME
    return {f"wp:{name}": stored, f"wp:{name}_gmt": stored}


def rfc_822(text: str) -> str:
    """A time in RFC 3339 as RSS has it."""
    return format_datetime(_moment(text))


def last_part(address: str) -> str:
    """The last part of the path of an address: the name of a page or a file."""
    return unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])


def enclosure_of(enclosure: Mapping[str, Any]) -> str:
    """Attached media: the address, the length and the type in lines, and the duration as PHP writes it."""
    seconds = enclosure.get("duration") or 0
    clock = f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    duration = f'a:1:{{s:8:"duration";s:{len(clock)}:"{clock}";}}' if 0 < seconds < LONGEST_DURATION else ""
    return f"{enclosure['url']}\n{enclosure['length']}\n{enclosure['media_type']}\n{duration}"


def sizes_of(image: Mapping[str, Any]) -> str:
    """Width and height of a picture as PHP writes them; empty unless both are known."""
    width, height = image.get("width"), image.get("height")
    return f'a:2:{{s:5:"width";i:{width};s:6:"height";i:{height};}}' if width and height else ""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _unbracketed(html: str) -> str:
    return html.replace("[", "&#91;")
