"""RSS 2.0 with the RSS Advisory Board's profile: checks of a document and its channel.

https://www.rssboard.org/rss-specification and https://www.rssboard.org/rss-profile
"""

import re
from collections.abc import Iterator
from typing import Any

from byline_tools.checks.addresses import is_web
from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.dates import rfc822_flaws
from byline_tools.checks.finding import Finding, Flaw, error, shown
from byline_tools.checks.media_rss import check_media
from byline_tools.checks.rss_elements import check_elements
from byline_tools.checks.rss_items import check_item
from byline_tools.checks.rss_values import link_flaws, mail_flaws, title_flaws
from byline_tools.checks.self_links import check_self_link
from byline_tools.checks.xml_document import at, text_of

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_LARGEST = {"width": 144, "height": 400}


def check_rss(root: Any, circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the findings about an RSS document, given its root."""
    if root.get("version") != "2.0":
        yield from at(root, [error(f"the version is {shown(root.get('version'))}, not '2.0'", "RSS 2.0, what is RSS")])
    yield from check_elements(root)
    yield from check_media(root)
    for channel in root.findall("channel"):
        yield from check_self_link(channel, "RSS profile, atom:link", circumstances)
        yield from _channel(channel, circumstances)
        ids: set[str] = set()
        for item in channel.findall("item"):
            yield from check_item(item, ids, circumstances)


def _channel(channel: Any, circumstances: Circumstances) -> Iterator[Finding]:
    """Check the elements of the channel itself."""
    for name in ("pubDate", "lastBuildDate"):
        for date in channel.findall(name):
            yield from at(date, rfc822_flaws(text_of(date), circumstances))
    for name, flaws in _CHECKS.items():
        for element in channel.findall(name):
            yield from at(element, flaws(text_of(element).strip()))
    for image in channel.findall("image"):
        yield from _image(image)


def _ttl(text: str) -> Iterator[Flaw]:
    if not _NUMBER.fullmatch(text):
        yield error(f"{shown(text)} is not a number of minutes", "RSS 2.0, ttl")


def _language(text: str) -> Iterator[Flaw]:
    if not _LANGUAGE.fullmatch(text):
        yield error(f"{shown(text)} is not a language tag", "RSS 2.0, language")


_CHECKS = {
    "title": title_flaws,
    "link": link_flaws,
    "managingEditor": mail_flaws,
    "webMaster": mail_flaws,
    "ttl": _ttl,
    "language": _language,
}


def _image(image: Any) -> Iterator[Finding]:
    """Check the addresses, the title and the size of the channel's image."""
    for name in ("url", "link"):
        for element in image.findall(name):
            if not is_web(text_of(element).strip()):
                yield from at(element, [error(f"{shown(text_of(element))} is not an absolute web address", "RSS 2.0, image")])
    for title in image.findall("title"):
        yield from at(title, title_flaws(text_of(title)))
    for name, largest in _LARGEST.items():
        for element in image.findall(name):
            text = text_of(element).strip()
            if not _NUMBER.fullmatch(text) or not 0 < int(text) <= largest:
                yield from at(
                    element, [error(f"{name} must be a number from 1 to {largest}, not {shown(text)}", "RSS 2.0, image")]
                )
