"""Editing articles: an article, its places and the heads of every feed it was in or is in change together or not at all."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from byline.errors import AlreadySeen, Problem, Refused, RetiredProfile, TooLarge, UnknownArticle, UnknownProfile
from byline.model.article import Article
from byline.model.feed_key import SITE, FeedKey
from byline.model.kinds import feeds_of, naming, profiles_of
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from byline.storage import item_keys, items
from byline.storage.editing import Editor, EditResult, KnownFeeds, OnlyIf, Outcome, always, put_condition, require
from byline.storage.feed_entries import DerivedItems, derived_items, feeds_in
from byline.storage.item_keys import Item
from byline.storage.writes import delete, put

LARGEST_ITEM = 390_000
"""In bytes: DynamoDB takes 400 KB, a little of which goes for the form of the item."""

Become = Callable[[StoredArticle | None, KnownFeeds, datetime], StoredArticle]
Dating = Callable[[Article, StoredArticle | None, datetime], Article]


def as_written(article: Article, _before: StoredArticle | None, _now: datetime) -> Article:
    """The article with the dates it has."""
    return article


class Articles:
    """Stores articles with `editor`. Every method is one transaction, and safe to repeat.

    They raise EditConflict when others kept changing the same thing, and PreconditionFailed when `only_if` says no.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def put(
        self,
        article: Article,
        *,
        draft: bool = False,
        withdrawal: Withdrawal | None = None,
        only_if: OnlyIf = always,
        dated: Dating = as_written,
    ) -> EditResult[StoredArticle]:
        """Store an article as it is to be: published, waiting for its time, or as a draft.

        One withdrawn is published again, unless it comes with the very `withdrawal` that is stored. `dated` gives it its dates,
        knowing what was stored before. Raises UnknownProfile and RetiredProfile for what it names, AlreadySeen if readers would
        lose it without a word, TooLarge, and Refused for another withdrawal, or if `dated` does.
        """

        def become(before: StoredArticle | None, known: KnownFeeds, now: datetime) -> StoredArticle:
            _refuse_another(withdrawal, before, article.id)
            after = StoredArticle(_resolved(dated(article, before, now), before, known), draft and not withdrawal, withdrawal)
            if before and before.has_been_seen(now) and after.status(now) in (Status.DRAFT, Status.SCHEDULED):
                raise AlreadySeen(article.id)
            return after

        return self._edit(article.id, profiles_of(article), become, only_if)

    def withdraw(self, article_id: str, *, notice: str = "", only_if: OnlyIf = always) -> EditResult[StoredArticle]:
        """Take an article out of every feed; where readers have seen it a tombstone stays, with `notice` if there is one.

        Raises UnknownArticle.
        """

        def become(before: StoredArticle | None, _known: KnownFeeds, now: datetime) -> StoredArticle:
            if before is None:
                raise UnknownArticle(article_id)
            if before.withdrawal:
                return replace(before, withdrawal=replace(before.withdrawal, notice=notice))
            return StoredArticle(before.article, withdrawal=Withdrawal(at=now, notice=notice, seen=before.has_been_seen(now)))

        return self._edit(article_id, (), become, only_if)

    def _edit(self, article_id: str, names: tuple[FeedKey, ...], become: Become, only_if: OnlyIf) -> EditResult[StoredArticle]:
        return self._editor.attempt(f"article {article_id}", lambda: self._once(article_id, names, become, only_if))

    def _once(self, article_id: str, names: tuple[FeedKey, ...], become: Become, only_if: OnlyIf) -> EditResult[StoredArticle]:
        stored, known = self._editor.read(item_keys.article_key(article_id), (SITE, *names))
        before, now = items.stored_article_from(stored) if stored else None, self._editor.now()
        after = become(before, known, now)
        if stored and after == before:
            return EditResult(after, stored["revision"], Outcome.UNCHANGED)
        require(f"article {article_id}", only_if, stored)
        revision = self._editor.new_revision()
        item, (condition, values) = _storable(after, revision, stored), put_condition(stored)
        self._editor.table.transact(
            [
                put(item, condition, **values),
                *_moved(derived_items(before, now), derived_items(after, now)),
                *self._changed_heads(before, after, known),
            ]
        )
        return EditResult(after, revision, Outcome.CHANGED if before else Outcome.NEW)

    def _changed_heads(self, before: StoredArticle | None, after: StoredArticle, known: KnownFeeds) -> list[Item]:
        placed = feeds_in(after)
        touched = dict.fromkeys((*placed, *feeds_in(before)))
        heads = {**known.heads, **self._editor.known([key for key in touched if key not in known.heads]).heads}
        published = None if after.withdrawal else after.article.published
        return [self._editor.changed_head(key, heads.get(key), published=published if key in placed else None) for key in touched]


def _refuse_another(withdrawal: Withdrawal | None, before: StoredArticle | None, article_id: str) -> None:
    if withdrawal and (before is None or before.withdrawal != withdrawal):
        raise Refused(f"article {article_id}", [Problem("withdrawal", "is not as it is stored: leave it out, or withdraw")])


def _resolved(article: Article, before: StoredArticle | None, known: KnownFeeds) -> Article:
    """The article naming sections and authors as they are stored, whatever they were called when it was written."""
    if missing := known.missing(profiles_of(article)):
        raise UnknownProfile(article.id, map(str, missing))
    keys = list(dict.fromkeys(known.keys[name] for name in profiles_of(article)))
    had = feeds_of(before.article) if before else ()
    if retired := [str(key) for key in keys if known.heads[key].retired and key not in had]:
        raise RetiredProfile(f"article {article.id}", retired)
    return naming(article, keys)


def _storable(stored_article: StoredArticle, revision: str, before: Item | None) -> Item:
    item = items.article_item(stored_article, revision, before)
    size = len(json.dumps(item, ensure_ascii=False).encode())
    if size > LARGEST_ITEM:
        raise TooLarge(f"article {stored_article.article.id}", size, LARGEST_ITEM)
    return item


def _moved(old: DerivedItems, new: DerivedItems) -> list[Item]:
    """Writes that make the items `old` into the items `new`."""
    gone = [delete({"pk": pk, "sk": sk}) for pk, sk in sorted(old.keys() - new.keys())]
    return gone + [put(item) for key, item in sorted(new.items()) if item != old.get(key)]
