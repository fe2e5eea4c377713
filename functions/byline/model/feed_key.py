"""The names of feeds. A name is part of a feed's address, of its permanent id and of its keys in the table."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of feeds. The value is the first segment of a feed's path. `kinds` has a row for every kind except the site's."""

    SITE = ""
    SECTION = "sections"
    AUTHOR = "authors"


@dataclass(frozen=True, slots=True)
class FeedKey:
    """The name of one feed: the site's, or that of the section or author `slug`.

    A section or author stays stored under its first slug permanently. Its address contains its present slug.
    """

    kind: Kind
    slug: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}" if self.slug else "site"

    @classmethod
    def named(cls, name: str) -> "FeedKey":
        """The inverse of `str`: the key whose text is `name`, such as `site` or `sections/world`. Raises ValueError."""
        if name == str(SITE):
            return SITE
        step, _, slug = name.partition("/")
        if not step or not slug or "/" in slug:
            raise ValueError(f"{name!r} is not the name of a feed, such as site or sections/world")
        return cls(Kind(step), slug)

    @property
    def path(self) -> str:
        """The part of the feed's address before `/rss.xml`: empty, or `/sections/world`."""
        return f"/{self.kind}/{self.slug}" if self.slug else ""


SITE = FeedKey(Kind.SITE)


def section_feed(slug: str) -> FeedKey:
    """The feed of the section `slug`."""
    return FeedKey(Kind.SECTION, slug)


def author_feed(slug: str) -> FeedKey:
    """The feed of the author `slug`."""
    return FeedKey(Kind.AUTHOR, slug)
