"""Finds stored articles: lists with filters, the article that has an id or an address, and ids that are nearly right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from byline.desk.shown import is_undated
from byline.edit_errors import UnknownArticle
from byline.errors import Problem, Refused, UnknownFeed
from byline.intake.fields import Headline, Identifier, Slug, Time
from byline.intake.parts import Input
from byline.model import base64url
from byline.model.addresses import is_web_address, written_address
from byline.model.feed_key import FeedKey, author_feed, section_feed
from byline.model.kinds import slugs_in
from byline.model.lifecycle import Status
from byline.model.searching import folded, nearest
from byline.storage.article_lists import Listing, listing_of
from byline.storage.desk_reader import DeskReader
from byline.storage.list_reader import EVERYTHING, Span

MOST_LISTED = 100
"""The most articles in one response."""

MOST_COMPARED, MOST_CANDIDATES = 1_000, 3
"""Of so many of the newest articles, so many are suggested for an id that does not exist."""


class ListedShown(Input):
    """An article in a list, with sections and authors by their present slugs."""

    id: Identifier
    status: Status
    published: Time | None = None
    """Absent of a draft, unless it is to come."""
    title: Headline
    url: str
    sections: tuple[Slug, ...] = ()
    authors: tuple[Slug, ...] = ()
    tags: tuple[Headline, ...] = ()
    withdrawn: Time | None = None
    """The time of its withdrawal."""
    notice: str = ""
    """What readers see instead of it."""


class ListShown(Input):
    """Articles, newest first. With a `cursor`, there may be more: send it back with the same filters."""

    articles: list[ListedShown]
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What all articles of a list have in common; None for what may be anything. `section` and `author` are slugs.

    They were or are to be published at or after `since` and before `until`. Every one of the `words` occurs in the title.
    """

    section: str | None = None
    author: str | None = None
    tag: str | None = None
    status: Status | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str | None = None


class Finder:
    """Finds what `reader` reads, at the time of `clock`. Every method raises StoreUnavailable."""

    def __init__(self, reader: DeskReader, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._clock = clock

    def articles(self, filters: Filters, limit: int, cursor: str | None = None) -> dict[str, Any]:
        """A page of the articles that pass `filters`, as a JSON object: see ListShown.

        Raises UnknownFeed for a section or author that does not exist, and Refused for a cursor that no page had.
        """
        wanted, now = self._test(filters), self._clock()
        span = Span(filters.status, filters.since, filters.until)
        page = self._reader.lists.page(span, now, limit, wanted, None if cursor is None else _position_in(cursor))
        more = {"cursor": _cursor_of(page.position)} if page.position else {}
        return {"articles": self._shown(page.listings), **more}

    def named(self, name: str) -> dict[str, Any]:
        """The article whose id is `name`, or else the one that has this address, as a page of one or no article.

        Raises Refused if the stored article is damaged.
        """
        for article_id in filter(None, (name, self._reader.article_at(name) if is_web_address(name) else None)):
            try:
                stored_article = self._reader.stored_article(article_id)
            except UnknownArticle:
                continue
            return {"articles": self._shown([listing_of(stored_article)])}
        return {"articles": []}

    def candidates(self, article_id: str) -> list[dict[str, str]]:
        """The articles among the newest whose ids are nearest to one that does not exist, each with `id` and `title`.

        An address is compared with addresses. It may lack its scheme or its host, and have a query too much.
        """
        page = self._reader.lists.page(EVERYTHING, self._clock(), MOST_COMPARED)
        typed, form = written_address(article_id) or (article_id, None)
        listed = {form(each.url) if form else each.id: each for each in page.listings}
        found = nearest(typed, listed, MOST_CANDIDATES) or nearest(typed.partition("?")[0], listed, MOST_CANDIDATES)
        return [{"id": listed[each].id, "title": listed[each].title} for each in found]

    def feed_candidates(self, feed: str) -> list[dict[str, str]]:
        """The sections or authors that are nearest to `feed`, such as `authors/nina`, each with its name as `id`, and `title`.

        One of the words of the name or the title is enough.
        """
        kind, _, typed = feed.partition("/")
        known = [each for each in self._reader.directory()[:MOST_COMPARED] if each.name.kind == kind]
        names = {each: (each.name.slug, folded(each.title)) for each in known}
        by_word = [each for each in known if typed in {*names[each][0].split("-"), *names[each][1].split()}]
        by_name = {name: each for each in known for name in names[each]}
        found = dict.fromkeys([*by_word, *(by_name[near] for near in nearest(typed, by_name, MOST_CANDIDATES))])
        return [{"id": str(each.name), "title": each.title} for each in found][:MOST_CANDIDATES]

    def _test(self, filters: Filters) -> Callable[[Listing], bool]:
        section = self._stored_slug(section_feed(filters.section)) if filters.section else None
        author = self._stored_slug(author_feed(filters.author)) if filters.author else None
        tag, words = folded(filters.tag or ""), folded(filters.words or "").split()

        def wanted(listing: Listing) -> bool:
            return (
                (section is None or section in listing.sections)
                and (author is None or author in listing.authors)
                and (not tag or tag in map(folded, listing.tags))
                and (not words or _has_all(words, listing.title))
            )

        return wanted

    def _stored_slug(self, name: FeedKey) -> str:
        key = self._reader.stored_key(name)
        if key is None:
            raise UnknownFeed(str(name))
        return key.slug

    def _shown(self, listings: Sequence[Listing]) -> list[dict[str, Any]]:
        names, now = self._reader.present_names([key for each in listings for key in each.profiles]), self._clock()
        return [listed_shown(each, names, now) for each in listings]


def listed_shown(listing: Listing, names: Mapping[FeedKey, FeedKey], now: datetime) -> dict[str, Any]:
    """An article of a list as a JSON object. `names` has the present names of its sections and authors."""
    status = listing.status(now)
    shown = ListedShown.model_construct(
        id=listing.id,
        status=status,
        published=None if is_undated(status, listing.published, now) else listing.published,
        title=listing.title,
        url=listing.url,
        **slugs_in([names[key] for key in listing.profiles]),
        tags=listing.tags,
        withdrawn=listing.withdrawn,
        notice=listing.notice,
    )
    return shown.model_dump(mode="json", exclude_defaults=True)


def _has_all(words: Iterable[str], title: str) -> bool:
    text = folded(title)
    return all(word in text for word in words)


def _cursor_of(position: str) -> str:
    return base64url.encoded(position)


def _position_in(cursor: str) -> str:
    try:
        position = base64url.decoded(cursor)
    except ValueError:
        position = ""
    if not position:
        raise Refused("list", [Problem("cursor", "is not one of a page of this list")])
    return position
