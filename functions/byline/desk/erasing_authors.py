"""Erasing authors for good: their articles stay, under a name that says nothing."""

from dataclasses import dataclass

from byline.errors import UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.lifecycle import Erasure
from byline.model.precondition import ANY, Precondition
from byline.model.profiles import Author
from byline.storage.editing import Edited, Editor, Outcome, require
from byline.storage.leftovers import Leftovers
from byline.storage.profile_edits import ProfileEdits

WITHHELD = "Name withheld"
"""What readers see in place of the name, unless something else is stated."""


@dataclass(frozen=True, slots=True)
class ErasedAuthor:
    """The present slug and the erasure of an author, the effect of the edit, and how many documents were removed after it."""

    slug: str
    erasure: Erasure
    outcome: Outcome
    documents: int


class AuthorEraser:
    """Erases authors with `editor`."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._edits = ProfileEdits(editor)
        self._leftovers = Leftovers(editor.table)

    def author(self, name: FeedKey, reason: str, shown_as: str = WITHHELD, only_if: Precondition = ANY) -> ErasedAuthor:
        """Replace an author by `shown_as` in all feeds, retire their own, and remove the documents of all these feeds.

        The slug, which is their name in addresses, is replaced too. Safe to repeat: an interrupted erasure goes on where it was.
        Raises UnknownFeed, Refused for a damaged profile, PreconditionFailed, ClockSkewed, EditConflict and StoreUnavailable.
        """
        outcome = self._editor.attempt(str(name), lambda: self._replace_once(name, reason, shown_as, only_if))
        self._editor.attempt(str(name), lambda: self._retire_once(name))
        before = self._edits.read(name)
        if before.profile is None or before.erasure is None:
            raise UnknownFeed(str(name))
        self._edits.finish(before.key)
        feeds = map(str, self._leftovers.feeds_beside(before.key))
        documents = self._leftovers.remove_documents(before.key, feeds, before.erasure.at)
        return ErasedAuthor(before.profile.slug, before.erasure, outcome, documents)

    def _replace_once(self, name: FeedKey, reason: str, shown_as: str, only_if: Precondition) -> Outcome:
        now, before = self._editor.now(), self._edits.read(name)
        if before.profile is None:
            raise UnknownFeed(str(name))
        if before.erasure:
            return Outcome.UNCHANGED
        require(str(name), only_if, before.revision)
        slug = f"withheld-{self._editor.new_revision()[:8]}"
        erasure = Erasure(now, self._editor.by, reason)
        revision = self._edits.write(before, Author(slug=slug, name=shown_as), erasure=erasure)
        self._editor.report(Edited(str(before.key), "erased", now, self._editor.by, revision, before.revision))
        return Outcome.CHANGED

    def _retire_once(self, name: FeedKey) -> None:
        before = self._edits.read(name)
        if not before.retired:
            self._edits.retire(before)
