"""Edits articles: reads what is stored, decides the edit, and writes the result in one transaction."""

from byline.desk.article_edits import ArticleEdit, decide
from byline.desk.undoing import ReturnArticle
from byline.model.lifecycle import StoredArticle
from byline.model.precondition import ANY, Precondition
from byline.model.versions import What
from byline.storage.article_edits import ArticleEdits
from byline.storage.editing import DESK, Editor, EditResult, Outcome, Source, require


class Articles:
    """Edits articles with `editor`."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._edits = ArticleEdits(editor)

    def edit(
        self, edit: ArticleEdit, only_if: Precondition = ANY, source: Source = DESK, *, dry_run: bool = False
    ) -> EditResult[StoredArticle]:
        """Make `edit`, and return the stored article. Safe to repeat. With `dry_run`, store nothing.

        An edit that `source` must leave alone has no effect.

        Raises what `article_edits.decide` raises, PreconditionFailed if the edit would change something and `only_if` does not
        hold, AddressTaken unless `source` moves addresses, TooLarge, ClockSkewed, EditConflict if concurrent edits made every
        attempt fail, and StoreUnavailable.
        """
        return self._editor.attempt(f"article {edit.article_id}", lambda: self._edit_once(edit, only_if, source, dry_run))

    def _edit_once(self, edit: ArticleEdit, only_if: Precondition, source: Source, dry_run: bool) -> EditResult[StoredArticle]:
        now = self._editor.now()
        before = self._edits.read(edit.article_id, edit.names)
        stored = before.stored_article
        if stored and stored.erasure and source.imports:
            return EditResult(stored, before.revision or "", Outcome.LEFT_ALONE)
        after = decide(edit, stored, before.feeds, now)
        if after == stored:
            return EditResult(after, before.revision or "", Outcome.UNCHANGED)
        if stored and source.leaves_alone(imported=before.imported, withdrawn=stored.withdrawal is not None):
            return EditResult(stored, before.revision or "", Outcome.LEFT_ALONE)
        require(f"article {edit.article_id}", only_if, before.revision)
        claim = self._edits.claim(before, after, moves=source.moves_addresses)
        if dry_run:
            return EditResult(after, before.revision or "", Outcome.CHANGED if stored else Outcome.NEW)
        version = self._edits.write(before, after, now, claim, imported=source.imports, what=_stated(edit))
        return EditResult(after, version.revision, Outcome.CHANGED if stored else Outcome.NEW)


def _stated(edit: ArticleEdit) -> What | None:
    """What `edit` does, if it does not follow from the article before and after it."""
    return What.UNDONE if isinstance(edit, ReturnArticle) else None
