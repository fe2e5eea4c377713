"""Reading: a feed's state, its articles with their sections and authors, and the directory of all feeds."""

from byline.errors import Refused, UnknownFeed
from byline.model.article import Article
from byline.model.feed import MOST_ARTICLES, Feed, LeftOut
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import FeedState, Head
from byline.model.kinds import profiles_of
from byline.model.lifecycle import Tombstone
from byline.model.profiles import Author, Section
from byline.model.site import Site
from byline.model.times import parse_time
from byline.model.values import is_slug
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import MOST_TOMBSTONES, since, tombstone_from

EMPTY_HEAD = Head(revision="empty", changed_at=parse_time("2000-01-01T00:00:00Z"))
"""The state of a site nobody has published anything on."""


class FeedReader:
    """What feeds are made from. Every method raises StoreUnavailable when the table cannot answer in time."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def head(self, name: FeedKey, *, consistent: bool = False) -> tuple[FeedKey, Head]:
        """What the feed's state can be told from, by one small read, and the key it is stored under; raises UnknownFeed.

        A feed that has been renamed takes a second read.
        """
        possible = name == SITE or is_slug(name.slug)
        item = self._table.get(item_keys.head_key(name), consistent=consistent) if possible else None
        if item is None and name != SITE:
            raise UnknownFeed(str(name))
        if item and (key := items.alias_from(item)):
            return self.head(key, consistent=consistent)
        return name, items.head_from(item) if item else EMPTY_HEAD

    def feed(self, key: FeedKey, site: Site, state: FeedState) -> tuple[Feed, list[LeftOut]]:
        """The feed in that state, with its newest articles that are due by then, and what had to be left out of it.

        Reads are consistent: what is shown is never older than the state that was read before it.
        """
        due = (item_keys.ENTRY, item_keys.last_due(state.moment))
        places = self._table.query(item_keys.feed_pk(key), between=due, limit=MOST_ARTICLES, newest_first=True, consistent=True)
        articles, left_out = self._articles([place["article"] for place in places])
        tombstones = self._tombstones(key, site, state)
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
        return feed, left_out + without

    def _tombstones(self, key: FeedKey, site: Site, state: FeedState) -> tuple[Tombstone, ...]:
        """As old as they may be when the feed last changed, so that one state is always shown alike."""
        if not site.tombstone_days:
            return ()
        recent = since(state.changed_at, site.tombstone_days)
        found = self._table.query(
            item_keys.feed_pk(key), between=recent, limit=MOST_TOMBSTONES, newest_first=True, consistent=True
        )
        return tuple(map(tombstone_from, found))

    def directory(self) -> list[tuple[FeedKey, str]]:
        """Every section's and author's feed with the name it goes by, sections after authors, each by slug."""
        return [items.directory_entry(item) for item in self._table.query(item_keys.DIRECTORY)]

    def _articles(self, ids: list[str]) -> tuple[list[Article], list[LeftOut]]:
        found, left_out = {}, []
        stored = self._table.get_many([item_keys.article_key(article_id) for article_id in ids], consistent=True)
        for item in filter(items.is_shown, stored):
            try:
                article = items.article_from(item)
                found[article.id] = article
            except Refused as error:
                left_out.append(LeftOut(item["pk"].removeprefix("ARTICLE#"), str(error)))
        return [found[article_id] for article_id in ids if article_id in found], left_out

    def _profiles(self, keys: list[FeedKey]) -> tuple[dict[FeedKey, Section | Author], list[LeftOut]]:
        by_pk = {item_keys.feed_pk(key): key for key in keys if key != SITE}
        found, left_out = {}, []
        for item in self._table.get_many([item_keys.profile_key(key) for key in by_pk.values()], consistent=True):
            try:
                found[by_pk[item["pk"]]] = items.profile_from(item)
            except Refused as error:
                left_out.append(LeftOut(item["pk"], str(error)))
        return found, left_out


def with_notices(articles: list[Article], tombstones: tuple[Tombstone, ...]) -> tuple[Article, ...]:
    """The articles with the notices on withdrawn ones where these stood, not more than a feed shows."""
    notices = [notice for tombstone in tombstones if (notice := tombstone.as_article())]
    if not notices:
        return tuple(articles)
    shown = {article.id: article for article in [*notices, *articles]}
    return tuple(sorted(shown.values(), key=lambda article: (article.published, article.id), reverse=True)[:MOST_ARTICLES])
