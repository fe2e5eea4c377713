"""The kinds of feeds besides the site's, one row each, and the feeds that an article belongs to, derived from these rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from byline.model.article import Article
from byline.model.feed_key import SITE, FeedKey, Kind
from byline.model.profiles import Author, Profile, Section
from byline.model.values import is_slug


@dataclass(frozen=True, slots=True)
class ProfileKind:
    """A kind of feed that is about a profile.

    `model` is the profile's class, `noun` its name in files and commands, `heading` the title of a list of such feeds.
    `named_in` is the field of an article that holds the slugs of its profiles.
    """

    kind: Kind
    model: type[Profile]
    noun: str
    heading: str
    named_in: str


KINDS = (
    ProfileKind(Kind.SECTION, Section, "section", "Sections", "sections"),
    ProfileKind(Kind.AUTHOR, Author, "author", "Authors", "authors"),
)
_BY_KIND = {row.kind: row for row in KINDS}
_BY_MODEL: dict[Any, ProfileKind] = {row.model: row for row in KINDS}


def model_of(key: FeedKey) -> type[Profile]:
    """The class of the profile that the feed is about; raises ValueError for the site's feed, which has no profile."""
    if key.kind not in _BY_KIND:
        raise ValueError(f"{key} is not about a profile")
    return _BY_KIND[key.kind].model


def feed_about(profile: Profile) -> FeedKey:
    """The feed of a profile, under the profile's present slug."""
    return FeedKey(_BY_MODEL[type(profile)].kind, profile.slug)


def noun_of(thing: Article | Profile) -> str:
    """The name of a thing's kind in files, commands and messages: `article`, `section` or `author`."""
    return "article" if isinstance(thing, Article) else _BY_MODEL[type(thing)].noun


class NamesProfiles(Protocol):
    """What has the slugs of sections and authors, like an article."""

    @property
    def sections(self) -> tuple[str, ...]:
        """Slugs of sections, the main one first."""

    @property
    def authors(self) -> tuple[str, ...]:
        """Slugs of authors, in the order of the byline."""


def profiles_of(article: NamesProfiles) -> tuple[FeedKey, ...]:
    """The feeds of the profiles that the article names: its sections, then its authors."""
    return tuple(FeedKey(row.kind, slug) for row in KINDS for slug in getattr(article, row.named_in))


def readable_names(thing: Mapping[str, Any]) -> list[FeedKey]:
    """The feeds of the profiles that an article names as it was sent, each once, as far as the names can be read."""
    named = [(row.kind, thing[row.named_in]) for row in KINDS if isinstance(thing.get(row.named_in), list)]
    return list(dict.fromkeys(FeedKey(kind, slug) for kind, slugs in named for slug in slugs if _is_slug(slug)))


def _is_slug(value: Any) -> bool:
    return isinstance(value, str) and is_slug(value)


def feeds_of(article: Article) -> tuple[FeedKey, ...]:
    """Every feed that the article belongs to: the site's, then those of its sections, then those of its authors."""
    return (SITE, *profiles_of(article))


def naming(article: Article, keys: Collection[FeedKey]) -> Article:
    """A copy of the article that names the profiles of `keys`, in that order, instead of its own."""
    return replace(article, **slugs_in(keys))


def slugs_in(keys: Collection[FeedKey]) -> dict[str, Any]:
    """The slugs of the profiles of `keys`, in that order, by the field of an article that holds them."""
    return {row.named_in: tuple(key.slug for key in keys if key.kind is row.kind) for row in KINDS}
