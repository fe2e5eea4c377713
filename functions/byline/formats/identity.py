"""What a document depends on besides the state of its feed, as a text for entity tags and keys of stored documents."""

import hashlib

from byline.formats.registry import Format
from byline.model.site import Site

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


def rendering_identity(site: Site, format_: Format) -> str:
    """A text that identifies how `format_` renders the feeds of `site`. It changes if the same articles are rendered differently.

    It does not change when the code renames a class or a field; otherwise every reader would fetch every document again. Include
    a new setting only if it is not at its default.
    """
    settings = ", ".join(f"{name}={getattr(site, name)!r}" for name in _IN_EVERY_TAG)
    return f"{format_.version} Site({settings})"


def rendering_key(site: Site, format_: Format) -> str:
    """The rendering identity in short form, for keys: `rss#0b6f3cf7a8914ee6`."""
    digest = hashlib.sha256(rendering_identity(site, format_).encode()).hexdigest()
    return f"{format_.name}#{digest[:16]}"
