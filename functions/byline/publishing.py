"""Writing: an article, its places in feeds and the heads of those feeds change together or not at all."""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from byline import items
from byline.dynamodb import Table, change, delete, put
from byline.errors import EditConflict, TransactionCancelled, UnknownProfile
from byline.feeds import SITE, FeedKey, author_feed, feeds_of, profiles_of, section_feed
from byline.heads import Head, latest
from byline.items import Item, written
from byline.model import Article, Author, Section

ATTEMPTS = 8


class Outcome(StrEnum):
    """What a call did: the same thing stored again changes nothing."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Publisher:
    """Stores articles, sections and authors. `clock` gives aware UTC, `new_revision` a token never given before.

    Every method is safe to repeat, raises StoreUnavailable when the table cannot answer in time, and EditConflict
    when others kept changing the same thing.
    """

    def __init__(
        self, table: Table, clock: Callable[[], datetime], new_revision: Callable[[], str] = lambda: uuid.uuid4().hex
    ) -> None:
        self._table = table
        self._clock = clock
        self._new_revision = new_revision

    def put(self, thing: Article | Section | Author, *, only_if_new: bool = False) -> Outcome:
        """Store an article, section or author; raises UnknownProfile if an article names one that does not exist.

        With `only_if_new` a section or author that exists already stays as it is.
        """
        match thing:
            case Article():
                return self._attempt(f"article {thing.id}", lambda: self._put_article(thing))
            case Section():
                return self._attempt(
                    f"section {thing.slug}", lambda: self._put_profile(section_feed(thing.slug), thing, only_if_new)
                )
            case Author():
                return self._attempt(
                    f"author {thing.slug}", lambda: self._put_profile(author_feed(thing.slug), thing, only_if_new)
                )

    def known(self, keys: Iterable[FeedKey]) -> set[FeedKey]:
        """Those of `keys` that are feeds already."""
        return set(self._heads(keys))

    def _attempt(self, subject: str, write: Callable[[], Outcome]) -> Outcome:
        for attempt in range(ATTEMPTS):
            try:
                return write()
            except TransactionCancelled as error:
                cancelled = error
                self._table.pause(attempt)
        raise EditConflict(subject) from cancelled

    def _put_article(self, article: Article) -> Outcome:
        stored, heads = self._read(article)
        previous = items.article_from(stored) if stored else None
        if previous == article:
            return Outcome.UNCHANGED
        if unknown := [str(key) for key in profiles_of(article) if key not in heads]:
            raise UnknownProfile(article.id, unknown)
        if left := [key for key in (feeds_of(previous) if previous else ()) if key not in feeds_of(article)]:
            heads |= self._heads(left)
        self._table.transact(
            [
                _put_if_unchanged(items.article_item(article, self._new_revision()), stored),
                *_moved_places(previous, article),
                *(self._change(key, heads.get(key), article.published) for key in (*feeds_of(article), *left)),
            ]
        )
        return Outcome.CHANGED if previous else Outcome.NEW

    def _read(self, article: Article) -> tuple[Item | None, dict[FeedKey, Head]]:
        """The article as it is stored and the heads of the feeds it is to be in, by one consistent read."""
        key = items.article_key(article.id)
        by_pk = {items.feed_pk(feed): feed for feed in feeds_of(article)}
        found = self._table.get_many([key, *map(items.head_key, by_pk.values())], consistent=True)
        heads = {by_pk[item["pk"]]: items.head_from(item) for item in found if item["pk"] in by_pk}
        return next((item for item in found if item["pk"] == key["pk"]), None), heads

    def _put_profile(self, key: FeedKey, profile: Section | Author, only_if_new: bool) -> Outcome:
        item = items.profile_item(key, profile)
        stored = self._table.get(items.profile_key(key), consistent=True)
        if stored == item or (stored and only_if_new):
            return Outcome.UNCHANGED
        heads = self._heads([key, SITE])
        self._table.transact(
            [
                put(item),
                put(items.directory_item(key, profile)),
                self._change(key, heads.get(key), home_page_url=profile.url),
                self._change(SITE, heads.get(SITE)),
            ]
        )
        return Outcome.CHANGED if stored else Outcome.NEW

    def _heads(self, keys: Iterable[FeedKey]) -> dict[FeedKey, Head]:
        by_pk = {items.feed_pk(key): key for key in keys}
        found = self._table.get_many([items.head_key(key) for key in by_pk.values()], consistent=True)
        return {by_pk[item["pk"]]: items.head_from(item) for item in found}

    def _change(self, key: FeedKey, head: Head | None, published: datetime | None = None, **more: str | None) -> Item:
        """A new revision for the feed: due articles count towards its cadence, later ones towards its releases."""
        now = self._clock().replace(microsecond=0)
        past = [release for release in head.releases if release <= now] if head else []
        later = {written(published)} if published and published > now else None
        due = [published] if published and not later else []
        changes: dict[str, Any] = {
            "schema": items.SCHEMA,
            "revision": self._new_revision(),
            "changed_at": written(max(now, head.changed_at) if head else now),
            "recent": [written(moment) for moment in latest(head.recent if head else (), past, due)],
            **more,
        }
        if later:
            return change(items.head_key(key), changes, add={"releases": later})
        return change(items.head_key(key), changes, take={"releases": {written(moment) for moment in past}} if past else {})


def _put_if_unchanged(item: Item, stored: Item | None) -> Item:
    if stored is None:
        return put(item, "attribute_not_exists(pk)")
    return put(item, "revision = :read", read=stored["revision"])


def _moved_places(previous: Article | None, article: Article) -> list[Item]:
    old = {tuple(items.entry_key(key, previous).items()) for key in feeds_of(previous)} if previous else set()
    new = {tuple(items.entry_key(key, article).items()) for key in feeds_of(article)}
    gone = [delete(dict(key)) for key in sorted(old - new)]
    return gone + [put({**dict(key), "schema": items.SCHEMA, "article": article.id}) for key in sorted(new - old)]
