"""Writing redirects from old paths."""

from collections.abc import Mapping, Sequence
from functools import partial

from byline.model.redirect import Redirect
from byline.storage.editing import Edited, Editor, Outcome, Source
from byline.storage.finding_keys import redirect_key
from byline.storage.item_keys import Item
from byline.storage.redirects import IMPORTED, redirect_from, redirect_item, stored_redirects
from byline.storage.writes import Write, delete, put

MOST_AT_ONCE = 100
"""The most writes of a transaction."""


class RedirectEdits:
    """Writes redirects with `editor`. Its methods raise ClockSkewed, EditConflict and StoreUnavailable."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def put(self, redirects: Sequence[Redirect], source: Source) -> dict[str, Outcome]:
        """Store redirects whose paths differ, 100 in a transaction; the outcome for each path.

        One that `source` must leave alone stays as it is.
        """
        outcomes: dict[str, Outcome] = {}
        for start in range(0, len(redirects), MOST_AT_ONCE):
            some = redirects[start : start + MOST_AT_ONCE]
            outcomes |= self._editor.attempt("redirects", partial(self._put_once, some, source))
        return outcomes

    def remove(self, path: str) -> bool:
        """Remove the redirect from an old path. False if there is none."""
        return self._editor.attempt(f"redirect {path}", lambda: self._remove_once(path))

    def _put_once(self, redirects: Sequence[Redirect], source: Source) -> dict[str, Outcome]:
        stored = stored_redirects(self._editor.table, [each.path for each in redirects])
        outcomes = {each.path: _outcome(each, stored.get(each.path), source) for each in redirects}
        edited = [each for each in redirects if outcomes[each.path] in (Outcome.NEW, Outcome.CHANGED)]
        writes = [put(redirect_item(each, imported=source.imports)) for each in edited]
        self._write(writes, {each.path: outcomes[each.path] for each in edited})
        return outcomes

    def _remove_once(self, path: str) -> bool:
        if not stored_redirects(self._editor.table, [path]):
            return False
        self._write([delete(redirect_key(path))], {path: "removed"})
        return True

    def _write(self, writes: Sequence[Write], done: Mapping[str, str]) -> None:
        """Make the writes, if there are any, and report what was `done` to each path."""
        if not writes:
            return
        now = self._editor.now()
        self._editor.transact(now, writes)
        for path, what in done.items():
            self._editor.report(Edited(f"redirect {path}", what, now, self._editor.by, revision="", replaced=None))


def _outcome(redirect: Redirect, stored: Item | None, source: Source) -> Outcome:
    if stored is None:
        return Outcome.NEW
    if redirect_from(stored) == redirect:
        return Outcome.UNCHANGED
    return Outcome.LEFT_ALONE if source.leaves_alone(imported=IMPORTED in stored) else Outcome.CHANGED
