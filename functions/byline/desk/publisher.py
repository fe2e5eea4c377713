"""The desk's edits. Each stores an article, section or author by one call that is safe to repeat."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime

from byline.desk.article_edits import PutArticle
from byline.desk.articles import Articles
from byline.desk.profile_edits import PutProfile
from byline.desk.profiles import Profiles
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.profiles import Profile
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome
from byline.storage.feed_lookup import find_feeds


class Publisher:
    """Edits `table`: `articles` edits articles, `profiles` sections and authors.

    `clock` returns aware UTC, `new_revision` a unique token.
    """

    def __init__(
        self, table: Table, clock: Callable[[], datetime], new_revision: Callable[[], str] = lambda: uuid.uuid4().hex
    ) -> None:
        editor = Editor(table, clock, new_revision)
        self.articles = Articles(editor)
        self.profiles = Profiles(editor)
        self._editor = editor

    def put(self, thing: Article | Profile, *, only_if_new: bool = False) -> Outcome:
        """Store an article, section or author. With `only_if_new`, an existing section or author stays unchanged."""
        if isinstance(thing, Article):
            return self.articles.edit(PutArticle(thing)).outcome
        return self.profiles.edit(PutProfile(thing, only_if_new=only_if_new)).outcome

    def existing(self, names: Collection[FeedKey]) -> set[FeedKey]:
        """Those of `names` that feeds have or had."""
        return set(find_feeds(self._editor.table, names))
