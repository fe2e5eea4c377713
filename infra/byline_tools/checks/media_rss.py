"""Media RSS 1.5.1 (https://www.rssboard.org/media-rss), in RSS and in Atom."""

import re
from collections.abc import Iterator
from typing import Any

from byline_tools.checks.addresses import is_web
from byline_tools.checks.finding import Finding, Flaw, error, shown, warning
from byline_tools.checks.rss_values import MEDIA_TYPE
from byline_tools.checks.xml_document import MEDIA, at, text_of

_WHOLE = re.compile(r"[1-9][0-9]{0,11}")
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]+)?")
_CONTENT_ATTRIBUTES = {
    "medium": re.compile("image|audio|video|document|executable"),
    "type": MEDIA_TYPE,
    "width": _WHOLE,
    "height": _WHOLE,
    "fileSize": _WHOLE,
    "duration": _NUMBER,
    "bitrate": _NUMBER,
    "framerate": _NUMBER,
    "samplingrate": _NUMBER,
    "channels": _NUMBER,
    "expression": re.compile("sample|full|nonstop"),
    "isDefault": re.compile("true|false"),
}
_UNCHECKED = {"url", "lang"}


def check_media(root: Any) -> Iterator[Finding]:
    """Yield the findings about elements of Media RSS in a document, given its root."""
    for name, flaws in _CHECKS.items():
        for element in root.iter(f"{MEDIA}{name}"):
            yield from at(element, flaws(element))


def _group(group: Any) -> Iterator[Flaw]:
    contents = group.findall(f"{MEDIA}content")
    if len(contents) < 2:
        yield error("a group is for two or more renditions of one object", "Media RSS, media:group")
    if sum(content.get("isDefault") == "true" for content in contents) > 1:
        yield error("more than one rendition is the default", "Media RSS, media:content")


def _content(content: Any) -> Iterator[Flaw]:
    says = "Media RSS, media:content"
    url = content.get("url")
    if url is None and content.find(f"{MEDIA}player") is None:
        yield error("no url and no media:player", says)
    if url is not None and not is_web(url):
        yield error(f"the url {shown(url)} is not an absolute web address", says)
    for name, value in content.attrib.items():
        pattern = _CONTENT_ATTRIBUTES.get(name)
        if pattern and not pattern.fullmatch(value):
            yield error(f"{name} cannot be {shown(value)}", says)
        elif not pattern and name not in _UNCHECKED and not name.startswith("{"):
            yield error(f"media:content has no attribute {name}", says)


def _credit(credit: Any) -> Iterator[Flaw]:
    says = "Media RSS, media:credit"
    if not text_of(credit).strip():
        yield error("the credit is empty", says)
    role = credit.get("role")
    if not role:
        yield warning("no role says what the credit is for", says)
    elif role != role.lower():
        yield error(f"the role {shown(role)} is not in lower case", says)
    if not credit.get("scheme"):
        yield warning("no scheme, such as urn:ebu, defines the role", says)


def _text(element: Any) -> Iterator[Flaw]:
    kind = element.get("type", "plain")
    if kind not in {"plain", "html"}:
        yield error(f"type must be plain or html, not {shown(kind)}", "Media RSS, media:title and media:description")


def _thumbnail(thumbnail: Any) -> Iterator[Flaw]:
    says = "Media RSS, media:thumbnail"
    if not is_web(thumbnail.get("url", "")):
        yield error("url must be an absolute web address", says)
    for name in ("width", "height"):
        if not _WHOLE.fullmatch(thumbnail.get(name, "1")):
            yield error(f"{name} cannot be {shown(thumbnail.get(name))}", says)


_CHECKS = {
    "group": _group,
    "content": _content,
    "credit": _credit,
    "title": _text,
    "description": _text,
    "thumbnail": _thumbnail,
}
