"""The directory of all feeds: an HTML page, whose head supports feed discovery, and an OPML document for feed readers.

OPML 2.0: http://opml.org/spec2.opml. Discovery: https://www.rssboard.org/rss-autodiscovery.
"""

from html import escape
from itertools import groupby
from xml.etree import ElementTree

from byline.formats.registry import FORMATS, RSS
from byline.model.feed import feed_title
from byline.model.feed_key import SITE, FeedKey, Kind
from byline.model.kinds import KINDS
from byline.model.site import Site

Directory = list[tuple[FeedKey, str]]

MOST_DISCOVERED = 100

HEADINGS = {Kind.SITE: "Everything", **{row.kind: row.heading for row in KINDS}}
_ORDER = list(HEADINGS)

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "li{display:flex;gap:1rem;flex-wrap:wrap}li span{flex:1 1 12rem}ul{padding:0}"
)


def _grouped(site: Site, directory: Directory) -> list[tuple[str, Directory]]:
    """The feeds in groups with their headings: the site's own, those of sections, those of authors; each group sorted by name."""
    feeds = sorted([(SITE, site.title), *directory], key=lambda feed: (_ORDER.index(feed[0].kind), feed[1].casefold()))
    return [(HEADINGS[kind], list(group)) for kind, group in groupby(feeds, key=lambda feed: feed[0].kind)]


def write_html(site: Site, directory: Directory) -> bytes:
    """An HTML page that links every feed in every format. It loads no scripts, pictures or other resources."""
    groups = _grouped(site, directory)
    title = escape(f"Feeds – {site.title}")
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(site.language)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        *(_discovery(site, key, name) for key, name in _discovered(groups)),
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{title}</h1>",
        f"<p>{escape(site.description)}</p>" if site.description else "",
        f'<p><a href="{escape(site.url)}">{escape(site.title)}</a> · <a href="feeds.opml">All feeds as OPML</a></p>',
        *(_group(heading, feeds) for heading, feeds in groups),
        "</body>",
        "</html>",
    ]
    return ("\n".join(line for line in lines if line) + "\n").encode()


def _discovered(groups: list[tuple[str, Directory]]) -> Directory:
    """The feeds in the page's head for discovery: all feeds, or only the site's if there are more than 100."""
    feeds = [feed for _, group in groups for feed in group]
    return feeds if len(feeds) <= MOST_DISCOVERED else feeds[:1]


def _discovery(site: Site, key: FeedKey, name: str) -> str:
    title = escape(feed_title(site, None if key == SITE else name))
    return "\n".join(
        f'<link rel="alternate" type="{format_.media_type}" title="{title} ({format_.title})" '
        f'href="{escape(format_.address(site, key))}">'
        for format_ in FORMATS
    )


def _group(heading: str, feeds: Directory) -> str:
    return "\n".join([f"<h2>{heading}</h2>", "<ul>", *(_line(key, name) for key, name in feeds), "</ul>"])


def _line(key: FeedKey, name: str) -> str:
    """One feed in the list. Addresses are relative: absolute addresses of 10,000 feeds would exceed Lambda's response limit."""
    links = " ".join(
        f'<a type="{format_.media_type}" href="{escape(f"{key.path}/{format_.file_name}".lstrip("/"))}">{format_.title}</a>'
        for format_ in FORMATS
    )
    return f"<li><span>{escape(name)}</span> {links}</li>"


def write_opml(site: Site, directory: Directory) -> bytes:
    """An OPML document with the RSS address of every feed, in one outline for each group."""
    opml = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(opml, "head")
    ElementTree.SubElement(head, "title").text = f"Feeds – {site.title}"
    ElementTree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = ElementTree.SubElement(opml, "body")
    for heading, feeds in _grouped(site, directory):
        group = ElementTree.SubElement(body, "outline", text=heading)
        for key, name in feeds:
            title = feed_title(site, None if key == SITE else name)
            address = RSS.address(site, key)
            ElementTree.SubElement(group, "outline", type="rss", text=title, title=title, xmlUrl=address, htmlUrl=site.url)
    ElementTree.indent(opml)
    document: bytes = ElementTree.tostring(opml, encoding="utf-8", xml_declaration=True)
    return document
