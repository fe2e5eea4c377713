"""Writing everything: articles, sections and authors, each by one call that is safe to repeat."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime

from byline.desk.articles import Articles
from byline.desk.profiles import Profiles
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.profiles import Author, Section
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome


class Publisher:
    """What the desk does: see `articles` and `profiles` for each edit.

    `clock` gives aware UTC, `new_revision` a token never given before.
    """

    def __init__(
        self, table: Table, clock: Callable[[], datetime], new_revision: Callable[[], str] = lambda: uuid.uuid4().hex
    ) -> None:
        editor = Editor(table, clock, new_revision)
        self.articles = Articles(editor)
        self.profiles = Profiles(editor)
        self._editor = editor

    def put(self, thing: Article | Section | Author, *, only_if_new: bool = False) -> Outcome:
        """Store an article, section or author, whichever it is; with `only_if_new` a known section or author stays as it is."""
        if isinstance(thing, Article):
            return self.articles.put(thing).outcome
        return self.profiles.put(thing, only_if_new=only_if_new).outcome

    def known(self, names: Collection[FeedKey]) -> set[FeedKey]:
        """Those of `names` that are feeds already, or once were."""
        return set(self._editor.known(names).keys)
