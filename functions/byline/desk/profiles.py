"""Edits sections and authors: reads what is stored, decides the edit, and writes the result."""

from byline.desk.profile_edits import PutProfile, decide
from byline.errors import Erased, UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.precondition import ANY, Precondition
from byline.model.profiles import Profile
from byline.storage.editing import DESK, Edited, Editor, EditResult, Outcome, Source, require
from byline.storage.profile_edits import ProfileBefore, ProfileEdits


class Profiles:
    """Edits sections and authors with `editor`. Both methods are safe to repeat.

    They raise ClockSkewed, EditConflict if concurrent edits of the profile made every attempt fail, and StoreUnavailable.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._edits = ProfileEdits(editor)

    def edit(
        self, edit: PutProfile, only_if: Precondition = ANY, source: Source = DESK, *, dry_run: bool = False
    ) -> EditResult[Profile]:
        """Make `edit`, and return what is stored then. With `dry_run`, store nothing.

        An edit that `source` must leave alone has no effect.

        Raises what `profile_edits.decide` raises, PreconditionFailed if the edit would change something and `only_if` does not
        hold, and NameTaken if a new slug is or was another's.
        """
        return self._editor.attempt(str(edit.name), lambda: self._edit_once(edit, only_if, source, dry_run))

    def retire(self, name: FeedKey, only_if: Precondition = ANY) -> Outcome:
        """End the feed of a section or author permanently, even if its profile is damaged. Articles keep naming it.

        Raises UnknownFeed, and PreconditionFailed if it is not retired yet and `only_if` does not hold.
        """
        return self._editor.attempt(str(name), lambda: self._retire_once(name, only_if))

    def finish(self, key: FeedKey) -> None:
        """Update the feeds that an unfinished edit of the profile stored under `key` has left, if there are any."""
        self._edits.finish(key)

    def _edit_once(self, edit: PutProfile, only_if: Precondition, source: Source, dry_run: bool) -> EditResult[Profile]:
        now = self._editor.now()
        before = self._edits.read(edit.name)
        stored = before.profile
        if stored and before.erasure:
            if not source.imports:
                raise Erased(str(before.key))
            return EditResult(stored, before.revision or "", Outcome.LEFT_ALONE)
        after = decide(edit, before)
        if after == stored:
            self._finish_pending(before)
            return EditResult(after, before.revision or "", Outcome.UNCHANGED)
        if stored and source.leaves_alone(imported=before.imported):
            return EditResult(stored, before.revision or "", Outcome.LEFT_ALONE)
        require(str(edit.name), only_if, before.revision)
        outcome = Outcome.CHANGED if stored else Outcome.NEW
        if dry_run:
            return EditResult(after, before.revision or "", outcome)
        revision = self._edits.write(before, after, now, imported=source.imports)
        renamed = stored is not None and stored.slug != after.slug
        self._editor.report(
            Edited(str(before.key), "renamed" if renamed else outcome, now, self._editor.by, revision, before.revision)
        )
        return EditResult(after, revision, outcome)

    def _retire_once(self, name: FeedKey, only_if: Precondition) -> Outcome:
        now = self._editor.now()
        before = self._edits.read(name)
        if before.item is None or before.head is None:
            raise UnknownFeed(str(name))
        if before.retired:
            self._finish_pending(before)
            return Outcome.UNCHANGED
        require(str(name), only_if, before.revision)
        self._edits.retire(before, now)
        revision = before.revision or ""  # a retirement changes only the feed
        self._editor.report(Edited(str(before.key), "retired", now, self._editor.by, revision, revision))
        return Outcome.CHANGED

    def _finish_pending(self, before: ProfileBefore) -> None:
        if before.pending:
            self._edits.finish(before.key)
