"""Edits sections and authors: reads what is stored, decides the edit, and writes the result."""

from collections.abc import Callable

from byline.desk.profile_edits import PutProfile, decide
from byline.edit_errors import Erased
from byline.errors import UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.precondition import ANY, Precondition
from byline.model.profiles import Profile
from byline.storage.editing import DESK, Edited, Editor, EditResult, Outcome, Source, require
from byline.storage.profile_edits import ProfileBefore, ProfileEdits


class Profiles:
    """Edits sections and authors with `editor`. Every method is safe to repeat.

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
        editor = self._editor.trying() if dry_run else self._editor
        return editor.attempt(str(edit.name), lambda: self._edit_once(edit, only_if, source, editor))

    def retire(self, name: FeedKey, only_if: Precondition = ANY) -> Outcome:
        """End the feed of a section or author until it is revived, even if its profile is damaged. Articles keep naming it.

        Raises UnknownFeed, and PreconditionFailed if it is not retired yet and `only_if` does not hold.
        """
        return self._editor.attempt(str(name), lambda: self._retire_once(name, only_if))

    def revive(self, name: FeedKey, only_if: Precondition = ANY) -> Outcome:
        """Undo the retirement of a section or author. Its feed is served again, under the name that it had.

        Raises UnknownFeed, Erased, Refused if the profile is damaged, and PreconditionFailed if it is retired but `only_if`
        fails.
        """
        return self._editor.attempt(str(name), lambda: self._revive_once(name, only_if))

    def finish(self, key: FeedKey, enough: Callable[[], bool] = lambda: False) -> None:
        """Update the feeds that an unfinished edit of the profile stored under `key` has left, if there are any.

        It goes on in steps until there has been `enough`; the first is always made.
        """
        self._edits.finish(key, enough)

    def _edit_once(self, edit: PutProfile, only_if: Precondition, source: Source, editor: Editor) -> EditResult[Profile]:
        before = self._edits.read(edit.name)
        stored, known = before.profile, before.revision or ""
        if stored and before.erasure:
            if not source.imports:
                raise Erased(str(before.key))
            return EditResult(stored, known, Outcome.LEFT_ALONE)
        after = decide(edit, before)
        if after == stored:
            self._go_on(before, editor)
            return EditResult(after, known, Outcome.UNCHANGED)
        if stored and source.leaves_alone(imported=before.imported):
            return EditResult(stored, known, Outcome.LEFT_ALONE)
        require(str(edit.name), only_if, before.revision)
        revision = ProfileEdits(editor).write(before, after, imported=source.imports)
        outcome = Outcome.CHANGED if stored else Outcome.NEW
        renamed = stored is not None and stored.slug != after.slug
        self._report(before, "renamed" if renamed else outcome, revision, editor)
        return EditResult(after, revision if editor.stores else known, outcome)

    def _retire_once(self, name: FeedKey, only_if: Precondition) -> Outcome:
        before = self._stored(name)
        if before.retired:
            return Outcome.UNCHANGED
        require(str(name), only_if, before.revision)
        self._edits.retire(before)
        self._report(before, "retired", before.revision or "", self._editor)  # it changes only the feed
        return Outcome.CHANGED

    def _revive_once(self, name: FeedKey, only_if: Precondition) -> Outcome:
        before = self._stored(name)
        if before.erasure:
            raise Erased(str(before.key))
        if not before.retired or (profile := before.profile) is None:
            return Outcome.UNCHANGED
        require(str(name), only_if, before.revision)
        self._edits.revive(before, profile)
        self._report(before, "revived", before.revision or "", self._editor)
        return Outcome.CHANGED

    def _stored(self, name: FeedKey) -> ProfileBefore:
        before = self._edits.read(name)
        if before.item is None or before.head is None:
            raise UnknownFeed(str(name))
        return before

    def _report(self, before: ProfileBefore, what: str, revision: str, editor: Editor) -> None:
        editor.report(Edited(str(before.key), what, editor.now(), editor.by, revision, before.revision))

    def _go_on(self, before: ProfileBefore, editor: Editor) -> None:
        """Go on with an unfinished edit. One step is enough: the stream reports it, and AnnounceChanges does the rest."""
        if before.unfinished:
            ProfileEdits(editor).finish(before.key, enough=lambda: True)
