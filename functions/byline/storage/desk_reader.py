"""Reading for the desk: stored articles, sections and authors, the schedule, and the state of every feed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from byline.edit_errors import UnknownArticle
from byline.errors import UnknownFeed
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import FeedState, present_name
from byline.model.kinds import naming, profiles_of
from byline.model.lifecycle import Status, StoredArticle
from byline.model.profiles import Profile
from byline.model.redirect import Redirect
from byline.storage import item_keys, items
from byline.storage.article_addresses import holders
from byline.storage.article_guids import holders_of_guids
from byline.storage.article_lists import Listing
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import find_feed
from byline.storage.finding_keys import list_key
from byline.storage.heads import EMPTY_HEAD, head_from
from byline.storage.item_keys import Item
from byline.storage.list_reader import ListReader
from byline.storage.redirects import find_redirect, list_redirects
from byline.storage.versions import VersionReader

WHOLE_SITE = "The whole site"
MOST_COUNTED = 10_000
"""The most articles that are counted."""

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
class ProfileUsage:
    """The articles in the feed of the section or author `name`, published and scheduled, and every name of the feed.

    From MOST_COUNTED on there may be `more` than `articles`.
    """

    name: FeedKey
    articles: int
    more: bool
    names: list[FeedKey]


@dataclass(frozen=True, slots=True)
class ScheduledArticle:
    """An article in the schedule, which is not due or not released yet."""

    article_id: str
    published: datetime
    listing: Listing | None = None
    """What lists show of it; None in a table that an earlier release has written."""


@dataclass(frozen=True, slots=True)
class FeedSummary:
    """A feed under its present name, its title, and its state."""

    name: FeedKey
    title: str
    state: FeedState


class DeskReader:
    """Reads the table for the desk, consistently, except for lists.

    Every method raises StoreUnavailable if the table does not respond in time.
    """

    def __init__(self, table: Table) -> None:
        self.versions = VersionReader(table)
        self._table = table
        self.lists = ListReader(table)

    def article(self, article_id: str) -> ArticleRecord:
        """The stored article, which names sections and authors by their present slugs.

        Raises UnknownArticle, and Refused if the item does not hold an article.
        """
        item = self._article_item(article_id)
        return ArticleRecord(self.with_present_names(items.stored_article_from(item)), str(item["revision"]))

    def stored_article(self, article_id: str) -> StoredArticle:
        """The stored article, which names sections and authors by their first slugs. Raises what `article` raises."""
        return items.stored_article_from(self._article_item(article_id))

    def article_at(self, url: str) -> str | None:
        """The id of the article that has this address; None if none has."""
        return holders(self._table, [url]).get(url)

    def article_with_guid(self, guid: str) -> str | None:
        """The id of the article that has this guid, which is not its id; None if none has."""
        return holders_of_guids(self._table, [guid]).get(guid)

    def profile(self, name: FeedKey) -> ProfileRecord:
        """The section or author that is or was called `name`; raises UnknownFeed."""
        feed = find_feed(self._table, name, consistent=True)
        item = self._table.get(item_keys.profile_key(feed.key), consistent=True)
        if item is None:
            raise UnknownFeed(str(name))
        retired = feed.head is not None and feed.head.retired
        return ProfileRecord(items.profile_from(item), str(item.get("revision", "")), retired)

    def usage(self, name: FeedKey) -> ProfileUsage:
        """What depends on the section or author that is or was called `name`, in up to 1,000 read units; raises UnknownFeed."""
        key = find_feed(self._table, name, consistent=True).key
        item = self._table.get(item_keys.profile_key(key), consistent=True)
        if item is None:
            raise UnknownFeed(str(name))
        count = self._table.count(item_keys.feed_pk(key), between=item_keys.all_of(item_keys.ENTRY), limit=MOST_COUNTED)
        return ProfileUsage(present_name(key, item["slug"]), count, count == MOST_COUNTED, items.names_from(item))

    def scheduled(self, until: datetime = LATEST) -> Iterator[ScheduledArticle]:
        """The articles in the schedule, earliest first, up to and including `until`."""
        waiting = list(self._table.query(item_keys.SCHEDULE, between=item_keys.due_in_schedule(until), consistent=True))
        times = {str(item["article"]): item_keys.moment_in(item["sk"]) for item in waiting}
        found = self.lists.listed([list_key(Status.SCHEDULED, at, article_id) for article_id, at in times.items()])
        listed = {each.id: each for each in found}
        for article_id, at in times.items():
            yield ScheduledArticle(article_id, at, listed.get(article_id))

    def redirects(self, after: str | None, limit: int) -> tuple[list[Redirect], str | None]:
        """At most `limit` redirects after the old path `after`, and the path after which there are more: see `redirects`."""
        return list_redirects(self._table, after, limit)

    def redirect(self, path: str) -> Redirect | None:
        """The redirect from an old path; None if there is none."""
        return find_redirect(self._table, path, consistent=True)

    def feeds(self, now: datetime) -> list[FeedSummary]:
        """Every feed that has not ended, with its state at `now`: the site's, then authors and sections, each by first slug."""
        entries = [items.DirectoryEntry(SITE, SITE, WHOLE_SITE), *self.directory()]
        found = self._table.get_many([item_keys.head_key(entry.key) for entry in entries], consistent=True)
        heads = {item_keys.feed_from(item["pk"]): head_from(item) for item in found}
        return [FeedSummary(entry.name, entry.title, heads.get(entry.key, EMPTY_HEAD).at(now)) for entry in entries]

    def directory(self) -> Sequence[items.DirectoryEntry]:
        """The sections and authors whose feeds have not ended, with their present names and titles, each kind by first slug."""
        return items.directory_entries(self._table.query(item_keys.DIRECTORY, consistent=True))

    def with_present_names(self, stored_article: StoredArticle) -> StoredArticle:
        """A copy of the article that names sections and authors by their present slugs."""
        article = stored_article.article
        present = self.present_names(profiles_of(article), consistent=True)
        return replace(stored_article, article=naming(article, present.values()))

    def present_names(self, keys: Collection[FeedKey], *, consistent: bool = False) -> dict[FeedKey, FeedKey]:
        """The present names of the sections and authors that are stored under `keys`, in the order of these."""
        found = self._table.get_many([item_keys.profile_key(key) for key in keys], consistent=consistent)
        slugs = {item_keys.feed_from(item["pk"]): item["slug"] for item in found}
        return {key: present_name(key, slugs.get(key)) for key in keys}

    def stored_key(self, name: FeedKey) -> FeedKey | None:
        """The key under which the section or author is stored that is or was called `name`; None if there is none."""
        feed = find_feed(self._table, name, consistent=False)
        return feed.key if feed.head or feed.key != name else None

    def _article_item(self, article_id: str) -> Item:
        item = self._table.get(item_keys.article_key(article_id), consistent=True)
        if item is None:
            raise UnknownArticle(article_id)
        return item
