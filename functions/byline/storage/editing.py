"""What every edit is made with: what it may depend on, how often it is tried, what it results in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from byline.errors import EditConflict, PreconditionFailed, TransactionCancelled
from byline.model.precondition import Precondition
from byline.storage.dynamodb import Table
from byline.storage.item_keys import Item

ATTEMPTS = 20
"""With eight editors who never pause, one edit in a thousand needs more."""

Thing = TypeVar("Thing")


class Outcome(StrEnum):
    """What an edit did. The same edit made again changes nothing."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class EditResult(Generic[Thing]):
    """What is stored after an edit, at which revision, and what the edit did."""

    thing: Thing
    revision: str
    outcome: Outcome


class Editor:
    """Makes edits to `table`. `clock` gives aware UTC, `new_revision` a token that it has never given before."""

    def __init__(self, table: Table, clock: Callable[[], datetime], new_revision: Callable[[], str]) -> None:
        self.table = table
        self.new_revision = new_revision
        self._clock = clock

    def now(self) -> datetime:
        """The time, in whole seconds. It is read once for each edit."""
        return self._clock().replace(microsecond=0)

    def attempt(self, subject: str, edit: Callable[[], Thing]) -> Thing:
        """The result of `edit`, which is made again if another editor changed the same at the same time.

        Raises EditConflict if that happened every time, and whatever else `edit` raises.
        """
        for attempt in range(ATTEMPTS):
            try:
                return edit()
            except TransactionCancelled as error:
                cancelled = error
                self.table.pause(attempt)
        raise EditConflict(subject) from cancelled


def revision_of(stored: Item | None) -> str | None:
    """The revision of a stored item: empty for profiles of schema 1, which have none; None for what is not stored."""
    return str(stored.get("revision", "")) if stored else None


def put_condition(stored: Item | None) -> tuple[str, Item]:
    """The condition, with its values, that the item read as `stored` has not been changed since."""
    if stored is None:
        return "attribute_not_exists(pk)", {}
    if "revision" not in stored:  # as sections and authors were stored by schema 1
        return "attribute_exists(pk) AND attribute_not_exists(revision)", {}
    return "revision = :read", {"read": stored["revision"]}


def require(subject: str, precondition: Precondition, revision: str | None) -> None:
    """Raise PreconditionFailed if `precondition` does not hold for what is stored at `revision`, None if nothing is."""
    if not precondition.holds(revision):
        raise PreconditionFailed(subject, revision)
