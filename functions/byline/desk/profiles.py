"""Edits sections and authors: reads what is stored, decides the edit, and writes the result."""

from datetime import datetime

from byline.desk.profile_edits import ProfileEdit, ProfileState, decide
from byline.model.feed_key import FeedKey
from byline.model.precondition import ANY, Precondition
from byline.model.profiles import Profile
from byline.storage.editing import Editor, EditResult, Outcome, require
from byline.storage.profile_edits import ProfileBefore, ProfileEdits


class Profiles:
    """Edits sections and authors with `editor`. Both methods are safe to repeat.

    They raise EditConflict if concurrent edits of the profile made every attempt fail, and StoreUnavailable.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._edits = ProfileEdits(editor)

    def edit(self, edit: ProfileEdit, only_if: Precondition = ANY, at: datetime | None = None) -> EditResult[Profile]:
        """Make `edit`, and return the stored profile.

        `at` is the time of the edit in whole seconds, by default the time of the editor's clock. Raises what
        `profile_edits.decide` raises, PreconditionFailed if the edit would change something and `only_if` does not hold, and
        NameTaken if another section or author has or had the new slug.
        """
        now = at or self._editor.now()
        return self._editor.attempt(str(edit.name), lambda: self._edit_once(edit, only_if, now))

    def finish(self, key: FeedKey) -> None:
        """Update the feeds that an unfinished edit of the profile stored under `key` has left, if there are any."""
        self._edits.finish(key, self._editor.now())

    def _edit_once(self, edit: ProfileEdit, only_if: Precondition, now: datetime) -> EditResult[Profile]:
        before = self._edits.read(edit.name)
        after = decide(edit, before)
        if after == ProfileState.of(before):
            if before.pending:
                self._edits.finish(before.key, now)
            return EditResult(after.profile, before.revision or "", Outcome.UNCHANGED)
        require(str(edit.name), only_if, before.revision)
        revision = self._write(before, after, now)
        return EditResult(after.profile, revision, Outcome.CHANGED if before.profile else Outcome.NEW)

    def _write(self, before: ProfileBefore, after: ProfileState, now: datetime) -> str:
        if not after.retired:
            return self._edits.write(before, after.profile, now)
        self._edits.retire(before, now)
        return before.revision or ""
