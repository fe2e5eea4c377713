"""The formats of feeds. A format is one row here and one writer; handlers and caches use these rows."""

import hashlib
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from byline.model.feed_key import SITE, FeedKey, Kind
from byline.model.site import Site
from byline.model.values import is_slug

if TYPE_CHECKING:  # a 304 needs no feed
    from byline.model.feed import Feed


_IN_EVERY_TAG = (
    "title",
    "description",
    "url",
    "feeds_url",
    "language",
    "id_authority",
    "rights",
    "icon",
    "logo",
    "hubs",
    "summaries_only",
    "tombstone_days",
)
"""The settings, by their names in tags. Names and order never change, even if the code renames a setting."""

_IN_TAGS_IF_SET = ("correction_label",)
"""Later settings. Without them, a document is as it was before they existed, so its tag is too."""


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

    def write(self, feed: "Feed") -> bytes:
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

    def rendering_identity(self, site: Site) -> str:
        """What a document depends on besides the state of its feed, as a text for entity tags.

        It changes if the same articles are rendered differently. It does not change when the code renames a class or a field;
        otherwise every reader would fetch every document again. Include a new setting only if it is not at its default.
        """
        names = (*_IN_EVERY_TAG, *(name for name in _IN_TAGS_IF_SET if getattr(site, name)))
        settings = ", ".join(f"{name}={getattr(site, name)!r}" for name in names)
        return f"{self.version} Site({settings})"

    def rendering_key(self, site: Site) -> str:
        """The rendering identity in short form, for the keys of stored documents: `rss#0b6f3cf7a8914ee6`."""
        digest = hashlib.sha256(self.rendering_identity(site).encode()).hexdigest()
        return f"{self.name}#{digest[:16]}"


def _called(name: str) -> Any:
    module, function = name.split(":")
    return getattr(import_module(module), function)


RSS = Format("rss", "RSS", "rss.xml", "application/rss+xml", 5, "byline.formats.rss_atom:write_rss")
ATOM = Format("atom", "Atom", "atom.xml", "application/atom+xml", 4, "byline.formats.rss_atom:write_atom")
JSON_FEED = Format(
    "json",
    "JSON Feed",
    "feed.json",
    "application/feed+json",
    version=4,
    writer="byline.formats.json_feed:write_json_feed",
    end_writer="byline.formats.json_feed:write_end",
)

FORMATS = (RSS, ATOM, JSON_FEED)
_BY_FILE_NAME = {format_.file_name: format_ for format_ in FORMATS}
_STEPS = {str(kind): kind for kind in Kind if kind is not Kind.SITE}


def document_at(path: str) -> tuple[FeedKey, Format] | None:
    """The feed and the format of the document at `path`, such as `/sections/world/atom.xml`; None for any other path."""
    match path.split("/"):
        case ["", file_name] if file_name in _BY_FILE_NAME:
            return SITE, _BY_FILE_NAME[file_name]
        case ["", step, slug, file_name] if step in _STEPS and slug and file_name in _BY_FILE_NAME:
            return FeedKey(_STEPS[step], slug), _BY_FILE_NAME[file_name]
    return None


def document_near(path: str) -> tuple[FeedKey, Format] | None:
    """The document whose address is `path` but for its case and slashes at its end; None if there can be no such document."""
    found = document_at(path.lower().rstrip("/"))
    return found if found and (found[0] == SITE or is_slug(found[0].slug)) else None
