"""The newsroom's things: articles, sections, authors, the site. Every instance is valid: the wrong ones are Refused."""

from dataclasses import dataclass
from datetime import datetime

from byline.errors import Problem
from byline.model import values
from byline.model.rules import Rule, enforce, instance_of, optional, some

MOST_SECTIONS = MOST_AUTHORS = 10
MOST_TAGS = 50
MOST_ENCLOSURES = 20
MOST_CORRECTIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture. Without a `url` only its caption and credit are known. Width and height are pixels."""

    url: str | None = None
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None
    media_type: str | None = None

    def __post_init__(self) -> None:
        enforce("image", self, _IMAGE_RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """Attached media: `length` in bytes, `duration` in seconds."""

    url: str
    media_type: str
    length: int
    duration: int | None = None
    title: str = ""

    def __post_init__(self) -> None:
        enforce("enclosure", self, _ENCLOSURE_RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was put right in an article, in words for its readers, and when."""

    note: str
    at: datetime

    def __post_init__(self) -> None:
        enforce("correction", self, _CORRECTION_RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the newspaper with a feed of its own; `url` is its page on the publisher's site.

    With `summaries_only` no feed carries the content of its articles, for they are behind a paywall.
    """

    slug: str
    title: str
    description: str = ""
    url: str | None = None
    image: Image | None = None
    summaries_only: bool = False

    def __post_init__(self) -> None:
        enforce(f"section {self.slug}", self, _SECTION_RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody who writes, with a feed of their own; `email` is present only if it is meant to be public."""

    slug: str
    name: str
    bio: str = ""
    url: str | None = None
    email: str | None = None
    image: Image | None = None

    def __post_init__(self) -> None:
        enforce(f"author {self.slug}", self, _AUTHOR_RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One story. `sections` and `authors` are slugs, the first of each being the main one; `content` is sanitised HTML."""

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    summary: str = ""
    content: str = ""
    language: str | None = None
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def __post_init__(self) -> None:
        enforce(f"article {self.id}", self, _ARTICLE_RULES, self._updated_too_early())

    def _updated_too_early(self) -> Problem | None:
        comparable = isinstance(self.updated, datetime) and isinstance(self.published, datetime)
        if comparable and self.updated.tzinfo and self.published.tzinfo and self.updated < self.published:
            return Problem("updated", f"{self.updated.isoformat()} is before published {self.published.isoformat()}")
        return None


_IMAGE_RULES: dict[str, Rule] = {
    "url": optional(values.web_address),
    "alt": values.text,
    "caption": values.text,
    "credit": values.text,
    "width": optional(values.count),
    "height": optional(values.count),
    "media_type": optional(values.media_type),
}
_ENCLOSURE_RULES: dict[str, Rule] = {
    "url": values.web_address,
    "media_type": values.media_type,
    "length": values.count,
    "duration": optional(values.count),
    "title": values.text,
}
_CORRECTION_RULES: dict[str, Rule] = {
    "note": values.title,
    "at": values.moment,
}
_SECTION_RULES: dict[str, Rule] = {
    "slug": values.slug,
    "title": values.title,
    "description": values.text,
    "url": optional(values.web_address),
    "image": optional(instance_of(Image)),
    "summaries_only": instance_of(bool),
}
_AUTHOR_RULES: dict[str, Rule] = {
    "slug": values.slug,
    "name": values.title,
    "bio": values.text,
    "url": optional(values.web_address),
    "email": optional(values.mail_address),
    "image": optional(instance_of(Image)),
}
_ARTICLE_RULES: dict[str, Rule] = {
    "id": values.permanent_id,
    "url": values.web_address,
    "title": values.title,
    "published": values.moment,
    "updated": values.moment,
    "summary": values.text,
    "content": values.content,
    "language": optional(values.language),
    "sections": some(values.slug, MOST_SECTIONS),
    "authors": some(values.slug, MOST_AUTHORS),
    "tags": some(values.title, MOST_TAGS),
    "image": optional(instance_of(Image)),
    "enclosures": some(instance_of(Enclosure), MOST_ENCLOSURES),
    "corrections": some(instance_of(Correction), MOST_CORRECTIONS),
}
