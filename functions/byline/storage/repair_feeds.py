"""Repairs one feed: its head, the alias of its present name, its directory entry, and the schema of its profile."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from byline.errors import UnknownFeed
from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import MARGIN, Head, latest
from byline.model.kinds import feed_about
from byline.model.profiles import Author, Section
from byline.storage import item_keys
from byline.storage.editing import Editor, put_condition
from byline.storage.feed_lookup import find_feeds
from byline.storage.head_writes import MOST_RELEASES, Release, changed_head
from byline.storage.heads import OLDER_RELEASES, RELEASE, alias_from, alias_item, head_from, profile_changes
from byline.storage.item_keys import HEAD, PROFILE, SCHEMA, directory_key, feed_pk, head_key, profile_key
from byline.storage.items import directory_item, profile_from, profile_item, unfinished_from
from byline.storage.profile_edits import ProfileEdits
from byline.storage.writes import Write, change, check, delete, put


@dataclass(frozen=True, slots=True)
class _Read:
    """A feed as it was read: its profile, its head, and the head's schema."""

    profile: Section | Author | None
    head: Head | None
    schema: int | None


class FeedRepair:
    """Repairs feeds with `editor`. Both methods count their repairs, such as `head made`.

    They raise Refused for a damaged profile, BrokenHead, ClockSkewed, EditConflict and StoreUnavailable.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._profiles = ProfileEdits(editor)

    def feed(self, key: FeedKey) -> Counter[str]:
        """Repair all derived items of a feed."""
        counts = Counter[str]()
        for step in (self._profile, self._head, self._name, self._directory_entry):
            while done := self._attempt(key, step):
                counts[done] += 1
        return counts

    def named(self, key: FeedKey) -> Counter[str]:
        """Raise UnknownFeed if a section or author that an article names is not stored: it cannot be restored."""
        if self._editor.table.get(profile_key(key), consistent=True) is None:
            raise UnknownFeed(str(key))
        return Counter()

    def _attempt(self, key: FeedKey, step: Callable[[FeedKey, datetime], str]) -> str:
        return self._editor.attempt(str(key), lambda: step(key, self._editor.now()))

    def _profile(self, key: FeedKey, now: datetime) -> str:
        """Store the profile in the present schema, and finish its last edit."""
        stored = self._editor.table.get(profile_key(key), consistent=True)
        if stored is None:
            return ""
        if unfinished_from(stored):
            self._profiles.finish(key)
            return "profile put right"
        if stored.get("schema") == SCHEMA and "revision" in stored:
            return ""
        item = profile_item(key, profile_from(stored), self._editor.new_revision(), stored)
        condition, values = put_condition(stored)
        self._editor.transact(now, [put(item, condition, **values)])
        return "profile put right"

    def _head(self, key: FeedKey, now: datetime) -> str:
        """Give the head the times of all entries and the values of the profile."""
        read = self._read(key)
        head, (due, later) = read.head, self._times(key, now)
        if head is None:
            if read.profile is None and (key != SITE or self._is_empty(key)):
                return ""
            self._editor.transact(now, [self._changed_head(key, None, read.profile, now, later[:MOST_RELEASES])])
            return "head made"
        had = [*(moment for moment in head.recent if moment <= now), *head.due(now)]
        recent, releases = latest(had, due), _repaired_releases(head, later, now)
        if recent != latest(head.recent, had) or releases or not _agree(key, head, read.profile):
            repaired = replace(head, recent=recent)
            self._editor.transact(now, [self._changed_head(key, repaired, read.profile, now, releases)])
            return "head put right"
        if read.schema != SCHEMA:
            self._editor.transact(now, [_unchanged(key, head)])
            return "head put right"
        return ""

    def _name(self, key: FeedKey, now: datetime) -> str:
        """Write the alias from the present name of a section or author to its stored key."""
        profile = self._read(key).profile
        name = feed_about(profile) if profile else key
        if name == key or name in find_feeds(self._editor.table, [name]):
            return ""
        self._editor.transact(now, [put(alias_item(name, key), "attribute_not_exists(pk)")])
        return "name made"

    def _directory_entry(self, key: FeedKey, now: datetime) -> str:
        """Write or remove the directory entry: only sections and authors that are not retired have one."""
        read = self._read(key)
        found = self._editor.table.get(directory_key(key), consistent=True)
        wanted = directory_item(key, read.profile) if read.profile and read.head and not read.head.retired else None
        if key == SITE or found == wanted:
            return ""
        head = read.head if read.profile else None
        guard = _unchanged(key, head) if head else check(profile_key(key), "attribute_not_exists(pk)")
        self._editor.transact(now, [guard, put(wanted) if wanted else delete(directory_key(key))])
        return f"directory {('put right' if found else 'made') if wanted else 'removed'}"

    def _read(self, key: FeedKey) -> _Read:
        wanted = [head_key(key), *([] if key == SITE else [profile_key(key)])]
        found = {item["sk"]: item for item in self._editor.table.get_many(wanted, consistent=True)}
        head, profile = found.get(HEAD), found.get(PROFILE)
        return _Read(
            profile_from(profile) if profile else None,
            head_from(head) if head and not alias_from(head) else None,
            head.get("schema") if head else None,
        )

    def _times(self, key: FeedKey, now: datetime) -> tuple[list[datetime], list[Release]]:
        """The publication times of the feed's newest due articles, and the releases of all that are not due by every clock."""
        table, pk = self._editor.table, feed_pk(key)
        due = table.query(pk, between=item_keys.due_entries(now), newest_first=True, limit=MOST_ARTICLES, consistent=True)
        later = table.query(pk, between=item_keys.later_entries(now - MARGIN), consistent=True)
        releases = [Release.of(item_keys.article_id_in(item["sk"]), item_keys.moment_in(item["sk"])) for item in later]
        return [item_keys.moment_in(item["sk"]) for item in due], releases

    def _is_empty(self, key: FeedKey) -> bool:
        anything = item_keys.entries_and_tombstones()
        return not list(self._editor.table.query(feed_pk(key), between=anything, limit=1, consistent=True))

    def _changed_head(
        self, key: FeedKey, head: Head | None, profile: Section | Author | None, now: datetime, releases: Collection[Release]
    ) -> Write:
        """A write of a new revision, which fails if the head has changed since it was read."""
        also = profile_changes(key, head, profile) if profile else {}
        revision = self._editor.new_revision()
        return changed_head(key, head, revision=revision, now=now, releases=releases, also=also, exactly=True)


def _repaired_releases(head: Head, later: list[Release], now: datetime) -> list[Release]:
    """The releases `later` that the head lacks, and those of the head that no entry has. The older form is taken out."""
    wanted = {each.name: each.published for each in later}
    foreign = {name for name, at in head.releases.items() if at > now - MARGIN and name not in wanted}
    dropped = {name if name.startswith(RELEASE) else OLDER_RELEASES for name in foreign}
    missing = [each for each in later if head.releases.get(each.name) != each.published]
    return [*missing, *(Release(name, None) for name in dropped)][:MOST_RELEASES]


def _agree(key: FeedKey, head: Head, profile: Section | Author | None) -> bool:
    return profile is None or (head.home_page_url, head.slug or key.slug) == (profile.url, profile.slug)


def _unchanged(key: FeedKey, head: Head) -> Write:
    """A write that fails if the head has been changed since it was read, and otherwise sets its schema."""
    return change(head_key(key), {"schema": SCHEMA}, "revision = :read", read=head.revision)
