"""The formats of feeds. A format is one row here and one writer; handlers and caches use these rows."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from byline.model.feed import Feed
from byline.model.feed_key import SITE, FeedKey
from byline.model.kinds import KINDS
from byline.model.site import Site


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is used in code, logs and metrics, `title` in texts for people, `file_name` in addresses.

    `writer` and `end_writer` are functions as `module:function`. `end_writer` writes the document of a feed that has ended; None
    if the format has no such document. Raise `version` whenever the writer's output changes: it is part of every ETag, so readers
    fetch the new form once. A new format also needs its routes and outputs in template.yaml.
    """

    name: str
    title: str
    file_name: str
    media_type: str
    version: int
    writer: str
    end_writer: str | None = None

    def write(self, feed: Feed) -> bytes:
        """The document of `feed` in UTF-8. The writer is imported on first use, because a 304 does not need it."""
        document: bytes = _called(self.writer)(feed)
        return document

    def end(self, site: Site, key: FeedKey) -> bytes | None:
        """The document of a feed that has ended; None if the format has none."""
        document: bytes | None = _called(self.end_writer)(site, key) if self.end_writer else None
        return document

    def address(self, site: Site, key: FeedKey) -> str:
        """The document's own address."""
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
_STEPS = {str(row.kind): row.kind for row in KINDS}


def document_at(path: str) -> tuple[FeedKey, Format] | None:
    """The feed and the format of the document at `path`, such as `/sections/world/atom.xml`; None for any other path."""
    match path.split("/"):
        case ["", file_name] if file_name in _BY_FILE_NAME:
            return SITE, _BY_FILE_NAME[file_name]
        case ["", step, slug, file_name] if step in _STEPS and slug and file_name in _BY_FILE_NAME:
            return FeedKey(_STEPS[step], slug), _BY_FILE_NAME[file_name]
    return None
