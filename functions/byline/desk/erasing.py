"""Erasing articles for good, as a court or a person's right may demand. Only what readers need to forget them remains."""

from dataclasses import dataclass
from datetime import datetime

from byline.desk.lifecycle_edits import withdrawn
from byline.edit_errors import UnknownArticle
from byline.model.article import Article
from byline.model.lifecycle import Erasure, StoredArticle
from byline.model.precondition import ANY, Precondition
from byline.model.versions import What
from byline.storage.article_edits import ArticleBefore, ArticleEdits
from byline.storage.editing import Editor, EditResult, Outcome, require
from byline.storage.leftovers import Leftovers

TITLE = "Erased"
"""The title of an erased article at the desk. Readers never see it."""


@dataclass(frozen=True, slots=True)
class Erased:
    """The result of an erasure, and how many versions and documents were removed after it."""

    result: EditResult[StoredArticle]
    versions: int
    documents: int


def erased(before: StoredArticle, erasure: Erasure, url: str) -> StoredArticle:
    """What remains of an article: its id and guid, its dates, a withdrawal without a notice, and its feeds, for the tombstones.

    `url`, the publisher's own page, replaces its address, which may name a person.
    """
    article, withdrawal = before.article, withdrawn(before, "", erasure.at)
    left = Article(id=article.id, guid=article.guid, url=url, title=TITLE, published=article.published, updated=article.updated)
    return StoredArticle(left, withdrawal=withdrawal, feeds=before.feeds, erasure=erasure)


class Eraser:
    """Erases articles with `editor`."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._edits = ArticleEdits(editor)
        self._leftovers = Leftovers(editor.table)

    def article(self, article_id: str, reason: str, url: str, only_if: Precondition = ANY) -> Erased:
        """Erase an article, then its versions, and the documents of all feeds that it was ever in.

        Safe to repeat: an interrupted erasure goes on where it was. Raises UnknownArticle, Refused for a damaged article,
        PreconditionFailed, ClockSkewed, EditConflict and StoreUnavailable.
        """
        result = self._editor.attempt(f"article {article_id}", lambda: self._article_once(article_id, reason, url, only_if))
        erasure = result.thing.erasure
        if erasure is None:
            raise UnknownArticle(article_id)
        versions = self._leftovers.remove_versions(article_id)
        documents = self._leftovers.remove_documents(article_id, erasure.feeds, erasure.at)
        return Erased(result, versions, documents)

    def _article_once(self, article_id: str, reason: str, url: str, only_if: Precondition) -> EditResult[StoredArticle]:
        now, before = self._editor.now(), self._edits.read(article_id, ())
        stored = before.stored_article
        if stored is None:
            raise UnknownArticle(article_id)
        if stored.erasure:
            return EditResult(stored, before.revision or "", Outcome.UNCHANGED)
        require(f"article {article_id}", only_if, before.revision)
        feeds = dict.fromkeys([*stored.feeds, *self._leftovers.feeds_of_versions(article_id)])
        erasure = Erasure(now, self._editor.by, reason, tuple(map(str, feeds)))
        return self._write(before, erased(stored, erasure, url), now)

    def _write(self, before: ArticleBefore, after: StoredArticle, now: datetime) -> EditResult[StoredArticle]:
        released = self._edits.claim(before, after)
        version = self._edits.write(before, after, now, released, what=What.ERASED, forgets=True)
        return EditResult(after, version.revision, Outcome.CHANGED)
