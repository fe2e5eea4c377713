"""The newsroom that all measurements use, in any size: articles as values of the model, as stored items, as dicts."""

import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from byline.model.article import Article
from byline.model.feed import Feed
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.feed_state import RECENT_TIMES
from byline.model.kinds import feeds_of
from byline.model.lifecycle import StoredArticle
from byline.model.media import Enclosure, Image
from byline.model.profiles import Author, Profile, Section, name_of
from byline.model.site import Site
from byline.model.times import format_time
from byline.storage import item_keys, items
from byline.storage.feed_entries import derived_items
from byline.storage.item_keys import Item

NEWEST = datetime(2026, 1, 5, 12, 0, 0, tzinfo=UTC)
POLLED = section_feed("world")
"""The polled feed, which every article belongs to."""

COMPLETE = 1_000
"""The number of newest articles with text and pictures. Older ones are never read and would only use memory."""

AUTHORS = 20
_WORDS = (
    "harbour council ferry strike budget winter storm election school bridge hospital museum factory railway market island "
    "minister engineer fisherman judge teacher said announced promised refused measured opened closed counted rebuilt found "
    "the the the of of and and to to in a a that for was with on at by from after before under nearly seventeen new old local"
).split()


@cache
def site() -> Site:
    """The publication."""
    return Site(
        title="The Gazette",
        description="News of the world.",
        url="https://www.example.com",
        feeds_url="https://feeds.example.com",
        language="en",
        id_authority="example.com,2026",
        rights="© The Gazette",
        icon="https://img.example.com/icon.png",
        logo="https://img.example.com/logo.png",
    )


def section(number: int) -> Section:
    """Section `number`; number 0 is the one that is polled."""
    slug = f"section-{number}" if number else POLLED.slug
    title = slug.replace("-", " ").title()
    return Section(
        slug=slug, title=title, description=f"All about {title}.", url=f"https://www.example.com/{slug}", image=picture(0)
    )


def author(number: int) -> Author:
    """Author `number`."""
    url = f"https://www.example.com/people/{number}"
    return Author(slug=f"author-{number}", name=f"Author Number {number}", bio="Writes since 1999.", url=url, image=picture(0))


@cache
def picture(number: int) -> Image:
    """A picture with every field set."""
    return Image(
        url=f"https://img.example.com/{number}.jpg",
        alt=f"A ship, number {number}",
        caption="The ship leaves the harbour in the morning.",
        credit="Ann Photo",
        width=1600,
        height=900,
        media_type="image/jpeg",
    )


@cache
def recording() -> Enclosure:
    """The attached media of an article."""
    return Enclosure(url="https://media.example.com/a.mp3", media_type="audio/mpeg", length=1234567, duration=321)


@cache
def content(number: int) -> str:
    """About 4 KB of HTML, as long as a typical article and as compressible as prose."""
    chance = random.Random(number)  # noqa: S311 - not a secret
    paragraphs = [" ".join(chance.choices(_WORDS, k=70)).capitalize() for _ in range(10)]
    return "".join(f'<p>{text}. <a href="https://www.example.com/{number}">More</a>.</p>\n' for text in paragraphs)


def article(number: int, sections: int = 10) -> Article:
    """Article `number`; 1 is the newest. Every field except corrections is set."""
    published = NEWEST - timedelta(minutes=7 * number)
    second, complete = number % sections, number <= COMPLETE
    return Article(
        id=f"tag:example.com,2026:{number:07d}",
        url=f"https://www.example.com/world/{number:07d}",
        title=f"Headline number {number:07d} is about ships & trains",
        published=published,
        updated=published + timedelta(minutes=3),
        summary=f"Summary of story {number:07d}: what happened, to whom, and why it took until the winter to be known.",
        content=content(number % 50) if complete else "",
        sections=(POLLED.slug, *([f"section-{second}"] if second else [])),
        authors=(f"author-{number % AUTHORS}", f"author-{(number + 7) % AUTHORS}"),
        tags=("ships", "trains", f"tag {number % 9}"),
        image=picture(number % 50) if complete else None,
        enclosures=(recording(),) if complete else (),
    )


def feed(articles: int, sections: int = 10) -> Feed:
    """The polled feed with that many articles, as a writer of a format receives it."""
    return Feed(
        key=POLLED,
        site=site(),
        profile=section(0),
        articles=tuple(article(number) for number in range(1, articles + 1)),
        profiles=dict(_profiles(sections)),
        changed_at=NEWEST,
        max_age=900,
    )


def stored(articles: int, sections: int) -> Iterator[Item]:
    """Every item of the table. The 50 newest articles are included a second time, in the form that the naive handler stores."""
    for key, profile in _profiles(sections):
        yield items.profile_item(key, profile, "5f0c" * 8)
        yield items.directory_item(key, profile)
    recent: dict[FeedKey, list[str]] = {SITE: [], **{key: [] for key, _ in _profiles(sections)}}
    for number in range(1, articles + 1):
        each = article(number, sections)
        yield items.article_item(StoredArticle(each), f"{number:032x}")
        for key in feeds_of(each):
            recent[key].append(format_time(each.published))
        yield from derived_items(StoredArticle(each), NEWEST).values()
    for key, times in recent.items():
        yield head(key, times)
    yield from (naive_item(article(number)) for number in range(1, min(articles, 50) + 1))


def head(key: FeedKey, times: list[str]) -> Item:
    """A feed's head as Publisher stores it after publishing articles at `times`, newest first."""
    page = f"https://www.example.com/{key.slug}"
    known = {"schema": item_keys.SCHEMA, "revision": "5f0c" * 8, "changed_at": format_time(NEWEST), "home_page_url": page}
    return {**item_keys.head_key(key), **known, "latest": " ".join(times[:RECENT_TIMES][::-1])}


def as_dict(article_: Article) -> dict[str, Any]:
    """The article as in an application without Byline: a dict that contains the names of sections and authors."""
    number = [int(slug.rpartition("-")[2]) for slug in article_.authors]
    sections = [section(int(slug.rpartition("-")[2]) if "-" in slug else 0) for slug in article_.sections]
    return {
        **{name: getattr(article_, name) for name in ("id", "url", "title", "published", "updated", "summary", "content")},
        "categories": [*map(name_of, sections), *article_.tags],
        "authors": [{"name": each.name, "uri": each.url} for each in map(author, number)],
        "image": asdict(article_.image) if article_.image else {},
        "enclosure": asdict(article_.enclosures[0]),
    }


def naive_item(article_: Article) -> Item:
    """The article in one item under its section, as in a tutorial."""
    plain = {**as_dict(article_), "published": format_time(article_.published), "updated": format_time(article_.updated)}
    return {"pk": f"SECTION#{POLLED.slug}", "sk": f"{plain['published']}#{article_.id}", **plain}


def _profiles(sections: int) -> list[tuple[FeedKey, Profile]]:
    authors = [(author_feed(each.slug), each) for each in map(author, range(AUTHORS))]
    return [*authors, *((section_feed(each.slug), each) for each in map(section, range(sections)))]
