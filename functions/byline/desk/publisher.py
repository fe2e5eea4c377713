"""The desk's edits. Each stores an article, section or author by one call that is safe to repeat."""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from byline.desk.article_edits import AS_STORED, EVERY_FIELD, PutArticle
from byline.desk.articles import Articles
from byline.desk.erasing import Eraser
from byline.desk.erasing_authors import AuthorEraser
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.profile_edits import PutProfile
from byline.desk.profiles import Profiles
from byline.desk.redirects import Redirects
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.profiles import Profile
from byline.model.redirect import Redirect
from byline.storage.article_addresses import holders, stored_addresses
from byline.storage.article_guids import holders_of_guids
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome, Source
from byline.storage.feed_lookup import find_feeds

SYSTEM_OF_RECORD = Source(imports=True, overwrites=True, republishes=True, moves_addresses=True)
"""Whatever it says holds."""


class Publisher:
    """Edits `table`: `articles` edits articles, `profiles` sections and authors, `redirects` redirects.

    `eraser` and `author_eraser` erase.

    `clock` returns aware UTC, `new_revision` a unique token. For `by` and `more` see Editor.
    """

    def __init__(
        self,
        table: Table,
        clock: Callable[[], datetime],
        new_revision: Callable[[], str] = lambda: uuid.uuid4().hex,
        by: str = "",
        **more: Any,
    ) -> None:
        self._use(Editor(table, clock, new_revision, by, **more))

    def signed(self, by: str) -> Self:
        """The same publisher for the person `by`."""
        other = copy(self)
        other._use(self._editor.signed(by))  # noqa: SLF001 - a copy of itself
        return other

    def _use(self, editor: Editor) -> None:
        self.articles = Articles(editor)
        self.profiles = Profiles(editor)
        self.redirects = Redirects(editor)
        self.eraser = Eraser(editor)
        self.author_eraser = AuthorEraser(editor)
        self._editor = editor

    def put(
        self,
        thing: Article | Profile,
        stated: Collection[str] | None = None,
        source: Source = SYSTEM_OF_RECORD,
        *,
        only_if_new: bool = False,
        lifecycle: StatedLifecycle = AS_STORED,
    ) -> Outcome:
        """Store an article, section or author from another system, which says when articles were updated.

        An existing one changes in the fields `stated`, by default all, and an article in what is stated of its `lifecycle`: its
        status, and whether it is a draft. With `only_if_new`, an existing section or author stays unchanged.
        """
        if isinstance(thing, Article):
            lifecycle = replace(lifecycle, aware=True, restores=source.republishes, keeps_withdrawal=True)
            edit = PutArticle(thing, EVERY_FIELD if stated is None else stated, lifecycle, trusts_dates=True)
            return self.articles.edit(edit, source=source).outcome
        return self.profiles.edit(PutProfile(thing, stated, only_if_new=only_if_new), source=source).outcome

    def now(self) -> datetime:
        """The time by the clock of edits, in whole seconds."""
        return self._editor.now()

    def put_redirects(self, redirects: Iterable[Redirect], source: Source = SYSTEM_OF_RECORD) -> Counter[Outcome]:
        """Store redirects from paths as `redirect_desk.read_path` returns them, and count the outcomes: see `Redirects.put`."""
        return Counter(self.redirects.put(redirects, source).values())

    def holders(self, urls: Collection[str]) -> dict[str, str]:
        """The ids of the articles that have these addresses, by address."""
        return holders(self._editor.table, urls)

    def holders_of_guids(self, guids: Collection[str]) -> dict[str, str]:
        """The ids of the articles that readers know by these guids, by guid, if it is not the id."""
        return holders_of_guids(self._editor.table, guids)

    def addresses(self, article_ids: Collection[str]) -> dict[str, str]:
        """The addresses with which those of these articles are stored that are, by id."""
        return stored_addresses(self._editor.table, article_ids)

    def existing(self, names: Collection[FeedKey]) -> set[FeedKey]:
        """Those of `names` that feeds have or had."""
        return set(find_feeds(self._editor.table, names))
