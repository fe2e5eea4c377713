"""Edits articles: reads what is stored, decides the edit, and writes the result in one transaction."""

from datetime import datetime

from byline.desk.article_edits import ArticleEdit, decide
from byline.model.lifecycle import StoredArticle
from byline.model.precondition import ANY, Precondition
from byline.storage.article_edits import ArticleEdits
from byline.storage.editing import Editor, EditResult, Outcome, require


class Articles:
    """Edits articles with `editor`."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._edits = ArticleEdits(editor)

    def edit(self, edit: ArticleEdit, only_if: Precondition = ANY, at: datetime | None = None) -> EditResult[StoredArticle]:
        """Make `edit`, and return the stored article. Safe to repeat.

        `at` is the time of the edit in whole seconds, by default the time of the editor's clock. Raises what
        `article_edits.decide` raises, PreconditionFailed if the edit would change something and `only_if` does not hold,
        TooLarge, EditConflict if concurrent edits of the article made every attempt fail, and StoreUnavailable.
        """
        now = at or self._editor.now()
        return self._editor.attempt(f"article {edit.article_id}", lambda: self._edit_once(edit, only_if, now))

    def _edit_once(self, edit: ArticleEdit, only_if: Precondition, now: datetime) -> EditResult[StoredArticle]:
        before = self._edits.read(edit.article_id, edit.names)
        after = decide(edit, before.stored_article, before.feeds, now)
        if after == before.stored_article:
            return EditResult(after, before.revision or "", Outcome.UNCHANGED)
        require(f"article {edit.article_id}", only_if, before.revision)
        revision = self._edits.write(before, after, now)
        return EditResult(after, revision, Outcome.CHANGED if before.stored_article else Outcome.NEW)
