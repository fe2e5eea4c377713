"""Articles and their corrections. Every instance is valid: constructors raise Refused for invalid values."""

from dataclasses import dataclass, field
from datetime import datetime

from byline.errors import Problem
from byline.model import values
from byline.model.media import Enclosure, Image
from byline.model.rules import enforce, instance_of, meets, optional, some

MOST_SECTIONS = MOST_AUTHORS = 10
MOST_TAGS = 50
MOST_ENCLOSURES = 20
MOST_CORRECTIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction to an article: a `note` for its readers, and the time `at` which it was made."""

    note: str = field(metadata=meets(values.title))
    at: datetime = field(metadata=meets(values.moment))

    def __post_init__(self) -> None:
        enforce("correction", self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article. `sections` and `authors` hold slugs, the main one first; `content` is sanitised HTML.

    `guid` is the id by which readers know it from an earlier feed; None if that is its `id`.
    `updated` is the time of the last significant edit, never before `published`. `edited` is the time of the last edit that
    changed what readers see; None if it is not later than `updated`. `language` is None if it is the site's.
    """

    id: str = field(metadata=meets(values.permanent_id))
    guid: str | None = field(default=None, metadata=meets(optional(values.guid)))
    url: str = field(metadata=meets(values.web_address))
    title: str = field(metadata=meets(values.title))
    published: datetime = field(metadata=meets(values.moment))
    updated: datetime = field(metadata=meets(values.moment))
    edited: datetime | None = field(default=None, metadata=meets(optional(values.moment)))
    summary: str = field(default="", metadata=meets(values.text))
    content: str = field(default="", metadata=meets(values.content))
    language: str | None = field(default=None, metadata=meets(optional(values.language)))
    sections: tuple[str, ...] = field(default=(), metadata=meets(some(values.slug, MOST_SECTIONS)))
    authors: tuple[str, ...] = field(default=(), metadata=meets(some(values.slug, MOST_AUTHORS)))
    tags: tuple[str, ...] = field(default=(), metadata=meets(some(values.title, MOST_TAGS)))
    image: Image | None = field(default=None, metadata=meets(optional(instance_of(Image))))
    enclosures: tuple[Enclosure, ...] = field(default=(), metadata=meets(some(instance_of(Enclosure), MOST_ENCLOSURES)))
    corrections: tuple[Correction, ...] = field(default=(), metadata=meets(some(instance_of(Correction), MOST_CORRECTIONS)))

    def __post_init__(self) -> None:
        enforce(f"article {self.id}", self, self._updated_too_early())
        if self.edited and self.edited <= self.updated:  # an earlier release moves `updated` only
            object.__setattr__(self, "edited", None)
        if self.guid == self.id:
            object.__setattr__(self, "guid", None)

    @property
    def known_as(self) -> str:
        """The id by which readers of RSS and JSON Feed know the article."""
        return self.guid or self.id

    def _updated_too_early(self) -> Problem | None:
        comparable = isinstance(self.updated, datetime) and isinstance(self.published, datetime)
        if comparable and self.updated.tzinfo and self.published.tzinfo and self.updated < self.published:
            return Problem("updated", f"{self.updated.isoformat()} is before published {self.published.isoformat()}")
        return None
