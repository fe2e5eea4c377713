"""HTML in place of the shortcodes of WordPress for pictures, galleries, sound, video and embedded pages."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

from byline_tools.importers.notes import Note
from byline_tools.importers.wordpress.shortcodes import Shortcode
from byline_tools.importers.wordpress.survey import Attachment, Survey

_PICTURE = re.compile(r"\s*(?:<p>\s*)?((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"'<>\[\]“”″]+", re.IGNORECASE)
_FILES = ("src", "mp3", "m4a", "ogg", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov", "wmv", "flv")
_IS_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)$", re.IGNORECASE)
_PAGES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "gist": "https://gist.github.com/{}",
}
"""Where the page is that a shortcode names by a number or code."""

_EMBEDDING = frozenset({*_PAGES, "embed", "twitter", "instagram", "facebook", "soundcloud", "spotify", "ted", "flickr", "iframe"})


class Media:
    """Renders the shortcodes of the post with the number `post_id`; counts what it does in `notes`."""

    def __init__(self, survey: Survey, post_id: str, notes: list[Note]) -> None:
        self._survey = survey
        self._post_id = post_id
        self._notes = notes
        self._renderers: dict[str, Callable[[Shortcode], str]] = {
            **dict.fromkeys(("caption", "wp_caption"), _caption),
            "gallery": self._gallery,
            "playlist": self._gallery,
            "audio": self._player,
            "video": self._player,
            **dict.fromkeys(_EMBEDDING, self._embedded),
        }

    def render(self, shortcode: Shortcode) -> str:
        """The HTML in place of a shortcode: the text inside, of those that are not for media."""
        renderer = self._renderers.get(shortcode.name)
        return (renderer(shortcode) if renderer else "") or self._removed(shortcode)

    def _removed(self, shortcode: Shortcode) -> str:
        self._notes.append(Note("shortcodes removed", f"[{shortcode.name}]"))
        return shortcode.inner or ""

    def _gallery(self, shortcode: Shortcode) -> str:
        stated = shortcode.attributes
        listed = stated.get("ids") or stated.get("include")
        ids = re.findall(r"\d+", listed) if listed else self._survey.children.get(stated.get("id", self._post_id), [])
        left_out = set(re.findall(r"\d+", stated.get("exclude", "")))
        figures = list(self._figures(each for each in ids if each not in left_out))
        if not figures:
            return ""
        self._notes.append(Note("galleries that became pictures", f"[{shortcode.name}]"))
        return "\n\n".join(["", *figures, ""])

    def _figures(self, ids: Iterator[str]) -> Iterator[str]:
        for each in ids:
            if attachment := self._survey.attachments.get(each):
                yield figure_of(attachment)
            else:
                self._notes.append(Note("media of galleries that the export does not have", "left out"))

    def _player(self, shortcode: Shortcode) -> str:
        stated = shortcode.attributes
        address = next((stated[name] for name in _FILES if stated.get(name)), "") or _address_in(shortcode)
        if not address:
            children = self._survey.children.get(self._post_id, [])
            found = (self._survey.attachments[each].url for each in children)
            address = next((each for each in found if _is_file_of(shortcode.name, each)), "")
        if not address:
            return ""
        if not _is_file_of(shortcode.name, address):
            return self._link(address, shortcode.name)
        self._notes.append(Note("players", f"[{shortcode.name}]"))
        return f"\n\n{player(shortcode.name, address)}\n\n"

    def _embedded(self, shortcode: Shortcode) -> str:
        address = _address_in(shortcode)
        if not address and (page := _PAGES.get(shortcode.name)):
            stated = shortcode.attributes
            codes = [stated.get("id", ""), *shortcode.rest.strip(" =/").split()[:1], (shortcode.inner or "").strip()]
            code = next((each for each in codes if re.fullmatch(r"[\w/-]{1,60}", each)), "")
            address = page.format(code) if code else ""
        return self._link(address, shortcode.name) if address else ""

    def _link(self, address: str, name: str) -> str:
        self._notes.append(Note("embeds that became links", f"[{name}]"))
        return f"\n\n{link(address)}\n\n"


def figure_of(attachment: Attachment) -> str:
    """A picture with its caption as HTML; a link, if it is no picture."""
    address = escape(attachment.url)
    caption = f"<figcaption>{attachment.caption}</figcaption>" if attachment.caption else ""
    if not _IS_PICTURE.search(attachment.url):
        return f'<p><a href="{address}">{escape(attachment.title or attachment.url)}</a></p>'
    return f'<figure><img src="{address}" alt="{escape(attachment.alt)}">{caption}</figure>'


def link(address: str) -> str:
    """A link to `address`, which is no part of the summary that is made of a text."""
    return f'<figure><a href="{escape(address)}">{escape(address)}</a></figure>'


def player(name: str, address: str) -> str:
    """A player for the file at `address`, in which `name` is audio or video, with a link for readers that have no player."""
    kind = name if name in ("audio", "video") else "audio"
    return f'<figure><{kind} controls src="{escape(address)}"></{kind}><figcaption>{_file_link(address)}</figcaption></figure>'


def _file_link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address.rpartition("/")[2] or address)}</a>'


def _caption(shortcode: Shortcode) -> str:
    found = _PICTURE.match(shortcode.inner or "")
    if not found or shortcode.inner is None:
        return shortcode.inner or ""
    text = shortcode.inner[found.end() :].removesuffix("</p>").strip() or shortcode.attributes.get("caption", "")
    caption = f"<figcaption>{text}</figcaption>" if text else ""
    return f"\n\n<figure>{found[1]}{caption}</figure>\n\n"


def _address_in(shortcode: Shortcode) -> str:
    found = _ADDRESS.search(unescape(shortcode.rest)) or _ADDRESS.search(unescape(shortcode.inner or ""))
    return found.group() if found else ""


def _is_file_of(name: str, address: str) -> bool:
    ends = {"audio": "mp3|m4a|m4b|ogg|oga|opus|wav|flac|aac|wma", "video": "mp4|m4v|webm|ogv|mov|wmv|flv|avi|3gp"}
    return re.search(rf"\.(?:{ends.get(name, '')})(?:[?#].*)?$", address, re.IGNORECASE) is not None
