"""Making what is derived of one feed again: its head, its present name, its line in the directory; and its profile's form."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from byline.desk.profiles import Profile, Profiles, address_of
from byline.errors import UnknownFeed
from byline.model.feed import MOST_ARTICLES, SITE, FeedKey
from byline.model.feed_state import Head, latest
from byline.model.times import format_time, parse_time
from byline.storage import item_keys, items
from byline.storage.editing import Editor, put_condition
from byline.storage.feed_entries import TOMBSTONE
from byline.storage.item_keys import DIRECTORY, ENTRY, SCHEMA, Item
from byline.storage.writes import change, delete, put
from byline_tools.rebuild.entries import kept, missing


class FeedMender:
    """Mends feeds with `editor`."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._profiles = Profiles(editor)

    def feed(self, name: str) -> Counter[str]:
        """Mend all that is derived of a feed; tells what was wrong. Raises Refused for a profile that is stored as none."""
        key, counts = FeedKey.named(name), Counter[str]()
        for step in (self._profile, self._head, self._name, self._line):
            while done := self._attempt(key, step):
                counts += done
        return counts

    def named(self, name: str) -> Counter[str]:
        """Raise UnknownFeed if the section or author that an article names has no profile: it cannot be told from anything."""
        if self._editor.table.get(item_keys.profile_key(FeedKey.named(name)), consistent=True) is None:
            raise UnknownFeed(name)
        return Counter()

    def _attempt(self, key: FeedKey, step: Callable[[FeedKey], str]) -> Counter[str]:
        return self._editor.attempt(str(key), lambda: kept(Counter(filter(None, [step(key)])))).thing

    def _profile(self, key: FeedKey) -> str:
        """A profile in the present form, whose edit is finished."""
        stored = self._editor.table.get(item_keys.profile_key(key), consistent=True)
        if stored is None:
            return ""
        if stored.get("pending"):
            self._profiles.finish(key)
            return "profile put right"
        if stored.get("schema") == SCHEMA and "revision" in stored:
            return ""
        item = items.profile_item(key, items.profile_from(stored), self._editor.new_revision(), stored)
        condition, values = put_condition(stored)
        self._editor.table.transact([put(item, condition, **values)])
        return "profile put right"

    def _head(self, key: FeedKey) -> str:
        """A head that knows every time of its places and what its profile says."""
        profile, head, stored = self._read(key)
        due, later = self._times(key)
        if head is None:
            if profile is None and (key != SITE or self._is_empty(key)):
                return ""
            self._change(key, None, profile)
            return "head made"
        now = self._editor.now()
        had = [moment for moment in (*head.recent, *head.releases) if moment <= now]
        known = latest(had, due)
        if known != latest(head.recent, had) or not later <= set(head.releases) or not _agree(key, head, profile):
            self._change(key, Head(head.revision, head.changed_at, recent=known, slug=head.slug), profile, later)
            return "head put right"
        if stored.get("schema") != SCHEMA:
            self._editor.table.transact([self._unchanged(key, head)])
            return "head put right"
        return ""

    def _name(self, key: FeedKey) -> str:
        """The name that a section or author goes by leads to where it is stored."""
        profile, _, _ = self._read(key)
        name = address_of(profile) if profile else key
        if name == key or self._editor.known([name]).keys.get(name) is not None:
            return ""
        self._editor.table.transact([put(items.alias_item(name, key), "attribute_not_exists(pk)")])
        return "name made"

    def _line(self, key: FeedKey) -> str:
        """A line in the directory for each section and author that has not been retired, and no other."""
        place = {"pk": DIRECTORY, "sk": str(key)}
        profile, head, _ = self._read(key)
        found = self._editor.table.get(place, consistent=True)
        wanted = items.directory_item(key, profile) if profile and head and not head.retired else None
        if key == SITE or found == wanted:
            return ""
        guard = missing(item_keys.profile_key(key)) if profile is None or head is None else self._unchanged(key, head)
        self._editor.table.transact([guard, put(wanted) if wanted else delete(place)])
        return f"directory {('put right' if found else 'made') if wanted else 'removed'}"

    def _read(self, key: FeedKey) -> tuple[Profile | None, Head | None, Item]:
        wanted = [item_keys.head_key(key), *([] if key == SITE else [item_keys.profile_key(key)])]
        found = {item["sk"]: item for item in self._editor.table.get_many(wanted, consistent=True)}
        head = found.get("HEAD", {})
        profile = items.profile_from(found["PROFILE"]) if "PROFILE" in found else None
        return profile, items.head_from(head) if head and not items.alias_from(head) else None, head

    def _times(self, key: FeedKey) -> tuple[list[datetime], set[datetime]]:
        """When the newest articles of the feed were published, and when those to come will be."""
        table, now, pk = self._editor.table, item_keys.last_due(self._editor.now()), item_keys.feed_pk(key)
        due = table.query(pk, between=(ENTRY, now), newest_first=True, limit=MOST_ARTICLES, consistent=True)
        return list(_published(due)), set(_published(table.query(pk, between=(now, f"{ENTRY}~"), consistent=True)))

    def _is_empty(self, key: FeedKey) -> bool:
        return not list(
            self._editor.table.query(item_keys.feed_pk(key), between=(ENTRY, f"{TOMBSTONE}~"), limit=1, consistent=True)
        )

    def _change(self, key: FeedKey, head: Head | None, profile: Profile | None, later: Iterable[datetime] = ()) -> None:
        """A new revision, provided that nobody else has made one since the head was read."""
        more: Item = {"releases": {format_time(moment) for moment in later}} if later else {}
        if profile:
            more["home_page_url"] = profile.url
        if profile and (profile.slug != key.slug or (head and head.slug)):
            more["slug"] = profile.slug
        self._editor.table.transact([self._editor.changed_head(key, head, exactly=True, **more)])

    def _unchanged(self, key: FeedKey, head: Head) -> Item:
        """A write that fails if the head is no longer as it was read, and otherwise notes the form it is stored in."""
        return change(item_keys.head_key(key), {"schema": SCHEMA}, "revision = :read", read=head.revision)


def _agree(key: FeedKey, head: Head, profile: Profile | None) -> bool:
    return profile is None or (head.home_page_url, head.slug or key.slug) == (profile.url, profile.slug)


def _published(entries: Iterable[Item]) -> Iterable[datetime]:
    return (parse_time(entry["sk"].removeprefix(ENTRY).partition("#")[0]) for entry in entries)
