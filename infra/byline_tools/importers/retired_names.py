"""Finds new articles in files that name retired sections or authors, as those of erased authors are."""

from collections.abc import Sequence

from byline.desk.publisher import Publisher
from byline.edit_errors import RetiredProfile
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import find_feeds
from byline_tools.importers.admitted import FileRead
from byline_tools.importers.refusals import problems_of


def find_retired(files: Sequence[FileRead], table: Table, publisher: Publisher) -> None:
    """Add a problem for each article that names something retired and is not stored yet. Raises StoreUnavailable.

    A stored article may keep a name that it has already.
    """
    feeds = find_feeds(table, {name for file in files for _, _, names in file.articles() for name in names})
    retired = {name for name, feed in feeds.items() if feed.head and feed.head.retired}
    suspects = [(file, *each) for file in files for each in file.articles() if retired.intersection(each[2])]
    stored = publisher.addresses({article_id for _, _, article_id, _ in suspects})
    for file, line, article_id, names in suspects:
        if article_id not in stored:
            error = RetiredProfile(f"article {article_id}", [str(each) for each in names if each in retired])
            file.problems += problems_of(line, "", error)
