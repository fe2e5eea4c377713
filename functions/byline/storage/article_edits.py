"""Applying edits of articles: an article, its derived items and the heads of its feeds change in one transaction."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from byline.edit_errors import TooLarge
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import Head
from byline.model.lifecycle import StoredArticle
from byline.model.versions import Version, What, changed_fields, what_happened
from byline.storage.article_addresses import address_writes
from byline.storage.article_guids import guid_writes
from byline.storage.editing import Edited, Editor, put_condition, revision_of
from byline.storage.feed_entries import DerivedItems, derived_items, feeds_in
from byline.storage.feed_lookup import StoredFeeds, find_feeds, find_with_feeds, heads_of
from byline.storage.head_writes import Release, changed_head, released_head
from byline.storage.item_keys import Item, article_key
from byline.storage.items import VERSION, article_item, stored_article_from, was_imported
from byline.storage.stored_values import stored_form
from byline.storage.versions import version_in, version_item
from byline.storage.writes import Write, delete, put

LARGEST_ITEM = 390_000
"""In bytes. DynamoDB's limit of 400 KB includes the names and types of attributes."""


@dataclass(frozen=True, slots=True)
class ArticleBefore:
    """An article as it was read for an edit, None if it is not stored, and the feeds that the edit names."""

    stored_article: StoredArticle | None
    feeds: StoredFeeds
    item: Item | None

    @property
    def revision(self) -> str | None:
        """The revision of the article, None if it is not stored."""
        return revision_of(self.item)

    @property
    def imported(self) -> bool:
        """Whether the last edit was an import."""
        return was_imported(self.item)


class ArticleEdits:
    """Reads and writes articles with `editor`. Every method raises StoreUnavailable."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def read(self, article_id: str, names: Collection[FeedKey]) -> ArticleBefore:
        """The article and the feeds called `names`, by consistent reads. Raises Refused for a damaged article, and BrokenHead."""
        item, feeds = find_with_feeds(self._editor.table, article_key(article_id), (SITE, *names))
        return ArticleBefore(stored_article_from(item) if item else None, feeds, item)

    def claim(self, before: ArticleBefore, after: StoredArticle, *, moves: bool = False) -> list[Write]:
        """The writes for `write` that give the article its address and its guid.

        With `moves`, they take the address away from the article that has it. An erased article keeps its guid and has no
        address. Raises AddressTaken and GuidTaken.
        """
        had, has = (each.article if each and not each.erasure else None for each in (before.stored_article, after))
        known = before.stored_article.article if before.stored_article else None
        guids = guid_writes(self._editor.table, known, after.article)
        return [*guids, *address_writes(self._editor.table, had, has, moves=moves)]

    def write(
        self,
        before: ArticleBefore,
        after: StoredArticle,
        now: datetime,
        also: Iterable[Write] = (),
        *,
        imported: bool = False,
        forgets: bool = False,
        what: What | None = None,
    ) -> Version:
        """Store the article `after` the edit with its derived items, the version before it, and the writes `also`.

        Imports are `imported`. One that `forgets` stores no version, and removes attributes that this release does not define.
        Reports the edit, and returns what is recorded of it. `what` it did follows from the article before and after it, unless
        it is given. Raises TooLarge, and TransactionCancelled if the article has been edited since it was read.
        """
        version = self._version(before, after, now, what)
        known, (condition, values) = None if forgets else before.item, put_condition(before.item)
        own = put(_item(after, version, known, imported), condition, **values)
        replaced = [put(version_item(known, now, self._editor.version_days))] if known else []
        moved = _moved(derived_items(before.stored_article, now), derived_items(after, now))
        self._editor.transact(now, [own, *replaced, *moved, *self._heads(before, after, now), *also])
        self._report(after.article.id, version, now)
        return version

    def _report(self, article_id: str, version: Version, now: datetime) -> None:
        edited = Edited(f"article {article_id}", version.what, now, version.by, version.revision, version.replaced)
        self._editor.report(edited)

    def _version(self, before: ArticleBefore, after: StoredArticle, now: datetime, what: What | None) -> Version:
        """What is recorded of an edit."""
        number = version_in(before.item).number + 1 if before.item else 1
        done = (what or what_happened(before.stored_article, after, now)).value
        changed = changed_fields(before.stored_article, after)
        return Version(number, now, self._editor.by, done, self._editor.new_revision(), before.revision, changed)

    def _heads(self, before: ArticleBefore, after: StoredArticle, now: datetime) -> list[Write]:
        """The writes that change the head of every feed that the article is in or was in."""
        present = feeds_in(after)
        changed = dict.fromkeys((*present, *feeds_in(before.stored_article)))
        heads = heads_of(before.feeds)
        heads |= heads_of(find_feeds(self._editor.table, [key for key in changed if key not in heads]))
        published = None if after.withdrawal else after.article.published
        public = any(each is not None and each.has_been_seen(now) for each in (before.stored_article, after))
        return [
            self._head(key, heads.get(key), Release.of(after.article.id, published if key in present else None), now, public)
            for key in changed
        ]

    def _head(self, key: FeedKey, head: Head | None, release: Release, now: datetime, public: bool) -> Write:
        if not public:
            return released_head(key, head, release, now)
        return changed_head(key, head, revision=self._editor.new_revision(), now=now, releases=[release])


def _item(stored_article: StoredArticle, version: Version, before: Item | None, imported: bool) -> Item:
    item = {**article_item(stored_article, version.revision, before, imported=imported), VERSION: stored_form(version)}
    size = len(json.dumps(item, ensure_ascii=False, default=str).encode())
    if size > LARGEST_ITEM:
        raise TooLarge(f"article {stored_article.article.id}", size, LARGEST_ITEM)
    return item


def _moved(old: DerivedItems, new: DerivedItems) -> list[Write]:
    """Writes that turn the items `old` into the items `new`."""
    gone = [delete({"pk": pk, "sk": sk}) for pk, sk in sorted(old.keys() - new.keys())]
    return gone + [put(item) for key, item in sorted(new.items()) if item != old.get(key)]
