"""Applying edits of sections and authors. Every feed that shows a profile changes with it.

A profile and its own feed change in one transaction. If more feeds show the profile than fit into that transaction, further
transactions update the others. Until then the profile's item lists the feeds that are not updated yet.
"""

from dataclasses import dataclass
from datetime import datetime

from byline.errors import NameTaken
from byline.model.feed_key import FeedKey
from byline.model.feed_state import Head
from byline.model.kinds import feed_about
from byline.model.lifecycle import Erasure
from byline.model.profiles import Author, Profile, Section
from byline.storage.editing import Editor, put_condition, revision_of
from byline.storage.feed_lookup import StoredFeed, find_feeds, heads_of
from byline.storage.head_writes import changed_head
from byline.storage.heads import alias_item, profile_changes, retirement
from byline.storage.item_keys import Item, directory_key, profile_key
from byline.storage.items import (
    directory_item,
    erasure_from,
    pending_form,
    pending_from,
    profile_from,
    profile_item,
    was_imported,
)
from byline.storage.profile_usage import feeds_using_profile, shown_in_other_feeds
from byline.storage.writes import Write, change, delete, put

AT_ONCE = 90
"""The most other heads in one transaction. DynamoDB allows 100 writes; a profile and its own feed need up to five."""


@dataclass(frozen=True, slots=True)
class ProfileBefore:
    """A section or author as it was read for an edit: its feed's key, head and item. Head and item are None if not stored."""

    key: FeedKey
    head: Head | None
    item: Item | None

    @property
    def profile(self) -> Section | Author | None:
        """The section or author; raises Refused if the item does not hold one."""
        return profile_from(self.item) if self.item else None

    @property
    def revision(self) -> str | None:
        """The revision of the section or author, None if it is not stored."""
        return revision_of(self.item)

    @property
    def retired(self) -> bool:
        """Whether the feed has ended."""
        return self.head is not None and self.head.retired

    @property
    def imported(self) -> bool:
        """Whether the last edit was an import."""
        return was_imported(self.item)

    @property
    def erasure(self) -> Erasure | None:
        """The erasure of the author, None if there is none."""
        return erasure_from(self.item or {})

    @property
    def pending(self) -> list[FeedKey]:
        """The feeds that show the profile and are not updated yet."""
        return pending_from(self.item or {})


class ProfileEdits:
    """Reads and writes sections and authors with `editor`. Every method raises StoreUnavailable and BrokenHead.

    Every write raises TransactionCancelled if the profile or its feed has changed since it was read.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def read(self, name: FeedKey) -> ProfileBefore:
        """The section or author that is or was called `name`, by consistent reads."""
        feed = find_feeds(self._editor.table, [name]).get(name, StoredFeed(name, None))
        return ProfileBefore(feed.key, feed.head, self._editor.table.get(profile_key(feed.key), consistent=True))

    def write(
        self, before: ProfileBefore, after: Profile, now: datetime, *, imported: bool = False, erasure: Erasure | None = None
    ) -> str:
        """Store the profile `after` the edit, and return its new revision. Imports are `imported`; for `erasure` see items.

        Raises NameTaken if another section or author has or had its new slug.
        """
        revision, feeds = self._editor.new_revision(), self._feeds_to_change(before, after, now)
        known = None if erasure else before.item
        item = profile_item(before.key, after, revision, known, feeds[AT_ONCE:], imported=imported, erasure=erasure)
        condition, values = put_condition(before.item)
        self._editor.transact(
            now,
            [
                put(item, condition, **values),
                put(directory_item(before.key, after)),
                # Exactly: an article stored since `feeds` was read may add a feed that is missing from it.
                self._own_head(before, profile_changes(before.key, before.head, after), now),
                *self._alias(before, after),
                *self._changed_heads(feeds[:AT_ONCE], now),
            ],
        )
        if len(feeds) > AT_ONCE:
            self.finish(before.key)
        return revision

    def retire(self, before: ProfileBefore, now: datetime) -> None:
        """End the feed permanently. The profile stays stored for the articles that name it."""
        self._editor.transact(now, [delete(directory_key(before.key)), self._own_head(before, retirement(), now)])

    def finish(self, key: FeedKey) -> None:
        """Update the feeds that an unfinished edit of the profile stored under `key` has left, if there are any.

        Raises ClockSkewed and EditConflict.
        """
        while self._editor.attempt(str(key), lambda: self._finish_some(key)):
            pass

    def _finish_some(self, key: FeedKey) -> int:
        """Update as many feeds as fit into one transaction, and return how many are left."""
        now = self._editor.now()
        pending = self.read(key).pending
        if pending:
            was, left = pending_form(pending)["pending"], pending_form(pending[AT_ONCE:])
            note = change(profile_key(key), left, "pending = :was", was=was)
            self._editor.transact(now, [note, *self._changed_heads(pending[:AT_ONCE], now)])
        return len(pending[AT_ONCE:])

    def _own_head(self, before: ProfileBefore, also: Item, now: datetime) -> Write:
        revision = self._editor.new_revision()
        return changed_head(before.key, before.head, revision=revision, now=now, also=also, exactly=True)

    def _changed_heads(self, feeds: list[FeedKey], now: datetime) -> list[Write]:
        heads = heads_of(find_feeds(self._editor.table, feeds))
        return [changed_head(feed, heads.get(feed), revision=self._editor.new_revision(), now=now) for feed in feeds]

    def _feeds_to_change(self, before: ProfileBefore, after: Profile, now: datetime) -> list[FeedKey]:
        """The other feeds to update: those that an earlier edit has left, and those that show a changed value."""
        profile = before.profile
        if profile is None or shown_in_other_feeds(profile) == shown_in_other_feeds(after):
            return before.pending
        return list(dict.fromkeys([*before.pending, *feeds_using_profile(self._editor.table, before.key, now)]))

    def _alias(self, before: ProfileBefore, after: Profile) -> list[Write]:
        """The write of an alias for a new name; raises NameTaken if another section or author has or had that name."""
        name, profile = feed_about(after), before.profile
        if profile is None or profile.slug == after.slug or name == before.key:
            return []
        found = find_feeds(self._editor.table, [name]).get(name)
        if found and found.key != before.key:
            raise NameTaken(str(before.key), after.slug)
        condition = "attribute_not_exists(pk) OR alias_of = :key"
        return [put(alias_item(name, before.key), condition, key=str(before.key))]
