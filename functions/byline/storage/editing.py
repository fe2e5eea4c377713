"""The parts that all edits share: preconditions, attempts and results."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, Self, TypeVar

from byline.edit_errors import ClockSkewed, EditConflict, PreconditionFailed
from byline.errors import TransactionCancelled
from byline.model.feed_state import EDITOR_SKEW, LONGEST_EDIT, SECOND
from byline.model.precondition import Precondition
from byline.storage.dynamodb import LONGEST_REQUEST, Table
from byline.storage.item_keys import Item
from byline.storage.writes import Write

ATTEMPTS = 20
"""With eight editors that never pause, one edit in a thousand needs more attempts."""

MOST_DIFFERENCE = EDITOR_SKEW - SECOND
"""How much the time of an edit may differ from DynamoDB's, which responses state in whole seconds."""

VERSION_DAYS = 365
"""How long a version is stored after it is replaced, unless something else is set."""

Thing = TypeVar("Thing")


class Outcome(StrEnum):
    """The effect of an edit. A repeated edit is UNCHANGED. What the desk has changed since the last import is LEFT_ALONE."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_ALONE = "left alone"


@dataclass(frozen=True, slots=True)
class Source:
    """Where edits come from: the desk, or an import, which leaves alone what the desk has changed since the last import.

    An import with `overwrites` changes that too, and one with `republishes` publishes withdrawn articles again.
    With `moves_addresses`, an article gets the address that another one has.
    """

    imports: bool = False
    overwrites: bool = False
    republishes: bool = False
    moves_addresses: bool = False

    def leaves_alone(self, *, imported: bool, withdrawn: bool = False) -> bool:
        """Whether an edit from here leaves a stored thing alone, whose last edit was an import if it is `imported`."""
        return self.imports and not (imported or self.overwrites or (withdrawn and self.republishes))


DESK = Source()


@dataclass(frozen=True, slots=True)
class EditResult(Generic[Thing]):
    """The thing stored after an edit, its revision, and the effect of the edit."""

    thing: Thing
    revision: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit that was made: `what` it did to `subject`, the time `at` which, `by` whom, and the revisions after and before."""

    subject: str
    what: str
    at: datetime
    by: str
    revision: str
    replaced: str | None


class Editor:
    """Makes edits to `table`. `clock` returns aware UTC, `new_revision` a unique token.

    `by` names the person who edits. What an edit replaces is stored for `version_days`, 0 for ever. `report` gets every edit.
    `stores` is false while edits are only tried.
    """

    def __init__(
        self,
        table: Table,
        clock: Callable[[], datetime],
        new_revision: Callable[[], str],
        by: str = "",
        *,
        version_days: int = VERSION_DAYS,
        report: Callable[[Edited], None] = lambda _: None,
    ) -> None:
        self.table = table
        self.new_revision = new_revision
        self.by = by
        self.version_days = version_days
        self.report = report
        self.stores = True
        self._clock = clock

    def signed(self, by: str) -> Self:
        """The same editor for the person `by`."""
        other = copy(self)
        other.by = by
        return other

    def trying(self) -> Self:
        """The same editor for edits that are checked, but neither stored nor reported."""
        other = copy(self)
        other.stores, other.report = False, lambda _: None
        return other

    def now(self) -> datetime:
        """The time in whole seconds. Each attempt of an edit reads it once."""
        return self._clock().replace(microsecond=0)

    def transact(self, now: datetime, writes: Sequence[Write]) -> None:
        """Make all writes of an edit at `now`, or none. Call it after the edit has read what it changes.

        Raises ClockSkewed if DynamoDB has another time, and what `Table.transact` raises.
        """

        def in_time() -> bool:
            return self._clock() - now <= LONGEST_EDIT - timedelta(milliseconds=LONGEST_REQUEST)

        # Ahead is the edit's own time, because that is stored. Behind is the clock's present time: an edit that takes a while is
        # not behind, and LONGEST_EDIT bounds how long it takes.
        if server_time := self.table.server_time:
            ahead, behind = now - server_time, server_time - self.now()
            if max(ahead, behind) > MOST_DIFFERENCE:
                raise ClockSkewed(int((ahead if ahead > behind else -behind).total_seconds()))
        if self.stores:
            self.table.transact(writes, in_time)

    def attempt(self, subject: str, edit: Callable[[], Thing]) -> Thing:
        """The result of `edit`, which is repeated if a concurrent edit cancels its transaction.

        Raises EditConflict if that happens ATTEMPTS times, and every other error of `edit`.
        """
        for attempt in range(ATTEMPTS):
            try:
                return edit()
            except TransactionCancelled as error:
                cancelled = error
                self.table.pause(attempt)
        raise EditConflict(subject) from cancelled


def revision_of(stored: Item | None) -> str | None:
    """The revision of a stored item: empty for profiles of schema 1, which have none; None if nothing is stored."""
    return str(stored.get("revision", "")) if stored else None


def put_condition(stored: Item | None) -> tuple[str, Item]:
    """The condition that the item has not changed since it was read as `stored`, and the condition's values."""
    if stored is None:
        return "attribute_not_exists(pk)", {}
    if "revision" not in stored:  # a section or author of schema 1
        return "attribute_exists(pk) AND attribute_not_exists(revision)", {}
    return "revision = :read", {"read": stored["revision"]}


def require(subject: str, precondition: Precondition, revision: str | None) -> None:
    """Raise PreconditionFailed if `precondition` does not hold for the stored `revision`, None if nothing is stored."""
    if not precondition.holds(revision):
        raise PreconditionFailed(subject, revision)
