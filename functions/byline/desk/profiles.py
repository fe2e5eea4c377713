"""Editing sections and authors: created, changed, renamed, retired. Every feed that shows one changes with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from byline.errors import NameTaken, RetiredProfile, UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.feed_state import Head
from byline.model.kinds import feed_about
from byline.model.profiles import Profile
from byline.storage import item_keys, items
from byline.storage.editing import Editor, EditResult, OnlyIf, Outcome, always, put_condition, require
from byline.storage.item_keys import Item
from byline.storage.profile_usage import feeds_using_profile, shown_in_other_feeds
from byline.storage.writes import change, delete, put

AT_ONCE = 90
"""So many further heads change in one transaction: DynamoDB takes 100 writes, a profile and its own feed need up to five."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """A section or author as it was read: its feed's key and head, its item."""

    key: FeedKey
    head: Head | None
    item: Item | None

    @property
    def profile(self) -> Profile | None:
        """The section or author itself."""
        return items.profile_from(self.item) if self.item else None

    @property
    def pending(self) -> list[str]:
        """The feeds that show it and have still to be changed."""
        return list((self.item or {}).get("pending", ()))


class Profiles:
    """Stores sections and authors with `editor`. Every method is safe to repeat.

    A profile and its own feed change in one transaction. Where more feeds show it than fit there, the others follow, and what
    is still to be done is noted in the profile until it is done. They raise EditConflict when others kept changing the same
    thing, PreconditionFailed when `only_if` says no, and RetiredProfile where there is nothing left to change.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def put(
        self, profile: Profile, *, new_slug: str | None = None, only_if_new: bool = False, only_if: OnlyIf = always
    ) -> EditResult[Profile]:
        """Store a section or author; under a name it once had, it keeps the one it has now, unless it is to have `new_slug`.

        With `only_if_new` one that exists already stays as it is. Raises UnknownFeed and NameTaken if it cannot be renamed.
        """
        name = feed_about(profile)

        def become(before: Profile | None) -> Profile:
            if before and only_if_new:
                return before
            if before is None and new_slug:
                raise UnknownFeed(str(name))
            return replace(profile, slug=new_slug or before.slug) if before else profile

        return self._edit(name, become, only_if)

    def rename(self, name: FeedKey, slug: str, *, only_if: OnlyIf = always) -> EditResult[Profile]:
        """Give the section or author called `name` another slug; all its former ones lead to it for ever.

        Raises UnknownFeed, and NameTaken if that slug is or was somebody else's.
        """

        def become(before: Profile | None) -> Profile:
            if before is None:
                raise UnknownFeed(str(name))
            return replace(before, slug=slug)

        return self._edit(name, become, only_if)

    def retire(self, name: FeedKey, *, only_if: OnlyIf = always) -> Outcome:
        """End the feed of a section or author for ever. Articles go on naming it, but no new ones. Raises UnknownFeed."""

        def once() -> EditResult[None]:
            stored = self._read(name)
            if stored.head is None or stored.item is None:
                raise UnknownFeed(str(name))
            if stored.head.retired:
                return EditResult(None, "", Outcome.UNCHANGED)
            require(str(name), only_if, stored.item)
            directory = {"pk": item_keys.DIRECTORY, "sk": str(stored.key)}
            self._editor.table.transact(
                [delete(directory), self._editor.changed_head(stored.key, stored.head, exactly=True, retired=True)]
            )
            return EditResult(None, "", Outcome.CHANGED)

        return self._editor.attempt(str(name), once).outcome

    def finish(self, key: FeedKey) -> None:
        """Change the feeds that an edit of the profile stored under `key` has left to be changed, if there are any."""
        while self._editor.attempt(str(key), lambda: self._finish_some(key)).thing:
            pass

    def _edit(self, name: FeedKey, become: Callable[[Profile | None], Profile], only_if: OnlyIf) -> EditResult[Profile]:
        return self._editor.attempt(str(name), lambda: self._once(name, become, only_if))

    def _once(self, name: FeedKey, become: Callable[[Profile | None], Profile], only_if: OnlyIf) -> EditResult[Profile]:
        stored = self._read(name)
        before, after = stored.profile, become(stored.profile)
        if stored.item and after == before:
            self._finish_if(stored.key, stored.pending)
            return EditResult(after, stored.item.get("revision", ""), Outcome.UNCHANGED)
        if stored.head and stored.head.retired:
            raise RetiredProfile(str(name), [str(stored.key)])
        require(str(name), only_if, stored.item)
        revision, showing = self._editor.new_revision(), self._showing(stored, after)
        now, later = showing[:AT_ONCE], [str(feed) for feed in showing[AT_ONCE:]]
        item = {**items.profile_item(stored.key, after, revision, stored.item), **({"pending": later} if later else {})}
        self._editor.table.transact(self._writes(stored, after, item, now))
        self._finish_if(stored.key, later)
        return EditResult(after, revision, Outcome.CHANGED if before else Outcome.NEW)

    def _writes(self, stored: _Stored, after: Profile, item: Item, showing: list[FeedKey]) -> list[Item]:
        key, address, (condition, values) = stored.key, feed_about(after), put_condition(stored.item)
        called: Item = {"slug": address.slug} if address != key or (stored.head and stored.head.slug) else {}
        return [
            put(item, condition, **values),
            put(items.directory_item(key, after)),
            # Exactly: an article that came in since `showing` was read would bring a feed that is not in it.
            self._editor.changed_head(key, stored.head, exactly=True, home_page_url=after.url, **called),
            *self._aliases(stored, after),
            *self._changed_heads(showing),
        ]

    def _changed_heads(self, feeds: list[FeedKey]) -> list[Item]:
        heads = self._editor.known(feeds).heads
        return [self._editor.changed_head(feed, heads.get(feed)) for feed in feeds]

    def _showing(self, stored: _Stored, after: Profile) -> list[FeedKey]:
        before = stored.profile
        left = [FeedKey.named(name) for name in stored.pending]
        if before is None or shown_in_other_feeds(before) == shown_in_other_feeds(after):
            return left
        return list(dict.fromkeys([*left, *feeds_using_profile(self._editor.table, stored.key, self._editor.now())]))

    def _aliases(self, stored: _Stored, after: Profile) -> list[Item]:
        """A new name becomes an alias of the first one; raises NameTaken if it is another's."""
        address, before = feed_about(after), stored.profile
        if before is None or before.slug == after.slug or address == stored.key:
            return []
        if self._editor.known([address]).keys.get(address, stored.key) != stored.key:
            raise NameTaken(str(stored.key), after.slug)
        condition = "attribute_not_exists(pk) OR alias_of = :key"
        return [put(items.alias_item(address, stored.key), condition, key=str(stored.key))]

    def _read(self, name: FeedKey) -> _Stored:
        known = self._editor.known([name])
        key = known.keys.get(name, name)
        return _Stored(key, known.heads.get(key), self._editor.table.get(item_keys.profile_key(key), consistent=True))

    def _finish_if(self, key: FeedKey, pending: list[str]) -> None:
        if pending:
            self.finish(key)

    def _finish_some(self, key: FeedKey) -> EditResult[int]:
        stored = self._read(key)
        now, later = [FeedKey.named(name) for name in stored.pending[:AT_ONCE]], stored.pending[AT_ONCE:]
        if now:
            note = change(item_keys.profile_key(key), {"pending": later}, "pending = :was", was=stored.pending)
            self._editor.table.transact([note, *self._changed_heads(now)])
        return EditResult(len(later), "", Outcome.CHANGED if now else Outcome.UNCHANGED)
