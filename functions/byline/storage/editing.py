"""What every edit is made with: how feeds are found by their names, how heads are read and changed, how often it is tried."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from byline.errors import EditConflict, PreconditionFailed, TransactionCancelled
from byline.model.feed_key import FeedKey
from byline.model.feed_state import Head, latest
from byline.model.times import format_time, format_times
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.item_keys import Item
from byline.storage.writes import change

ATTEMPTS = 20
"""Of eight editors who never pause, one edit in a thousand needs more."""

SECOND = timedelta(seconds=1)

Thing = TypeVar("Thing")
OnlyIf = Callable[[str | None], bool]
"""Whether an edit may be made to what is stored at that revision, None standing for what is not stored."""


class Outcome(StrEnum):
    """What an edit did: the same one made again changes nothing."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class EditResult(Generic[Thing]):
    """What is stored after an edit, at which revision, and what the edit did."""

    thing: Thing
    revision: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class KnownFeeds:
    """Feeds as they are stored: under which key, and their heads; by the names that were asked for."""

    keys: Mapping[FeedKey, FeedKey]
    heads: Mapping[FeedKey, Head]

    def missing(self, names: Iterable[FeedKey]) -> list[FeedKey]:
        """Those of `names` that no feed has or had."""
        return [name for name in names if name not in self.keys]


def always(_revision: str | None) -> bool:
    """An edit that is to be made whatever is stored."""
    return True


class Editor:
    """Makes edits to `table`. `clock` gives aware UTC, `new_revision` a token never given before.

    Every method raises StoreUnavailable when the table cannot answer in time.
    """

    def __init__(self, table: Table, clock: Callable[[], datetime], new_revision: Callable[[], str]) -> None:
        self.table = table
        self.new_revision = new_revision
        self._clock = clock

    def now(self) -> datetime:
        """The time, in whole seconds."""
        return self._clock().replace(microsecond=0)

    def attempt(self, subject: str, edit: Callable[[], EditResult[Thing]]) -> EditResult[Thing]:
        """Make `edit`, again if another editor came in between; raises EditConflict if that happened every time."""
        for attempt in range(ATTEMPTS):
            try:
                return edit()
            except TransactionCancelled as error:
                cancelled = error
                self.table.pause(attempt)
        raise EditConflict(subject) from cancelled

    def known(self, names: Collection[FeedKey]) -> KnownFeeds:
        """Those of `names` that are feeds, whether they still go by these names or once did."""
        return self.read(None, names)[1]

    def read(self, key: Item | None, names: Collection[FeedKey]) -> tuple[Item | None, KnownFeeds]:
        """The item under `key`, if one is wanted, and the feeds of these names, by one consistent read."""
        by_pk = {item_keys.feed_pk(name): name for name in names}
        wanted = [*([key] if key else []), *map(item_keys.head_key, by_pk.values())]
        found = self.table.get_many(wanted, consistent=True)
        heads = {by_pk[item["pk"]]: item for item in found if item["sk"] == "HEAD"}
        aliases = {name: alias for name, item in heads.items() if (alias := items.alias_from(item))}
        renamed = self.known(set(aliases.values())) if aliases else KnownFeeds({}, {})
        keys = {name: aliases.get(name, name) for name in heads}
        read = {name: items.head_from(item) for name, item in heads.items() if name not in aliases}
        thing = next((item for item in found if item["sk"] != "HEAD"), None)
        return thing, KnownFeeds(keys, {**renamed.heads, **read})

    def changed_head(
        self, key: FeedKey, head: Head | None, *, published: datetime | None = None, exactly: bool = False, **more: Any
    ) -> Item:
        """A write that gives the feed a new revision: due articles count towards its cadence, later ones towards its releases.

        It fails if the feed has changed at a later time meanwhile; `exactly`, if it has changed at all.
        """
        now = self.now()
        past = [release for release in head.releases if release <= now] if head else []
        changed_at = max(now, head.changed_at) if head else now
        # Never before changed_at, where a clock that is ahead may have put it: no state begins there.
        later = {format_time(max(published, changed_at + SECOND))} if published and published > now else None
        due = [published] if published and not later else []
        changes: dict[str, Any] = {
            "schema": item_keys.SCHEMA,
            "revision": self.new_revision(),
            "changed_at": format_time(changed_at),
            "latest": format_times(latest(head.recent if head else (), past, due)),
            **more,
        }
        condition, values = _condition(head, exactly=exactly)
        if later:
            return change(item_keys.head_key(key), changes, condition, add={"releases": later}, **values)
        take = {"releases": {format_time(moment) for moment in past}} if past else {}
        return change(item_keys.head_key(key), changes, condition, take=take, **values)


def _condition(head: Head | None, *, exactly: bool) -> tuple[str, Item]:
    if not exactly:
        return "attribute_not_exists(changed_at) OR changed_at <= :changed_at", {}
    return ("revision = :read", {"read": head.revision}) if head else ("attribute_not_exists(pk)", {})


def put_condition(stored: Item | None) -> tuple[str, Item]:
    """The condition, with its values, that what was read as `stored` has not been changed since."""
    if stored is None:
        return "attribute_not_exists(pk)", {}
    if "revision" not in stored:  # as sections and authors were stored by schema 1
        return "attribute_exists(pk) AND attribute_not_exists(revision)", {}
    return "revision = :read", {"read": stored["revision"]}


def require(subject: str, only_if: OnlyIf, stored: Item | None) -> None:
    """Raise PreconditionFailed if what is stored is not what the editor expects."""
    revision = str(stored.get("revision", "")) if stored else None
    if not only_if(revision):
        raise PreconditionFailed(subject, revision)
