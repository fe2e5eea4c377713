"""Edits redirects from old paths to feeds."""

from collections.abc import Iterable
from dataclasses import replace

from byline.edit_errors import UnknownRedirect
from byline.errors import UnknownFeed
from byline.model.feed_key import SITE
from byline.model.redirect import Redirect
from byline.storage.editing import DESK, Editor, Outcome, Source
from byline.storage.feed_lookup import find_feeds
from byline.storage.redirect_edits import RedirectEdits


class Redirects:
    """Edits redirects with `editor`. Every method is safe to repeat, and raises ClockSkewed, EditConflict, StoreUnavailable."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._edits = RedirectEdits(editor)

    def put(self, redirects: Iterable[Redirect], source: Source = DESK) -> dict[str, Outcome]:
        """Store redirects from paths as `redirect_desk.read_path` returns them; the outcome for each path.

        Their feeds may be called by any name that they have or had. A path has one redirect: the last of several counts. What
        `source` must leave alone stays as it is. Raises UnknownFeed for the first feed that does not exist, before anything is
        stored.
        """
        wanted = {each.path: each for each in redirects}
        feeds = find_feeds(self._editor.table, {each.feed for each in wanted.values()} - {SITE})
        keys = {SITE: SITE, **{name: found.key for name, found in feeds.items()}}
        for each in wanted.values():
            if each.feed not in keys:
                raise UnknownFeed(str(each.feed))
        return self._edits.put([replace(each, feed=keys[each.feed]) for each in wanted.values()], source)

    def remove(self, path: str) -> None:
        """Remove the redirect from an old path. Raises UnknownRedirect."""
        if not self._edits.remove(path):
            raise UnknownRedirect(path)
