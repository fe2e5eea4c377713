"""Which feeds there are, what they are called, where they are, and what a writer of a format gets to see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from html import escape

from byline.model.article import Article, Author, Section
from byline.model.site import Site
from byline.model.tombstone import Tombstone

MOST_ARTICLES = 50
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left."""


class Kind(StrEnum):
    """What a feed can be about; the value is the first step of its address."""

    SITE = ""
    SECTION = "sections"
    AUTHOR = "authors"


@dataclass(frozen=True, slots=True)
class FeedKey:
    """Names one feed: the site's, or that of the section or author `slug`.

    A section or author is stored under the slug it had first, for ever; its address has the slug it has now.
    """

    kind: Kind
    slug: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}" if self.slug else "site"

    @classmethod
    def named(cls, name: str) -> "FeedKey":
        """The key whose text is `name`, such as `site` or `sections/world`; raises ValueError."""
        kind, _, slug = name.partition("/")
        return cls(Kind(kind), slug) if slug else SITE

    @property
    def path(self) -> str:
        """What comes before `/rss.xml` in the feed's address: nothing, or `/sections/world`."""
        return f"/{self.kind}/{self.slug}" if self.slug else ""


SITE = FeedKey(Kind.SITE)


def section_feed(slug: str) -> FeedKey:
    """The feed of the section `slug`."""
    return FeedKey(Kind.SECTION, slug)


def author_feed(slug: str) -> FeedKey:
    """The feed of the author `slug`."""
    return FeedKey(Kind.AUTHOR, slug)


def profiles_of(article: Article) -> tuple[FeedKey, ...]:
    """The feeds of the sections and authors the article names."""
    return (*map(section_feed, article.sections), *map(author_feed, article.authors))


def naming(article: Article, keys: Collection[FeedKey]) -> Article:
    """The article, naming the sections and authors of `keys` in that order."""
    sections, authors = (tuple(key.slug for key in keys if key.kind is kind) for kind in (Kind.SECTION, Kind.AUTHOR))
    return replace(article, sections=sections, authors=authors)


def feeds_of(article: Article) -> tuple[FeedKey, ...]:
    """Every feed the article belongs to: the site's, then those of its sections, then those of its authors."""
    return (SITE, *profiles_of(article))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that a feed does without, and why."""

    article_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The recent articles of one feed with all that a document says of them: newest first, at most 50, none early.

    `profile` is the section or author the feed is about, None for the site. `sections` and `authors` hold those the
    articles name, by the name they are stored under. `changed_at` is when the feed last changed, `max_age` how long it may be
    cached, in seconds. `tombstones` stand for articles that were withdrawn of late.
    """

    key: FeedKey
    site: Site
    profile: Section | Author | None
    articles: tuple[Article, ...]
    sections: Mapping[str, Section]
    authors: Mapping[str, Author]
    changed_at: datetime
    max_age: int
    tombstones: tuple[Tombstone, ...] = ()

    @property
    def address(self) -> FeedKey:
        """The feed under the name it goes by now, which its addresses are made of."""
        return FeedKey(self.key.kind, self.profile.slug) if self.profile else self.key

    @property
    def id(self) -> str:
        """Permanent, the same in every format and whatever host serves the feed (RFC 4287, section 4.2.6)."""
        return f"tag:{self.site.id_authority}:{self.key}"

    @property
    def title(self) -> str:
        """What the feed is called, alone in a reader's list: `World – The Gazette`."""
        return feed_title(self.site, name_of(self.profile) if self.profile else None)

    @property
    def description(self) -> str:
        """What the feed is about: the section's description, the author's bio; never empty."""
        match self.profile:
            case Section(description=description) if description:
                return description
            case Author(bio=bio) if bio:
                return bio
            case None if self.site.description:
                return self.site.description
        return self.title

    @property
    def home_page_url(self) -> str:
        """The section's or author's page on the publisher's site; where it has none, the site's."""
        return (self.profile and self.profile.url) or self.site.url

    @property
    def picture(self) -> str | None:
        """Address of the section's or author's picture; where there is none, of the site's logo."""
        return (self.profile and self.profile.image and self.profile.image.url) or self.site.logo

    def sections_of(self, article: Article) -> list[Section]:
        """The sections of one of the articles, the main one first."""
        return [self.sections[slug] for slug in article.sections if slug in self.sections]

    def authors_of(self, article: Article) -> list[Author]:
        """The authors of one of the articles, in the order of its byline."""
        return [self.authors[slug] for slug in article.authors if slug in self.authors]

    def content_of(self, article: Article) -> str:
        """The HTML to show of one of the articles, its corrections at the end; empty where only summaries are shown.

        Some readers notice a correction only if the text changes, so it is text as well as data.
        """
        if self.site.summaries_only or any(section.summaries_only for section in self.sections_of(article)):
            return ""
        content = article.content + "".join(
            f'<p><time datetime="{each.at.isoformat()}">{each.at:%Y-%m-%d}</time>: {escape(each.note, quote=False)}</p>'
            for each in article.corrections
        )
        # A language tag alone makes no reader set HTML from right to left.
        written = (article.language or self.site.language).partition("-")[0].lower()
        return f'<div dir="rtl">{content}</div>' if content and written in RIGHT_TO_LEFT and " dir=" not in content else content

    def summary_of(self, article: Article) -> str:
        """The plain text that stands for one of the articles: its summary, with its corrections where no content is shown."""
        if article.content and not self.content_of(article):
            return " ".join([article.summary, *(f"{each.at:%Y-%m-%d}: {each.note}" for each in article.corrections)])
        return article.summary

    def with_articles(self, articles: tuple[Article, ...]) -> "Feed":
        """The same feed, showing only `articles`."""
        return replace(self, articles=articles)


def feed_about(profile: Section | Author) -> FeedKey:
    """The feed of a section or author, under its present slug."""
    return FeedKey(Kind.SECTION if isinstance(profile, Section) else Kind.AUTHOR, profile.slug)


def name_of(profile: Section | Author) -> str:
    """The section's title, the author's name."""
    return profile.title if isinstance(profile, Section) else profile.name


def feed_title(site: Site, name: str | None) -> str:
    """What a feed is called: the site's title, or the section's or author's name before it."""
    return f"{name} – {site.title}" if name else site.title
