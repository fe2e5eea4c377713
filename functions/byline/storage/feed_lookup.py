"""Finds feeds by any name they have or had. Only this module follows aliases."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from byline.errors import UnknownFeed
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import Head
from byline.model.values import is_slug
from byline.storage.dynamodb import Table
from byline.storage.heads import EMPTY_HEAD, alias_from, head_from
from byline.storage.item_keys import Item, Key, head_key, key_of


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """The key that a feed is stored under, and its head, None if there is no head."""

    key: FeedKey
    head: Head | None


@dataclass(frozen=True, slots=True)
class ServedFeed:
    """The key that a feed is stored under, and the head that its documents follow."""

    key: FeedKey
    head: Head


StoredFeeds = Mapping[FeedKey, StoredFeed]
"""Feeds by the requested names. Names that no feed has or had are missing."""


def find_served(table: Table, name: FeedKey, *, consistent: bool = False) -> ServedFeed:
    """The feed called `name`, by one small read, or by two if it has been renamed. The site's feed is always served.

    Raises UnknownFeed, StoreUnavailable, and BrokenHead for a damaged head.
    """
    if name != SITE and not is_slug(name.slug):
        raise UnknownFeed(str(name))
    found = find_feed(table, name, consistent=consistent)
    if found.head is None and name != SITE:
        raise UnknownFeed(str(name))
    return ServedFeed(found.key, found.head or EMPTY_HEAD)


def find_feed(table: Table, name: FeedKey, *, consistent: bool) -> StoredFeed:
    """The feed called `name`, by one small read, or by two if it has been renamed; without a head if there is no such feed.

    Raises StoreUnavailable and BrokenHead.
    """
    item = table.get(head_key(name), consistent=consistent)
    if item is None:
        return StoredFeed(name, None)
    if alias := alias_from(item):
        return find_feed(table, alias, consistent=consistent)
    return StoredFeed(name, head_from(item))


def find_feeds(table: Table, names: Collection[FeedKey]) -> StoredFeeds:
    """Those of `names` that are feeds, by consistent reads. Raises StoreUnavailable and BrokenHead."""
    return find_with_feeds(table, None, names)[1]


def find_with_feeds(table: Table, key: Key | None, names: Collection[FeedKey]) -> tuple[Item | None, StoredFeeds]:
    """The item under `key`, unless that is None, and the feeds called `names`, by one consistent batch of reads.

    Renamed feeds take a second batch. A feed that has an alias but has lost its head is found without a head.
    """
    wanted = [*([key] if key else []), *map(head_key, names)]
    found = {_hashable(key_of(item)): item for item in table.get_many(wanted, consistent=True)}
    items = {name: item for name in names if (item := found.get(_hashable(head_key(name))))}
    aliases = {name: alias for name, item in items.items() if (alias := alias_from(item))}
    renamed = find_feeds(table, set(aliases.values())) if aliases else {}
    feeds = {
        name: renamed.get(aliases[name], StoredFeed(aliases[name], None))
        if name in aliases
        else StoredFeed(name, head_from(item))
        for name, item in items.items()
    }
    return found.get(_hashable(key)) if key else None, feeds


def heads_of(feeds: StoredFeeds) -> dict[FeedKey, Head]:
    """The heads among `feeds`, by the keys that they are stored under."""
    return {feed.key: feed.head for feed in feeds.values() if feed.head}


def _hashable(key: Key) -> tuple[str, str]:
    return key["pk"], key["sk"]
