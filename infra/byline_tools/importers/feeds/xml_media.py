"""Pictures and attached media of items in XML: Media RSS, enclosures, podcasts."""

import re
from collections.abc import Iterator
from typing import Any

from byline_tools.importers.feeds.xml_elements import children, text_in
from byline_tools.importers.wordpress.parts import media_type_of, whole

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:\?|$)", re.IGNORECASE)


def image_of(item: Any) -> dict[str, Any] | None:
    """The lead picture of an item: the widest `media:content` that is one, or else its thumbnail; None if it has neither."""
    pictures = [each for each in _media(item, "media:content") if _is_picture(each)]
    pictures += [] if pictures else [*_media(item, "media:thumbnail")]
    if not pictures:
        podcast = next((each.get("href", "") for each in children(item, "itunes:image")), "")
        return {"url": podcast} if podcast else None
    picture = max(pictures, key=lambda each: _size(each, "width"))
    around = [picture, *children(item, "media:group"), item]
    texts = {"caption": "media:description", "credit": "media:credit"}
    found = {name: next(filter(None, (text_in(each, element) for each in around)), "") for name, element in texts.items()}
    sizes = {name: size for name in ("width", "height") if (size := _size(picture, name))}
    return {"url": picture.get("url", "").strip(), **{name: text for name, text in found.items() if text}, **sizes}


def enclosures_of(item: Any) -> Iterator[dict[str, Any]]:
    """The attached media of an item, each address once. A media type that is missing is that of the address."""
    attached = [(each.get("url", ""), each.get("type", ""), each.get("length", "")) for each in children(item, "enclosure")]
    attached += [
        (each.get("href", ""), each.get("type", ""), each.get("length", ""))
        for each in children(item, "atom:link")
        if each.get("rel") == "enclosure"
    ]
    attached += [
        (each.get("url", ""), each.get("type", ""), each.get("fileSize", ""))
        for each in _media(item, "media:content")
        if each.get("type", "").startswith(("audio/", "video/"))
    ]
    for url, (kind, length) in {url.strip(): rest for url, *rest in reversed(attached)}.items():
        yield {"url": url, "media_type": media_type_of(url, kind.partition(";")[0].strip()), "length": whole(length.strip())}


def _media(item: Any, name: str) -> Iterator[Any]:
    for each in (item, *children(item, "media:group")):
        yield from (media for media in children(each, name) if media.get("url", "").strip())


def _is_picture(media: Any) -> bool:
    kind = media.get("medium") or media.get("type", "").partition("/")[0]
    return kind == "image" or (not kind and _PICTURE.search(media.get("url", "")) is not None)


def _size(media: Any, name: str) -> int:
    return whole(media.get(name, ""))
