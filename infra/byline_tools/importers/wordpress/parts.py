"""The parts of a post beside its text: the lead picture and attached media."""

import re
from typing import Any
from urllib.parse import urlsplit

from byline.model.article import MOST_ENCLOSURES
from byline_tools.importers.notes import Note
from byline_tools.importers.wordpress.items import Item
from byline_tools.importers.wordpress.survey import Survey

_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "pdf": "application/pdf",
}
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_DURATION = re.compile(r's:8:"duration";s:\d+:"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})"')


def image_of(item: Item, survey: Survey, notes: list[Note]) -> dict[str, Any] | None:
    """The featured image of a post with its texts; None if it has none, or the export does not have it."""
    number = item.first("_thumbnail_id")
    if number in ("", "0", "-1"):
        return None
    found = survey.attachments.get(number)
    if found is None or not found.url:
        notes.append(Note("featured images that the export does not have", "left out"))
        return None
    texts = {"alt": found.alt, "caption": found.caption, "credit": found.credit}
    sizes = {"width": found.width, "height": found.height} if found.width and found.height else {}
    return {"url": found.url, **{name: text for name, text in texts.items() if text}, **sizes}


def enclosures_of(item: Item, notes: list[Note]) -> list[dict[str, Any]]:
    """The attached media of a post. WordPress stores address, length and type in lines, of which only the first is certain."""
    enclosures: dict[str, dict[str, Any]] = {}
    for stored in item.metas("enclosure"):
        address, length, media_type, *more = [*(line.strip() for line in stored.strip().split("\n")), "", "", ""]
        kind = media_type_of(address, media_type)
        if not address or not kind or len(enclosures) == MOST_ENCLOSURES:
            notes.append(Note("attached media left out", "without a type" if address else "without an address"))
            continue
        if not length.isdecimal() or int(length[:16]) == 0:
            notes.append(Note("attached media", "without a length"))
        duration = _duration("\n".join(more))
        stated = {"duration": duration} if duration else {}
        enclosures[address] = {"url": address, "media_type": kind, "length": whole(length), **stated}
    return list(enclosures.values())


def whole(length: str) -> int:
    """The number that a text is; 0 if it is none."""
    return int(length[:15]) if length.isascii() and length.isdecimal() else 0


def media_type_of(address: str, stated: str) -> str:
    """The media type that is `stated`, or else that of the ending of the address; empty if neither is known."""
    found = _MEDIA_TYPE.fullmatch(stated.lower())
    try:
        ending = urlsplit(address).path.rpartition(".")[2].lower()
    except ValueError:
        ending = ""
    return found.group() if found else _TYPES.get(ending, "")


def _duration(stored: str) -> int:
    found = _DURATION.search(stored)
    hours, minutes, seconds = (int(each or 0) for each in found.groups()) if found else (0, 0, 0)
    return hours * 3_600 + minutes * 60 + seconds
