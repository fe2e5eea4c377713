"""Profiles: sections and authors. Every instance is valid: constructors raise Refused for invalid values."""

from dataclasses import dataclass, field
from typing import assert_never

from byline.model import values
from byline.model.media import Image
from byline.model.rules import enforce, instance_of, meets, optional


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the newspaper. `url` is its page on the publisher's site.

    With `summaries_only`, for sections behind a paywall, no feed carries the content of its articles.
    """

    slug: str = field(metadata=meets(values.slug))
    title: str = field(metadata=meets(values.title))
    description: str = field(default="", metadata=meets(values.text))
    url: str | None = field(default=None, metadata=meets(optional(values.web_address)))
    image: Image | None = field(default=None, metadata=meets(optional(instance_of(Image))))
    summaries_only: bool = field(default=False, metadata=meets(instance_of(bool)))

    def __post_init__(self) -> None:
        enforce(f"section {self.slug}", self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """An author. `url` is their page on the publisher's site; `email` is present only if it is meant to be public."""

    slug: str = field(metadata=meets(values.slug))
    name: str = field(metadata=meets(values.title))
    bio: str = field(default="", metadata=meets(values.text))
    url: str | None = field(default=None, metadata=meets(optional(values.web_address)))
    email: str | None = field(default=None, metadata=meets(optional(values.mail_address)))
    image: Image | None = field(default=None, metadata=meets(optional(instance_of(Image))))

    def __post_init__(self) -> None:
        enforce(f"author {self.slug}", self)


Profile = Section | Author


def name_of(profile: Profile) -> str:
    """The profile's name for people: a section's title, an author's name."""
    match profile:
        case Section():
            return profile.title
        case Author():
            return profile.name
        case _:
            assert_never(profile)


def description_of(profile: Profile) -> str:
    """The text that describes the profile's feed: a section's description, an author's biography; may be empty."""
    match profile:
        case Section():
            return profile.description
        case Author():
            return profile.bio
        case _:
            assert_never(profile)
