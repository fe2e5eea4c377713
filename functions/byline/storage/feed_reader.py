"""Reading for documents: a feed's articles with their sections and authors, and the directory of all feeds."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from byline.errors import Refused
from byline.model.article import Article
from byline.model.feed import MOST_ARTICLES, Feed, LeftOut
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import FeedState
from byline.model.kinds import profiles_of
from byline.model.profiles import Profile
from byline.model.site import Site
from byline.model.tombstone import Tombstone
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import MOST_TOMBSTONES, tombstone_from
from byline.storage.item_keys import Item

Thing = TypeVar("Thing")


class FeedReader:
    """Reads the content of feeds. Every method raises StoreUnavailable if the table does not respond in time."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def feed(self, key: FeedKey, site: Site, state: FeedState) -> tuple[Feed, list[LeftOut]]:
        """The feed in `state`, with its newest articles that are due, and the damaged content that it leaves out.

        Reads are consistent, so the content is never older than the state.
        """
        due = item_keys.due_entries(state.moment)
        entries = self._table.query(item_keys.feed_pk(key), between=due, limit=MOST_ARTICLES, newest_first=True, consistent=True)
        articles, left_out = self._articles([entry["article"] for entry in entries])
        tombstones, broken = self._tombstones(key, site, state)
        profiles, without = self._profiles([key, *(named for article in articles for named in profiles_of(article))])
        feed = Feed(
            key=key,
            site=site,
            profile=profiles.get(key),
            articles=with_notices(articles, tombstones),
            profiles=profiles,
            changed_at=state.changed_at,
            max_age=state.max_age,
            tombstones=tombstones,
        )
        return feed, [*left_out, *broken, *without]

    def _tombstones(self, key: FeedKey, site: Site, state: FeedState) -> tuple[tuple[Tombstone, ...], list[LeftOut]]:
        """The recent tombstones. Their age is measured from the feed's last change, so one state always shows the same ones."""
        if not site.tombstone_days:
            return (), []
        recent = item_keys.recent_tombstones(state.changed_at, site.tombstone_days)
        pk = item_keys.feed_pk(key)
        found = self._table.query(pk, between=recent, limit=MOST_TOMBSTONES, newest_first=True, consistent=True)
        tombstones, left_out = _read_each(found, tombstone_from, lambda item: item_keys.article_id_in(item["sk"]))
        return tuple(tombstones), left_out

    def directory(self) -> list[tuple[FeedKey, str]]:
        """Every section's and author's feed under its present name, with its title; authors first, each kind by first slug."""
        return [(entry.name, entry.title) for entry in items.directory_entries(self._table.query(item_keys.DIRECTORY))]

    def _articles(self, ids: list[str]) -> tuple[list[Article], list[LeftOut]]:
        stored = self._table.get_many([item_keys.article_key(article_id) for article_id in ids], consistent=True)
        shown = filter(items.is_shown, stored)
        articles, left_out = _read_each(shown, items.article_from, lambda item: item_keys.article_id_from(item["pk"]))
        found = {article.id: article for article in articles}
        return [found[article_id] for article_id in ids if article_id in found], left_out

    def _profiles(self, keys: list[FeedKey]) -> tuple[dict[FeedKey, Profile], list[LeftOut]]:
        wanted = [item_keys.profile_key(key) for key in keys if key != SITE]
        stored = self._table.get_many(wanted, consistent=True)
        found, left_out = _read_each(stored, lambda item: (item_keys.feed_from(item["pk"]), items.profile_from(item)), _pk)
        return dict(found), left_out


def _read_each(
    stored: Iterable[Item], read: Callable[[Item], Thing], name: Callable[[Item], str]
) -> tuple[list[Thing], list[LeftOut]]:
    """The result of `read` for each item, and the items that it refuses, each under its `name`."""
    found, left_out = [], []
    for item in stored:
        try:
            found.append(read(item))
        except Refused as error:
            left_out.append(LeftOut(name(item), str(error)))
    return found, left_out


def _pk(item: Item) -> str:
    return str(item["pk"])


def with_notices(articles: list[Article], tombstones: tuple[Tombstone, ...]) -> tuple[Article, ...]:
    """The articles and the notices of withdrawn articles, by publication time: newest first, at most MOST_ARTICLES."""
    notices = [notice for tombstone in tombstones if (notice := tombstone.as_article())]
    if not notices:
        return tuple(articles)
    shown = {article.id: article for article in [*notices, *articles]}
    return tuple(sorted(shown.values(), key=lambda article: (article.published, article.id), reverse=True)[:MOST_ARTICLES])
