"""The content of one feed: the input of each format's writer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.profiles import Profile, description_of, name_of
from byline.model.site import Site
from byline.model.tombstone import Tombstone

MOST_ARTICLES = 50


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that a feed leaves out, and the reason. For a profile that cannot be read, `article_id` is its partition key."""

    article_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The content of one feed: its newest published articles, newest first, at most 50.

    `key` is the name the feed is stored under. `profile` is the section or author that the feed is about, None for the site's
    feed. `profiles` holds the profiles that the articles name, by the name they are stored under. `changed_at` is when the feed
    last changed; `max_age` is how long a document of it may be cached, in seconds. `tombstones` are those of recently withdrawn
    articles.
    """

    key: FeedKey
    site: Site
    profile: Profile | None
    articles: tuple[Article, ...]
    profiles: Mapping[FeedKey, Profile]
    changed_at: datetime
    max_age: int
    tombstones: tuple[Tombstone, ...] = ()

    @property
    def address(self) -> FeedKey:
        """The feed's present name, which its addresses contain."""
        return FeedKey(self.key.kind, self.profile.slug) if self.profile else self.key

    @property
    def id(self) -> str:
        """The permanent id: the same in every format, whatever host serves the feed (RFC 4287, section 4.2.6)."""
        return f"tag:{self.site.id_authority}:{self.key}"

    @property
    def title(self) -> str:
        """The feed's title, which is clear on its own in a reader's list of feeds: `World – The Gazette`."""
        return feed_title(self.site, name_of(self.profile) if self.profile else None)

    @property
    def description(self) -> str:
        """The description of the feed's profile or site; the title if there is none."""
        return (description_of(self.profile) if self.profile else self.site.description) or self.title

    @property
    def home_page_url(self) -> str:
        """The profile's page on the publisher's site; the site's own if the profile has none."""
        return (self.profile and self.profile.url) or self.site.url

    @property
    def picture(self) -> str | None:
        """The address of the profile's picture, or else of the site's logo; None if there is neither."""
        return (self.profile and self.profile.image and self.profile.image.url) or self.site.logo

    def with_articles(self, articles: tuple[Article, ...]) -> "Feed":
        """A copy of the feed with `articles` instead of its own."""
        return replace(self, articles=articles)


def feed_title(site: Site, name: str | None) -> str:
    """The title of the feed of the profile called `name`; of the site's feed if `name` is None."""
    return f"{name} – {site.title}" if name else site.title
