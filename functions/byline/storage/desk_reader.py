"""Reading for the desk: stored articles, sections and authors, the schedule, and the state of every feed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from byline.errors import UnknownArticle, UnknownFeed
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import FeedState, present_name
from byline.model.kinds import naming, profiles_of
from byline.model.lifecycle import StoredArticle
from byline.model.profiles import Profile
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import find_feed
from byline.storage.heads import EMPTY_HEAD, head_from
from byline.storage.versions import VersionReader

WHOLE_SITE = "The whole site"
LATEST = datetime.max.replace(microsecond=0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """A stored article, and the revision of its last edit."""

    stored_article: StoredArticle
    revision: str


@dataclass(frozen=True, slots=True)
class ProfileRecord:
    """A stored section or author, the revision of its last edit, and whether it is retired."""

    profile: Profile
    revision: str
    retired: bool


@dataclass(frozen=True, slots=True)
class ScheduledArticle:
    """An article in the schedule, which is not due or not released yet."""

    article_id: str
    published: datetime


@dataclass(frozen=True, slots=True)
class FeedSummary:
    """A feed under its present name, its title, and its state."""

    name: FeedKey
    title: str
    state: FeedState


class DeskReader:
    """Reads the table for the desk, consistently. Every method raises StoreUnavailable if the table does not respond in time."""

    def __init__(self, table: Table) -> None:
        self.versions = VersionReader(table)
        self._table = table

    def article(self, article_id: str) -> ArticleRecord:
        """The stored article, which names sections and authors by their present slugs.

        Raises UnknownArticle, and Refused if the item does not hold an article.
        """
        item = self._table.get(item_keys.article_key(article_id), consistent=True)
        if item is None:
            raise UnknownArticle(article_id)
        return ArticleRecord(self.with_present_names(items.stored_article_from(item)), str(item["revision"]))

    def profile(self, name: FeedKey) -> ProfileRecord:
        """The section or author that is or was called `name`; raises UnknownFeed."""
        feed = find_feed(self._table, name, consistent=True)
        item = self._table.get(item_keys.profile_key(feed.key), consistent=True)
        if item is None:
            raise UnknownFeed(str(name))
        retired = feed.head is not None and feed.head.retired
        return ProfileRecord(items.profile_from(item), str(item.get("revision", "")), retired)

    def scheduled(self, until: datetime = LATEST) -> Iterator[ScheduledArticle]:
        """The articles in the schedule, earliest first, up to and including `until`."""
        for item in self._table.query(item_keys.SCHEDULE, between=item_keys.due_in_schedule(until), consistent=True):
            yield ScheduledArticle(item["article"], item_keys.moment_in(item["sk"]))

    def feeds(self, now: datetime) -> list[FeedSummary]:
        """Every feed that has not ended, with its state at `now`: the site's, then authors and sections, each by first slug."""
        listed = items.directory_entries(self._table.query(item_keys.DIRECTORY, consistent=True))
        entries = [items.DirectoryEntry(SITE, SITE, WHOLE_SITE), *listed]
        found = self._table.get_many([item_keys.head_key(entry.key) for entry in entries], consistent=True)
        heads = {item_keys.feed_from(item["pk"]): head_from(item) for item in found}
        return [FeedSummary(entry.name, entry.title, heads.get(entry.key, EMPTY_HEAD).at(now)) for entry in entries]

    def with_present_names(self, stored_article: StoredArticle) -> StoredArticle:
        """A copy of the article that names sections and authors by their present slugs."""
        article = stored_article.article
        found = self._table.get_many([item_keys.profile_key(key) for key in profiles_of(article)], consistent=True)
        slugs = {item_keys.feed_from(item["pk"]): item["slug"] for item in found}
        present = [present_name(key, slugs.get(key)) for key in profiles_of(article)]
        return replace(stored_article, article=naming(article, present))
