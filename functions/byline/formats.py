"""The formats a feed can be had in. A format is a row here and a writer; nothing else needs to know it."""

from dataclasses import dataclass
from importlib import import_module

from byline.feeds import SITE, Feed, FeedKey, Kind
from byline.site import Site

RENDERER_VERSION = 1
"""Raised whenever a writer's output changes: it is part of every ETag, so readers fetch the new form once."""


@dataclass(frozen=True, slots=True)
class Format:
    """`name` in code and logs, `title` for people, `file_name` in addresses, `writer` as `module:function`."""

    name: str
    title: str
    file_name: str
    media_type: str
    writer: str

    def write(self, feed: Feed) -> bytes:
        """The document of `feed` in UTF-8; the writer is imported on first use, never by a poll that finds nothing new."""
        module, function = self.writer.split(":")
        document: bytes = getattr(import_module(module), function)(feed)
        return document

    def address(self, site: Site, key: FeedKey) -> str:
        """The document's own address, its feed_url."""
        return f"{site.feeds_url}{key.path}/{self.file_name}"


RSS = Format("rss", "RSS", "rss.xml", "application/rss+xml", "byline.rss_atom:write_rss")
ATOM = Format("atom", "Atom", "atom.xml", "application/atom+xml", "byline.rss_atom:write_atom")
JSON_FEED = Format("json", "JSON Feed", "feed.json", "application/feed+json", "byline.json_feed:write_json_feed")

FORMATS = (RSS, ATOM, JSON_FEED)
_BY_FILE_NAME = {format_.file_name: format_ for format_ in FORMATS}


def document_at(path: str) -> tuple[FeedKey, Format] | None:
    """The feed and format whose document has this path, such as `/sections/world/atom.xml`; None if none can have it."""
    match path.split("/"):
        case ["", file_name] if file_name in _BY_FILE_NAME:
            return SITE, _BY_FILE_NAME[file_name]
        case ["", Kind.SECTION | Kind.AUTHOR as kind, slug, file_name] if slug and file_name in _BY_FILE_NAME:
            return FeedKey(Kind(kind), slug), _BY_FILE_NAME[file_name]
    return None
