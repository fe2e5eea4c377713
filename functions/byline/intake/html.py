"""Sanitises the HTML of articles: keeps only the elements and attributes on the lists below (docs/html.md)."""

import re
from urllib.parse import urljoin, urlsplit

import nh3

from byline.intake.addresses import ascii_netloc
from byline.intake.changes import Changes
from byline.intake.html_cost import HIGHEST_COST, parsing_cost
from byline.intake.html_elements import with_kept_elements
from byline.intake.html_media import LAZY_POSTERS, MEDIA_ATTRIBUTES, looks_like_address, with_working_media
from byline.intake.html_names import DROPPED_WITH_CONTENT, TAGS
from byline.intake.html_noscript import LAZY_SETS, LAZY_SOURCES, without_noscript
from byline.model import values
from byline.model.text import carriable

ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "audio": {"controls", "src"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "img": {"alt", "height", "sizes", "src", "srcset", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"media", "sizes", "src", "srcset", "type"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "poster", "src", "width"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
LARGEST_DATA_IMAGE = 4_096
LONGEST_HTML = 2 * values.LARGEST_CONTENT
"""The longest HTML that is sanitised, in characters; sanitising may shorten it to the size that is stored."""
DEEPEST = 200
"""The deepest nesting of elements that sanitised HTML may have; newspaper pages stay under 30."""
MOST_PASSES = 10

_EDGES = " \t\n\ufeff"
_SINGLE = frozenset({"cite", "href", "poster", "src"})
_LOADED = frozenset({"poster", "src", *LAZY_SOURCES, *LAZY_POSTERS})
_SETS = frozenset({"srcset", *LAZY_SETS})
_LAZY = frozenset({*LAZY_SOURCES, *LAZY_SETS, *LAZY_POSTERS})
_ALLOWED = {tag: ATTRIBUTES.get(tag, set()) | MEDIA_ATTRIBUTES.get(tag, set()) for tag in {*ATTRIBUTES, *MEDIA_ATTRIBUTES}}
_DATA_IMAGE = re.compile(r"data:image/(?:png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/=]+")
_PRE_LINE = re.compile(r"(<pre\b[^>]*>)\n")
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(\s[^,]*)?(?:,|$)")
_ELEMENT = re.compile(r'<(/?)(?!(?:br|col|hr|img|source|wbr)\b)[a-z][a-z0-9]*+(?: [^\s=>]++="[^"]*+")*+>')


def sanitise(html: str, page: str, changes: Changes | None = None) -> str:
    """`html` with only the elements and attributes that are allowed; relative addresses are made absolute against `page`.

    Frames become links, and pictures, players and frames get the addresses from which scripts would load them. The result is
    sanitised again until it no longer changes, which makes sanitising idempotent. What it takes away or turns into something else
    is added to `changes`. Raises ValueError with the reason for HTML that
    costs too much to parse, that is nested more than DEEPEST elements deep, or that is or becomes longer than LONGEST_HTML.
    """
    html, changes = carriable(html), Changes() if changes is None else changes
    for _ in range(MOST_PASSES):
        prepared = with_kept_elements(without_noscript(html, changes), changes)
        values.text(prepared, LONGEST_HTML)
        if parsing_cost(prepared) > HIGHEST_COST:
            raise ValueError(
                "is HTML that takes too long to parse: close its elements, and nest and escape them as HTML requires"
            )
        before, html = html, _cleaner(prepared, page, changes)
        if nesting(html) > DEEPEST:
            raise ValueError(f"is HTML nested more than {DEEPEST} elements deep")
        if html == before:
            break
    return html


def nesting(html: str) -> int:
    """The depth of the elements of sanitised `html`, in which every element is closed."""
    depth = deepest = 0
    for tag in _ELEMENT.finditer(html):
        depth += -1 if tag.group(1) else 1
        deepest = max(deepest, depth)
    return deepest


def _cleaner(html: str, page: str, changes: Changes) -> str:
    cleaned = nh3.clean(
        html,
        tags=set(TAGS | {"iframe"}),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes=_ALLOWED,
        attribute_filter=lambda tag, attribute, value: _attribute(tag, attribute, value, page),
        url_schemes=set(SCHEMES | {"data"}),
        link_rel=None,
    )
    working = carriable(with_working_media(cleaned, changes))
    return _PRE_LINE.sub(r"\1\n\n", working).strip(_EDGES)  # parsers drop the first line end in pre


def _attribute(tag: str, attribute: str, value: str, page: str) -> str | None:
    if attribute in _LAZY and not looks_like_address(value) and attribute not in LAZY_SETS:
        return None
    if attribute in _LOADED and value.strip()[:1] in {"", "#"}:
        return None
    if attribute in _SINGLE or attribute in _LOADED:
        return _absolute(value, page, data_image=(tag, attribute) == ("img", "src"))
    if attribute in _SETS:
        return _absolute_srcset(value, page)
    if attribute == "dir":
        return value.lower() if value.lower() in {"ltr", "rtl", "auto"} else None
    return value


def _absolute(address: str, page: str, *, data_image: bool = False) -> str | None:
    """`address` resolved against `page`; None if its scheme is not allowed."""
    if address.startswith("data:"):
        fits = data_image and len(address) <= LARGEST_DATA_IMAGE and _DATA_IMAGE.fullmatch(address)
        return address if fits else None
    try:
        absolute = urljoin(page, address.strip())
        parts = urlsplit(absolute)
        _ = parts.port  # raises ValueError for a port that is none
        if not parts.netloc.isascii():
            absolute = parts._replace(netloc=ascii_netloc(parts.netloc)).geturl()
        return absolute if parts.scheme.lower() in SCHEMES else None
    except ValueError:
        return None


def _absolute_srcset(value: str, page: str) -> str | None:
    """A srcset (HTML, section 4.8.4.2.1) made absolute: candidates separated by commas, each an address and a descriptor."""
    candidates = []
    for address, descriptor in _CANDIDATE.findall(value):
        if absolute := _absolute(address, page):
            candidates.append(" ".join([absolute, *descriptor.split()]))
    return ", ".join(candidates) or None
