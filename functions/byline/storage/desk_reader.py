"""Reading for the desk: articles, sections and authors as they are stored, what is scheduled, and the state of every feed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from byline.errors import UnknownArticle, UnknownFeed
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import FeedState
from byline.model.kinds import naming, profiles_of
from byline.model.lifecycle import StoredArticle
from byline.model.profiles import Author, Section
from byline.model.times import parse_time
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import SCHEDULE, due_by
from byline.storage.feed_reader import EMPTY_HEAD
from byline.storage.item_keys import Item

WHOLE_SITE = "The whole site"
LATEST = datetime.max.replace(microsecond=0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ScheduledArticle:
    """An article whose time has still to come, or came a moment ago."""

    article_id: str
    published: datetime


@dataclass(frozen=True, slots=True)
class FeedSummary:
    """A feed under the name it goes by, its title, and its state."""

    name: FeedKey
    title: str
    state: FeedState


class DeskReader:
    """What is stored, by consistent reads. Every method raises StoreUnavailable when the table cannot answer in time."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def article(self, article_id: str) -> tuple[StoredArticle, str]:
        """The article as it is filed, naming sections and authors as they are called now, and its revision.

        Raises UnknownArticle, and Refused if what is stored is none.
        """
        item = self._table.get(item_keys.article_key(article_id), consistent=True)
        if item is None:
            raise UnknownArticle(article_id)
        return self.with_present_names(items.stored_article_from(item)), str(item["revision"])

    def profile(self, name: FeedKey) -> tuple[Section | Author, str, bool]:
        """The section or author that is or was called so, its revision, and whether it is retired; raises UnknownFeed."""
        key, head = self._head(name)
        item = self._table.get(item_keys.profile_key(key), consistent=True)
        if item is None:
            raise UnknownFeed(str(name))
        return items.profile_from(item), str(item.get("revision", "")), bool(head.get("retired"))

    def scheduled(self, until: datetime = LATEST) -> Iterator[ScheduledArticle]:
        """What waits for its time, earliest first, up to and including `until`."""
        for item in self._table.query(SCHEDULE, between=due_by(until), consistent=True):
            yield ScheduledArticle(item["article"], parse_time(item["sk"].partition("#")[0]))

    def feeds(self, now: datetime) -> list[FeedSummary]:
        """Every feed that has not ended, the site's first, then by its first name, with its state at `now`."""
        lines = list(self._table.query(item_keys.DIRECTORY, consistent=True))
        keys = [SITE, *(FeedKey.named(line["sk"]) for line in lines)]
        names = [(SITE, WHOLE_SITE), *map(items.directory_entry, lines)]
        found = self._table.get_many([item_keys.head_key(key) for key in keys], consistent=True)
        heads = {item["pk"]: items.head_from(item) for item in found}
        states = (heads.get(item_keys.feed_pk(key), EMPTY_HEAD).at(now) for key in keys)
        return [FeedSummary(name, title, state) for (name, title), state in zip(names, states, strict=True)]

    def _head(self, name: FeedKey) -> tuple[FeedKey, Item]:
        item = self._table.get(item_keys.head_key(name), consistent=True) or {}
        key = items.alias_from(item)
        return self._head(key) if key else (name, item)

    def with_present_names(self, stored_article: StoredArticle) -> StoredArticle:
        """The article naming its sections and authors as they are called now."""
        article = stored_article.article
        found = self._table.get_many([item_keys.profile_key(key) for key in profiles_of(article)], consistent=True)
        slugs = {item["pk"]: item["slug"] for item in found}
        present = [FeedKey(key.kind, slugs.get(item_keys.feed_pk(key), key.slug)) for key in profiles_of(article)]
        return replace(stored_article, article=naming(article, present))
