"""Finds new articles in files that name retired sections or authors, as those of erased authors are."""

from collections.abc import Iterator, Sequence

from byline.desk.publisher import Publisher
from byline.edit_errors import RetiredProfile
from byline.model.article import Article
from byline.model.kinds import profiles_of
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import find_feeds


def retired_names(table: Table, publisher: Publisher, articles: Sequence[Article]) -> Iterator[tuple[str, RetiredProfile]]:
    """The id of each of `articles` that names something retired and is not stored yet, with the error. Raises StoreUnavailable.

    A stored article may keep a name that it has already.
    """
    feeds = find_feeds(table, {name for each in articles for name in profiles_of(each)})
    retired = {name for name, feed in feeds.items() if feed.head and feed.head.retired}
    suspects = {each.id: found for each in articles if (found := [str(name) for name in profiles_of(each) if name in retired])}
    stored = publisher.addresses(suspects.keys())
    yield from ((each, RetiredProfile(f"article {each}", found)) for each, found in suspects.items() if each not in stored)
