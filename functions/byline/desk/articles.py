"""Edits articles: reads what is stored, decides the edit, and writes the result in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from byline.desk.article_edits import ArticleEdit, PutArticle, decide
from byline.desk.article_rules import refuse_names
from byline.desk.inputs import DeskArticle, lifecycle_in
from byline.desk.lifecycle_edits import lifecycle_after
from byline.desk.undoing import ReturnArticle
from byline.edit_errors import RetiredProfile, UnknownProfile
from byline.errors import BylineError, Problem, Refused
from byline.model.feed_key import FeedKey
from byline.model.kinds import readable_names
from byline.model.lifecycle import StoredArticle
from byline.model.precondition import ANY, Precondition
from byline.model.versions import What
from byline.storage.article_edits import ArticleBefore, ArticleEdits
from byline.storage.editing import DESK, Editor, EditResult, Outcome, Source, require
from byline.storage.leftovers import Leftovers

MOST_LOOKED_UP = 100
"""More sections and authors than an article may name, and as many as DynamoDB reads at once."""


class Articles:
    """Edits articles with `editor`."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def edit(
        self, edit: ArticleEdit, only_if: Precondition = ANY, source: Source = DESK, *, dry_run: bool = False
    ) -> EditResult[StoredArticle]:
        """Make `edit`, and return the stored article. Safe to repeat. With `dry_run`, store nothing.

        An edit that `source` must leave alone has no effect.

        Raises what `article_edits.decide` raises, PreconditionFailed if the edit would change something and `only_if` does not
        hold, AddressTaken unless `source` moves addresses, TooLarge, ClockSkewed, EditConflict if concurrent edits made every
        attempt fail, and StoreUnavailable.
        """
        editor = self._editor.trying() if dry_run else self._editor
        return editor.attempt(f"article {edit.article_id}", lambda: self._edit_once(edit, only_if, source, editor))

    def further_problems(self, article_id: str, thing: Mapping[str, Any], problems: Collection[Problem]) -> list[Problem]:
        """What is wrong with `thing`, an article as it was sent, besides its `problems`, compared with what is stored.

        Its sections and authors do not exist or are retired, of which only MOST_LOOKED_UP are looked up, or its lifecycle
        contradicts itself or the stored one. It is empty if the table cannot be read: then another problem is reported.
        """
        names = readable_names(thing)[:MOST_LOOKED_UP]
        lifecycle = lifecycle_in(thing, {each.field.partition(".")[0] for each in problems})
        try:
            before = ArticleEdits(self._editor).read(article_id, names)
        except BylineError:
            return []
        wrong = lifecycle_after(*lifecycle, before.stored_article, self._editor.now()).problems
        return [each for each in (*wrong, *_wrong_names(article_id, names, before)) if each not in problems]

    @contextmanager
    def all_problems(self, article_id: str, thing: DeskArticle | Mapping[str, Any]) -> Iterator[None]:
        """Add the further problems of `thing` to those of the fields that are refused in the block."""
        try:
            yield
        except Refused as error:
            sent = thing.model_dump(mode="json", exclude_unset=True) if isinstance(thing, DeskArticle) else thing
            further = self.further_problems(article_id, sent, error.problems)
            raise Refused(error.subject, [*error.problems, *further]) from error

    def _edit_once(self, edit: ArticleEdit, only_if: Precondition, source: Source, editor: Editor) -> EditResult[StoredArticle]:
        now, edits = editor.now(), ArticleEdits(editor)
        before = edits.read(edit.article_id, edit.names)
        stored, revision = before.stored_article, before.revision or ""
        if stored and _is_left_alone(stored, before, source):
            return EditResult(stored, revision, Outcome.LEFT_ALONE)
        restores_only = stored is not None and source.leaves_alone(imported=before.imported)
        after = decide(_restoring(edit) if restores_only else edit, stored, before.feeds, now)
        if after == stored:
            return EditResult(after, revision, Outcome.UNCHANGED)
        require(f"article {edit.article_id}", only_if, before.revision)
        if stored and stored.erasure and editor.stores:
            Leftovers(editor.table).remove_versions(edit.article_id)  # An erasure that was interrupted may have left some.
        claim = edits.claim(before, after, moves=source.moves_addresses)
        imported = source.imports and not restores_only
        version = edits.write(before, after, now, claim, imported=imported, what=_stated(edit))
        return EditResult(after, version.revision if editor.stores else revision, Outcome.CHANGED if stored else Outcome.NEW)


def _wrong_names(article_id: str, names: Sequence[FeedKey], before: ArticleBefore) -> list[Problem]:
    try:
        refuse_names(article_id, names, before.stored_article, before.feeds)
    except (UnknownProfile, RetiredProfile) as error:
        return error.problems
    return []


def _is_left_alone(stored: StoredArticle, before: ArticleBefore, source: Source) -> bool:
    left_alone = source.leaves_alone(imported=before.imported, withdrawn=stored.withdrawal is not None)
    return left_alone or (source.imports and stored.erasure is not None)


def _restoring(edit: ArticleEdit) -> ArticleEdit:
    """The part of an import that publishes again what the desk has withdrawn. What the desk has changed otherwise stays."""
    return replace(edit, stated=frozenset()) if isinstance(edit, PutArticle) else edit


def _stated(edit: ArticleEdit) -> What | None:
    """What `edit` does, if it does not follow from the article before and after it."""
    return What.UNDONE if isinstance(edit, ReturnArticle) else None
