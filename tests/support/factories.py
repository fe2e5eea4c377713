"""Makes valid values of the model, so that a test states only the relevant fields."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from byline.desk.lifecycle_edits import StatedLifecycle
from byline.model.article import Article, Correction
from byline.model.feed import Feed
from byline.model.feed_key import SITE, FeedKey
from byline.model.kinds import feed_about
from byline.model.lifecycle import Status
from byline.model.media import Enclosure, Image
from byline.model.profiles import Author, Profile, Section
from byline.model.site import Site
from byline.model.tombstone import Tombstone

NOW = datetime(2026, 3, 14, 12, 0, 0, tzinfo=UTC)
"""The time in tests, unless a test sets a different one."""

DRAFT = StatedLifecycle(Status.DRAFT)


def moment(text: str) -> datetime:
    """`2026-03-14T12:00:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def site(**changes: Any) -> Site:
    return Site(
        **{
            "title": "The Gazette",
            "description": "News of the world.",
            "url": "https://www.example.com",
            "feeds_url": "https://feeds.example.com",
            "language": "en",
            "id_authority": "example.com,2026",
            **changes,
        }
    )


def section(slug: str = "world", **changes: Any) -> Section:
    return Section(**{"slug": slug, "title": slug.title(), "description": f"All about {slug}.", **changes})


def author(slug: str = "jane-doe", **changes: Any) -> Author:
    name = slug.replace("-", " ").title()
    return Author(**{"slug": slug, "name": name, "bio": f"{name} writes.", **changes})


SHIP = {
    "url": "https://img.example.com/ship.jpg",
    "alt": "A ship",
    "caption": "The ship leaves.",
    "credit": "Ann Photo",
    "width": 1600,
    "height": 900,
    "media_type": "image/jpeg",
}
"""A picture as JSON has it."""


def image(**changes: Any) -> Image:
    return Image(**{**SHIP, **changes})


def enclosure(**changes: Any) -> Enclosure:
    return Enclosure(
        **{
            "url": "https://media.example.com/talk.mp3",
            "media_type": "audio/mpeg",
            "length": 1234567,
            "duration": 321,
            "title": "The talk",
            **changes,
        }
    )


def article(number: int = 1, /, **changes: Any) -> Article:
    """Article `number`, published that many minutes before NOW."""
    published = changes.get("published", NOW - timedelta(minutes=number))
    return Article(
        **{
            "id": f"tag:example.com,2026:{number:04d}",
            "url": f"https://www.example.com/world/{number}",
            "title": f"Headline {number}",
            "published": published,
            "updated": published,
            "summary": f"Summary {number}.",
            "content": f"<p>Content {number}.</p>",
            "sections": ("world",),
            "authors": ("jane-doe",),
            **changes,
        }
    )


def full_article() -> Article:
    """An article with every field set."""
    return article(
        guid="4711",
        language="de",
        updated=NOW,
        edited=NOW + timedelta(minutes=5),
        tags=("ships", "sea"),
        image=image(),
        enclosures=(enclosure(),),
        corrections=(correction(),),
        sections=("world", "sea"),
    )


def full_section() -> Section:
    """A section with every field set."""
    return section(url="https://www.example.com/world", image=image(), summaries_only=True)


def full_author() -> Author:
    """An author with every field set."""
    return author(url="https://www.example.com/jane", email="jane@example.com", image=image())


def feed(*articles: Article, key: FeedKey = SITE, profiles: Collection[Profile] = (), **changes: Any) -> Feed:
    """A feed of `articles` with `profiles` and every other section and author that the articles name."""
    named = [section(slug) for each in articles for slug in each.sections]
    writing = [author(slug) for each in articles for slug in each.authors]
    defaults = {"key": key, "site": site(), "profile": None, "changed_at": NOW, "max_age": 900}
    stored = {feed_about(each): each for each in [*named, *writing, *profiles]}
    return Feed(**{**defaults, "articles": articles, "profiles": stored, **changes})


class Clock:
    """A clock that moves only when it is advanced."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


def counter(prefix: str = "r") -> Callable[[], str]:
    """Predictable revisions: r1, r2, ..."""
    count = iter(range(1, 10**9))
    return lambda: f"{prefix}{next(count)}"


def correction(**changes: Any) -> Correction:
    return Correction(**{"note": "The ship was longer than we said.", "at": NOW, **changes})


def tombstone(number: int = 7, /, **changes: Any) -> Tombstone:
    """The tombstone of article `number`."""
    gone = article(number)
    return Tombstone(**{"article_id": gone.id, "at": NOW, "url": gone.url, "published": gone.published, **changes})
