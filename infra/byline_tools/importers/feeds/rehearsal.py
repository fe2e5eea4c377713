"""Compares the feed that an import would make with an old one: which stories their subscribers would see otherwise."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from byline.model.article import Article
from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import FeedKey
from byline.model.kinds import feeds_of
from byline.model.lifecycle import Status
from byline.model.text import plain
from byline_tools.importers.admitted import Admitted
from byline_tools.importers.feeds.feed import FeedItem, FeedPage, Format
from byline_tools.importers.feeds.matching import by_page, page_key


class Kind(StrEnum):
    """What a subscriber would see of a story."""

    NEW = "new"
    MISSING = "missing"
    MOVED = "moved"
    DATED = "dated otherwise"


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different of the story called `title`: `old` in the old feed, `ours` in ours; `why` is a phrase."""

    kind: Kind
    title: str
    old: str
    ours: str
    why: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The feed `key` compared with the old feed `source`, with their numbers of stories."""

    key: FeedKey
    source: str
    old: int
    ours: int
    differences: tuple[Difference, ...]

    def of(self, kind: Kind) -> list[Difference]:
        """The differences of this kind."""
        return [each for each in self.differences if each.kind is kind]


def compared(key: FeedKey, source: str, pages: Sequence[FeedPage], admitted: Sequence[Admitted], now: datetime) -> Comparison:
    """The feed `key`, with what is published of `admitted` at the time `now`, compared with an old feed."""
    old = [item for page in pages for item in page.items]
    states = [(each, _why_hidden(each, key, now)) for each in admitted if isinstance(each.thing, Article)]
    shown = [each.thing for each, why in states if isinstance(each.thing, Article) and not why]
    ours = sorted(shown, key=lambda each: (each.published, each.id), reverse=True)[:MOST_ARTICLES]
    name = _IDS[pages[0].format if pages else Format.RSS]
    hidden = {name(each.thing): why for each, why in states if isinstance(each.thing, Article)}
    both = _Both(old, ours, name, hidden)
    return Comparison(key, source, len(old), len(ours), (*both.in_ours(), *both.missing()))


_IDS: dict[Format, Callable[[Article], str]] = {
    Format.RSS: lambda each: each.known_as,
    Format.JSON: lambda each: each.known_as,
    Format.ATOM: lambda each: each.id,
}
"""The ids by which readers of each format know articles."""


class _Both:
    """An old feed and ours. `name` gives the id by which its readers know an article, `hidden` why ids are not in ours."""

    def __init__(
        self, old: Sequence[FeedItem], ours: Sequence[Article], name: Callable[[Article], str], hidden: Mapping[str, str]
    ) -> None:
        self._old = {item.id: item for item in old}
        self._ours = {name(each): each for each in ours}
        self._hidden = hidden
        self._renamed = by_page(item for item in old if item.id not in self._ours)
        self._pages = {page_key(each.url) for known, each in self._ours.items() if known not in self._old}

    def in_ours(self) -> Iterator[Difference]:
        """What is different of the stories in our feed."""
        oldest = min((item.published for item in self._old.values() if item.published), default=None)
        for known, article in self._ours.items():
            if item := self._old.get(known):
                yield from _changes(item, article)
            elif item := self._renamed.get(page_key(article.url)):
                yield Difference(Kind.NEW, article.title, item.id, known, "has another id")
            elif oldest and article.published < oldest:
                yield Difference(Kind.NEW, article.title, "", known, "is older than the oldest story of the old feed")
            else:
                yield Difference(Kind.NEW, article.title, "", known, "is not in the old feed")

    def missing(self) -> Iterator[Difference]:
        """The stories of the old feed that are not in ours, though they are as new as those that are."""
        full = len(self._ours) == MOST_ARTICLES
        oldest = min(each.published for each in self._ours.values()) if full else None
        for known, item in self._old.items():
            there = known in self._ours or page_key(item.url) in self._pages
            if not there and not (oldest and item.published and item.published < oldest):
                why = self._hidden.get(known, "is not imported")
                yield Difference(
                    Kind.MISSING, plain(item.title) or item.url, known, "", why or "is older than the stories of our feed"
                )


def _changes(item: FeedItem, article: Article) -> Iterator[Difference]:
    if page_key(item.url) != page_key(article.url):
        yield Difference(Kind.MOVED, article.title, item.url, article.url, "has another address")
    if item.published != article.published:
        yield _dated(article, item.published, article.published, "has another time of publication")
    elif item.updated and max(item.updated, item.published) != article.updated:
        yield _dated(article, item.updated, article.updated, "has another time of its last edit")


def _dated(article: Article, old: datetime | None, ours: datetime, why: str) -> Difference:
    return Difference(Kind.DATED, article.title, old.isoformat() if old else "", ours.isoformat(), why)


def _why_hidden(each: Admitted, key: FeedKey, now: datetime) -> str:
    """Why a new article is not in the feed; empty if it is."""
    article, stated = each.thing, each.lifecycle
    if stated.draft or stated.status is Status.DRAFT:
        return "is a draft"
    if isinstance(article, Article) and (article.published > now or stated.status is Status.SCHEDULED):
        return "is scheduled"
    return "" if isinstance(article, Article) and key in feeds_of(article) else f"is not in {key}"
