"""Makes pictures, players and frames work without scripts, in HTML as nh3 writes it."""

import re
from html import escape, unescape
from urllib.parse import urlsplit

from byline.intake.changes import HIDDEN, LINKS, LOADED, WITHOUT_ADDRESS, Changes
from byline.intake.html_elements import spaced
from byline.intake.html_noscript import LAZY_SETS, LAZY_SOURCES, is_hidden

LAZY_POSTERS = ("data-poster", "data-lazy-poster")
MEDIA_ATTRIBUTES = {
    "audio": {*LAZY_SOURCES},
    "iframe": {*LAZY_SOURCES, "src", "title", "style", "width", "height", "hidden"},
    "img": {*LAZY_SOURCES, *LAZY_SETS},
    "source": {*LAZY_SOURCES, *LAZY_SETS},
    "video": {*LAZY_SOURCES, *LAZY_POSTERS},
}
"""The attributes that this module reads, and that are not kept."""
VIDEO_HOSTS = frozenset(
    "dai.ly dailymotion.com geo.dailymotion.com m.youtube.com player.vimeo.com vimeo.com www.dailymotion.com www.vimeo.com "
    "www.youtube-nocookie.com www.youtube.com youtu.be youtube-nocookie.com youtube.com".split()
)

_READ_BY_BROWSERS = ("poster", "src", "srcset")
_ATTRIBUTES = r'(?: [^\s=>]++="[^"]*+")*+'
_ATTRIBUTE = re.compile(r' ([^\s=>]++)="([^"]*+)"')
_ELEMENT = re.compile(rf"<(/?picture|audio|img|source|video)({_ATTRIBUTES})>")
_FRAME = re.compile(rf"<iframe({_ATTRIBUTES})>.*?</iframe>", re.DOTALL)
_PLAYER = re.compile(rf"<(audio|video)({_ATTRIBUTES})>(.*?)</\1>", re.DOTALL)
_BLANK = re.compile(
    r"^data:|[/_.-](?:1x1|blank|spacer|placeholder|transparent|transp|trans|pixel|lazy|lazyload|loading|loader|spinner|dummy|gr[ae]y|"
    r"empty|clear)(?:[_.-][^/?]*)?\.(?:gif|png|jpe?g|svg|webp)(?:[?#]|$)",
    re.IGNORECASE,
)


def with_working_media(html: str, changes: Changes) -> str:
    """`html` with the addresses from which scripts would load, players that can be started, and links instead of frames.

    What gets an address, is removed or becomes a link is added to `changes`.
    """
    html = _FRAME.sub(lambda found: _link_instead(found, changes), html)
    sources: list[str] = []
    html = _ELEMENT.sub(lambda found: _working(found, sources, changes), html)
    return _PLAYER.sub(lambda found: _player_or_rest(found, changes), html)


def looks_like_address(value: str) -> bool:
    """Whether an attribute that scripts read may hold an address: not a word, a number, a template or an object."""
    return bool(re.search(r"[/.]", value)) and not re.search(r"[{}<>\s]", value.strip())


def _working(found: re.Match[str], sources: list[str], changes: Changes) -> str:
    """The element with what scripts would give it. `sources` are the addresses of the picture element that is open."""
    tag, values = found[1], dict(_ATTRIBUTE.findall(found[2]))
    if tag.endswith("picture"):
        sources.clear()
        return found[0]
    changes[LOADED, tag] += _load(values)
    if tag in {"audio", "video"}:
        values.setdefault("controls", "")
    elif tag == "source":
        sources += _first_candidate(values)
        if not values.keys() & {"src", "srcset"}:
            changes[WITHOUT_ADDRESS, tag] += 1
            return ""
    elif "src" not in values:
        if not (candidates := _first_candidate(values) or sources[-1:]):
            changes[WITHOUT_ADDRESS, tag] += 1
            return _apart(values.get("alt", ""), found)
        values["src"] = candidates[0]
    return _written(tag, values)


def _load(values: dict[str, str]) -> bool:
    """Move the addresses that a script would set to where browsers read them; returns whether there is any."""
    before = {name: values.get(name) for name in _READ_BY_BROWSERS}
    source = next((values[name] for name in LAZY_SOURCES if name in values), "")
    srcset = next((values[name] for name in LAZY_SETS if name in values), "")
    poster = next((values[name] for name in LAZY_POSTERS if name in values), "")
    for name in (*LAZY_SOURCES, *LAZY_SETS, *LAZY_POSTERS):
        values.pop(name, None)
    blank = _BLANK.search(values.get("src", "")) is not None
    if source and (blank or "src" not in values):
        values["src"] = source
    elif blank and (srcset or (values["src"].startswith("data:") and "srcset" in values)):
        del values["src"]
    if srcset and (blank or "srcset" not in values):
        values["srcset"] = srcset
    if poster and ("poster" not in values or _BLANK.search(values["poster"])):
        values["poster"] = poster
    return before != {name: values.get(name) for name in _READ_BY_BROWSERS}


def _first_candidate(values: dict[str, str]) -> list[str]:
    return values.get("srcset", "").partition(", ")[0].split(" ")[:1] if values.get("srcset") else []


def _written(tag: str, values: dict[str, str]) -> str:
    attributes = (f' {name}="{value}"' for name, value in values.items())
    return f"<{tag}{''.join(attributes)}>"


def _player_or_rest(found: re.Match[str], changes: Changes) -> str:
    """The player; if it has nothing to play, its still picture, and what it offers instead."""
    tag, values, inside = found[1], dict(_ATTRIBUTE.findall(found[2])), found[3]
    if "src" in values or "<source " in inside:
        return found[0]
    changes[WITHOUT_ADDRESS, tag] += 1
    still = f'<img src="{values["poster"]}">' if "poster" in values else ""
    rest = inside if "<a " in inside or "<img " in inside else ""
    return still + rest if tag == "video" else rest


def _link_instead(found: re.Match[str], changes: Changes) -> str:
    values = dict(_ATTRIBUTE.findall(found[1]))
    hidden = is_hidden(values)
    _load(values)
    address, title = values.get("src", ""), " ".join(values.get("title", "").split())
    host = urlsplit(unescape(address)).netloc.rpartition("@")[2].lower()
    if not host or hidden:
        changes[(HIDDEN, host) if host else (WITHOUT_ADDRESS, "iframe")] += 1
        return _apart("", found)
    changes[LINKS, host] += 1
    if host in VIDEO_HOSTS:
        return _apart(f'<a href="{address}">Video: {host}</a>', found)
    named = escape(host)
    return _apart(f'<a href="{address}" title="{named}">{title or named}</a>', found)


def _apart(text: str, found: re.Match[str]) -> str:
    """`text` in the place of what was found, apart from the words around it."""
    start, end = found.span()
    return spaced(found.string[max(0, start - 40) : start], text, found.string[end : end + 2])
