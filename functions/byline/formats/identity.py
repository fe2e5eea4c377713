"""What a document depends on beside the state of its feed: part of every entity tag and of every stored document's key."""

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
"""The settings in their order, by the names that are written into tags. Both are for ever, whatever the code calls them."""


def rendering_identity(site: Site, format_: Format) -> str:
    """A text that is another one if and only if the same articles would be written otherwise.

    It does not change when a class or a field is renamed in the code: every reader would fetch everything again. A setting that
    comes later is added only where it is not at its default.
    """
    settings = ", ".join(f"{name}={getattr(site, name)!r}" for name in _IN_EVERY_TAG)
    return f"{format_.version} Site({settings})"


def document_kind(site: Site, format_: Format) -> str:
    """The same, as short as a key has it: `rss#0b6f3cf7a8914ee6`."""
    digest = hashlib.sha256(rendering_identity(site, format_).encode()).hexdigest()
    return f"{format_.name}#{digest[:16]}"
