"""Edits articles: reads what is stored, decides the edit, and writes the result in one transaction."""

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

    def edit(self, edit: ArticleEdit, only_if: Precondition = ANY) -> EditResult[StoredArticle]:
        """Make `edit`, and return the stored article. Safe to repeat.

        Raises what `article_edits.decide` raises, PreconditionFailed if the edit would change something and `only_if` does not
        hold, TooLarge, ClockSkewed, EditConflict if concurrent edits made every attempt fail, and StoreUnavailable.
        """
        return self._editor.attempt(f"article {edit.article_id}", lambda: self._edit_once(edit, only_if))

    def _edit_once(self, edit: ArticleEdit, only_if: Precondition) -> EditResult[StoredArticle]:
        now = self._editor.now()
        before = self._edits.read(edit.article_id, edit.names)
        after = decide(edit, before.stored_article, before.feeds, now)
        if after == before.stored_article:
            return EditResult(after, before.revision or "", Outcome.UNCHANGED)
        require(f"article {edit.article_id}", only_if, before.revision)
        revision = self._edits.write(before, after, now)
        return EditResult(after, revision, Outcome.CHANGED if before.stored_article else Outcome.NEW)
