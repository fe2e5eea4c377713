"""Plain HTML in place of each kind of card, of which each function gets the parsed HTML and returns nothing if it is none."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from lxml import html as lxml_html

_STARS = 5
_OF_VIDEO = ("src", "poster", "width", "height")


def _callout(card: Any) -> str:
    emoji, inner = _text(card, "kg-callout-emoji"), _inner(card, "kg-callout-text")
    return f"<aside>{escape(emoji)} {inner}</aside>" if inner else ""


def _toggle(card: Any) -> str:
    heading, inner = _text(card, "kg-toggle-heading-text"), _inner(card, "kg-toggle-content")
    return f"<details><summary>{escape(heading)}</summary>{inner}</details>" if heading or inner else ""


def _bookmark(card: Any) -> str:
    address = _address(card, "kg-bookmark-container")
    texts = [_text(card, f"kg-bookmark-{name}") for name in ("description", "author", "publisher")]
    caption = " · ".join([*map(escape, filter(None, texts)), *filter(None, [_caption(card)])])
    return _linked(address, _text(card, "kg-bookmark-title") or address, caption)


def _gallery(card: Any) -> str:
    pictures = "".join(map(_html, card.iter("img")))
    return f"<figure>{pictures}{_figcaption(_caption(card))}</figure>" if pictures else ""


def _button(card: Any) -> str:
    return _paragraph_link(_address(card, "kg-btn"), _text(card, "kg-btn"))


def _audio(card: Any) -> str:
    address = next((each.get("src") for each in card.iter("audio") if each.get("src")), "")
    link = f'<a href="{escape(address)}">{escape(_text(card, "kg-audio-title") or address)}</a>'
    return f'<figure><audio controls src="{escape(address)}"></audio><figcaption>{link}</figcaption></figure>' if address else ""


def _video(card: Any) -> str:
    video = next((each for each in card.iter("video") if each.get("src")), None)
    if video is None:
        return ""
    stated = " ".join(f'{name}="{escape(video.get(name))}"' for name in _OF_VIDEO if video.get(name))
    return f"<figure><video controls {stated}></video>{_figcaption(_caption(card))}</figure>"


def _file(card: Any) -> str:
    details = [_text(card, f"kg-file-card-{name}") for name in ("filename", "filesize")]
    about = f" ({', '.join(filter(None, details))})" if any(details) else ""
    address = _address(card, "kg-file-card-container")
    title = _text(card, "kg-file-card-title") or address
    return _linked(address, title + about, escape(_text(card, "kg-file-card-caption")))


def _header(card: Any) -> str:
    heading = _inner(card, "kg-header-card-heading") or _inner(card, "kg-header-card-header")
    more = _inner(card, "kg-header-card-subheading") or _inner(card, "kg-header-card-subheader")
    parts = [_picture(card, "kg-header-card-image"), f"<h2>{heading}</h2>" if heading else "", f"<p>{more}</p>" if more else ""]
    return "".join([*parts, _paragraph_link(_address(card, "kg-header-card-button"), _text(card, "kg-header-card-button"))])


def _product(card: Any) -> str:
    title, stars = _inner(card, "kg-product-card-title"), len(_all(card, "kg-product-card-rating-active"))
    rating = f"<p>{'★' * stars}{'☆' * (_STARS - stars)}</p>" if 0 < stars <= _STARS else ""
    button = _paragraph_link(_address(card, "kg-product-card-button"), _text(card, "kg-product-card-button"))
    parts = [_picture(card, "kg-product-card-image"), f"<h4>{title}</h4>" if title else "", rating]
    inside = "".join([*parts, _inner(card, "kg-product-card-description"), button])
    return f"<aside>{inside}</aside>" if inside else ""


def _call_to_action(card: Any) -> str:
    parts = [_inner(card, "kg-cta-sponsor-label"), _picture(card, "kg-cta-image"), _inner(card, "kg-cta-text")]
    return _if_any([*parts, _paragraph_link(_address(card, "kg-cta-button"), _text(card, "kg-cta-button"))])


RENDERERS: Mapping[str, Callable[[Any], str]] = {
    "callout": _callout,
    "toggle": _toggle,
    "bookmark": _bookmark,
    "gallery": _gallery,
    "button": _button,
    "audio": _audio,
    "video": _video,
    "file": _file,
    "header": _header,
    "product": _product,
    "cta": _call_to_action,
}
"""The kinds of cards that do not stay as they are. Pictures, embedded pages and code do."""


def _all(card: Any, name: str) -> list[Any]:
    """The elements of this class."""
    return list(card.xpath(".//*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]", name=name))


def _first(card: Any, name: str) -> Any:
    return next(iter(_all(card, name)), None)


def _text(card: Any, name: str) -> str:
    """The text of the first element of this class; empty if there is none."""
    found = _first(card, name)
    return "" if found is None else " ".join(found.text_content().split())


def _inner(card: Any, name: str) -> str:
    """The HTML inside the first element of this class; empty if there is none."""
    found = _first(card, name)
    return "" if found is None else _inside(found)


def _inside(element: Any) -> str:
    return (escape(element.text or "", quote=False) + "".join(map(_html_and_tail, element))).strip()


def _html_and_tail(element: Any) -> str:
    return str(lxml_html.tostring(element, encoding="unicode"))


def _html(element: Any) -> str:
    return str(lxml_html.tostring(element, encoding="unicode", with_tail=False))


def _address(card: Any, name: str) -> str:
    """The address to which the first element of this class, or one inside it, leads."""
    found = _first(card, name)
    return "" if found is None else next((each.get("href") for each in found.iter("a") if each.get("href")), "")


def _picture(card: Any, name: str) -> str:
    found = _first(card, name)
    pictures = [] if found is None else [_html(each) for each in found.iter("img")]
    return f"<figure>{''.join(pictures)}</figure>" if pictures else ""


def _caption(card: Any) -> str:
    found = next(card.iter("figcaption"), None)
    return "" if found is None else _inside(found)


def _figcaption(caption: str) -> str:
    return f"<figcaption>{caption}</figcaption>" if caption else ""


def _linked(address: str, text: str, caption: str) -> str:
    """A link that is no part of the summary that is made of a text."""
    return f'<figure><a href="{escape(address)}">{escape(text)}</a>{_figcaption(caption)}</figure>' if address else ""


def _paragraph_link(address: str, text: str) -> str:
    return f'<p><a href="{escape(address)}">{escape(text or address)}</a></p>' if address else ""


def _if_any(parts: list[str]) -> str:
    inside = "".join(parts)
    return f"<aside>{inside}</aside>" if inside else ""
