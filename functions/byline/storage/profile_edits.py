"""Applying edits of sections and authors. Every feed that shows a profile changes with it.

A profile and its own feed change in one transaction, together with the first feeds that show it. The profile's item notes what
that leaves: feeds that did not fit in, and the entries of its own feed that have not been searched for more. `finish` does the
rest, however much it is; the table's stream calls it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from byline.edit_errors import NameTaken
from byline.errors import BrokenHead, TransactionCancelled
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import LONGEST_EDIT, Head
from byline.model.kinds import feed_about
from byline.model.lifecycle import Erasure
from byline.model.profiles import Author, Profile, Section
from byline.storage.editing import Editor, put_condition, revision_of
from byline.storage.feed_lookup import StoredFeed, find_feeds, heads_of
from byline.storage.head_writes import changed_head
from byline.storage.heads import alias_item, profile_changes, retirement
from byline.storage.item_keys import SCHEMA, Item, directory_key, feed_from, head_key, profile_key
from byline.storage.items import (
    Unfinished,
    directory_item,
    erasure_from,
    profile_from,
    profile_item,
    unfinished_form,
    unfinished_from,
    was_imported,
)
from byline.storage.profile_usage import SOON, UsageSearch, shown_in_other_feeds
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
    def unfinished(self) -> Unfinished:
        """What the last edit has left to do."""
        return unfinished_from(self.item or {})


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

    def write(self, before: ProfileBefore, after: Profile, *, imported: bool = False, erasure: Erasure | None = None) -> str:
        """Store the profile `after` the edit, and return its new revision. Imports are `imported`; for `erasure` see items.

        The number of requests is limited, however many feeds show the profile: the item notes what is left for `finish`.

        Raises NameTaken if another section or author has or had its new slug.
        """
        revision, alias, left = self._editor.new_revision(), self._alias(before, after), self._feeds_to_change(before, after)
        now, (condition, values) = self._editor.now(), put_condition(before.item)
        known, later = None if erasure else before.item, Unfinished(left.feeds[AT_ONCE:], left.before)
        item = profile_item(before.key, after, revision, known, later, imported=imported, erasure=erasure)
        writes = [put(item, condition, **values), *self._own_feed(before, after, now), *alias]
        self._editor.transact(now, [*writes, *self._changed_heads(left.feeds[:AT_ONCE], now)])
        return revision

    def retire(self, before: ProfileBefore) -> None:
        """End the feed. The profile stays stored for the articles that name it."""
        now = self._editor.now()
        self._editor.transact(now, [delete(directory_key(before.key)), self._own_head(before, retirement(), now)])

    def revive(self, before: ProfileBefore, profile: Profile) -> None:
        """Undo the retirement of `profile`: its feed is served and listed again."""
        now, (condition, values) = self._editor.now(), put_condition(before.item)
        entry = put(directory_item(before.key, profile))
        head = self._own_head(before, profile_changes(before.key, before.head, profile), now, without=retirement())
        unchanged = change(profile_key(before.key), {"schema": SCHEMA}, condition, **values)
        self._editor.transact(now, [unchanged, entry, head])

    def finish(self, key: FeedKey, enough: Callable[[], bool] = lambda: False) -> None:
        """Update the feeds that an unfinished edit of the profile stored under `key` has left, if there are any.

        Each step is a transaction, after which another call can go on. No step begins after the first if there has been `enough`.

        Raises ClockSkewed and EditConflict.
        """
        search = UsageSearch(self._editor.table, key)
        while self._editor.attempt(str(key), lambda: self._finish_some(key, search)) and not enough():
            pass

    def _finish_some(self, key: FeedKey, search: UsageSearch) -> bool:
        """Update as many feeds as fit into one transaction, and return whether anything may be left."""
        item = self._editor.table.get(profile_key(key), consistent=True) or {}
        feeds, before = (was := unfinished_from(item)).feeds, was.before
        if not was:
            return False
        if before is not None and not feeds:
            found = search.part(before, self._editor.now())
            feeds, before = tuple(found.feeds), found.before
        now, left = self._editor.now(), Unfinished(feeds[AT_ONCE:], before)
        self._editor.transact(now, [_noted(item, left), *self._changed_heads(feeds[:AT_ONCE], now)])
        return bool(left)

    def _own_feed(self, before: ProfileBefore, after: Profile, now: datetime) -> list[Write]:
        """The head and the directory entry of the profile's own feed. A retired one has no entry, and readers see no change.

        Exactly: an article stored since the feeds were read may add a feed that is missing from them.
        """
        changes = profile_changes(before.key, before.head, after)
        if before.head and before.head.retired:
            return [change(head_key(before.key), changes, "revision = :read", read=before.head.revision)]
        return [put(directory_item(before.key, after)), self._own_head(before, changes, now)]

    def _own_head(self, before: ProfileBefore, also: Item, now: datetime, without: Collection[str] = ()) -> Write:
        revision = self._editor.new_revision()
        return changed_head(before.key, before.head, revision=revision, now=now, also=also, without=without, exactly=True)

    def _changed_heads(self, feeds: Collection[FeedKey], now: datetime) -> list[Write]:
        """Writes that change these feeds, but for one whose head is damaged: it is not served, and no other must wait for it."""
        try:
            heads = heads_of(find_feeds(self._editor.table, feeds))
        except BrokenHead as error:
            return self._changed_heads([feed for feed in feeds if str(feed) != error.feed], now)
        return [changed_head(feed, heads.get(feed), revision=self._editor.new_revision(), now=now) for feed in feeds]

    def _feeds_to_change(self, before: ProfileBefore, after: Profile) -> Unfinished:
        """The other feeds to update: those that show a changed value, or else those that an earlier edit has left.

        A new search finds the feeds that an earlier one has left too.
        """
        profile, began = before.profile, self._editor.now()
        if profile is None or shown_in_other_feeds(profile) == shown_in_other_feeds(after):
            return before.unfinished
        found = UsageSearch(self._editor.table, before.key).first(began)
        if self._editor.now() - began > SOON - LONGEST_EDIT:  # an embargo may have lifted that was not near
            raise TransactionCancelled(["TooLate"])
        return Unfinished(tuple(found.feeds), found.before)

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


def _noted(item: Item, left: Unfinished) -> Write:
    """A write that notes what is left of an edit, on condition that the note has not changed since the profile was read."""
    names = list(unfinished_form(Unfinished((SITE,), "")))
    now_left = unfinished_form(left)
    conditions = [f"{name} = :was_{name}" if name in item else f"attribute_not_exists({name})" for name in names]
    were = {f"was_{name}": item[name] for name in names if name in item}
    gone = [name for name in names if name not in now_left]
    return change(profile_key(feed_from(item["pk"])), now_left, " AND ".join(conditions), remove=gone, **were)
