"""The formats a feed can be had in. A format is a row here and a writer; nothing else needs to know it."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from byline.model.feed import SITE, Feed, FeedKey, Kind
from byline.model.site import Site


@dataclass(frozen=True, slots=True)
class Format:
    """`name` in code and logs, `title` for people, `file_name` in addresses, `writer` as `module:function`.

    `version` is raised whenever the writer's output changes: it is part of every ETag, so readers fetch the new form once.
    `end_writer` writes what stands for a feed that has ended, where the format has a way to say so.
    """

    name: str
    title: str
    file_name: str
    media_type: str
    version: int
    writer: str
    end_writer: str | None = None

    def write(self, feed: Feed) -> bytes:
        """The document of `feed` in UTF-8; the writer is imported on first use, never by a poll that finds nothing new."""
        document: bytes = _called(self.writer)(feed)
        return document

    def end(self, site: Site, key: FeedKey) -> bytes | None:
        """The document that says that a feed has ended; None where the format has none."""
        document: bytes | None = _called(self.end_writer)(site, key) if self.end_writer else None
        return document

    def address(self, site: Site, key: FeedKey) -> str:
        """The document's own address, its feed_url."""
        return f"{site.feeds_url}{key.path}/{self.file_name}"


def _called(name: str) -> Any:
    module, function = name.split(":")
    return getattr(import_module(module), function)


RSS = Format("rss", "RSS", "rss.xml", "application/rss+xml", 2, "byline.formats.rss_atom:write_rss")
ATOM = Format("atom", "Atom", "atom.xml", "application/atom+xml", 2, "byline.formats.rss_atom:write_atom")
JSON_FEED = Format(
    "json",
    "JSON Feed",
    "feed.json",
    "application/feed+json",
    version=2,
    writer="byline.formats.json_feed:write_json_feed",
    end_writer="byline.formats.json_feed:write_end",
)

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
