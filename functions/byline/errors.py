"""Everything that can go wrong in Byline, as one tree.

    BylineError
    ├── Refused            a value that may not enter; says whose, which fields and why
    ├── UnknownFeed        nobody has ever had a feed of that name
    ├── UnknownProfile     an article names a section or an author that does not exist
    ├── TransactionCancelled  a transaction met a failed condition or another transaction, and did not happen
    ├── EditConflict       somebody else changed the same thing at the same time, several times over
    ├── InvalidSetting     the environment lacks a setting or gives it a wrong value
    └── StoreUnavailable   the table is throttled, slow or away

Each carries ids as attributes; the text is for people and is never parsed.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class BylineError(Exception):
    """The root: catching it catches everything Byline raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field: `field` is its name as the sender wrote it, `reason` a sentence."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class Refused(BylineError, ValueError):
    """Values that may not enter. `subject` names whose they are, `problems` is never empty."""

    def __init__(self, subject: str, problems: Iterable[Problem]) -> None:
        self.subject = subject
        self.problems = tuple(problems)
        super().__init__(f"{subject}: " + "; ".join(map(str, self.problems)))


class UnknownFeed(BylineError):
    """No feed is called `feed` (for example `sections/wrold`)."""

    def __init__(self, feed: str) -> None:
        self.feed = feed
        super().__init__(f"there is no feed called {feed}")


class UnknownProfile(BylineError):
    """The article `article_id` names `profiles` (for example `sections/wrold`) that do not exist."""

    def __init__(self, article_id: str, profiles: Iterable[str]) -> None:
        self.article_id = article_id
        self.profiles = tuple(profiles)
        super().__init__(f"article {article_id} names {', '.join(self.profiles)}, which do not exist: store them first")


class TransactionCancelled(BylineError):
    """A transaction did not happen; `reasons` has DynamoDB's code for each of its writes, `None` for an innocent one."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(f"the transaction was cancelled: {', '.join(self.reasons)}")


class EditConflict(BylineError):
    """`subject` was changed by somebody else during every attempt to change it."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        super().__init__(f"{subject} keeps being changed by somebody else: read it again and retry")


class InvalidSetting(BylineError):
    """The environment variable `name` is missing or wrong."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name} {reason}")


class StoreUnavailable(BylineError):
    """The table `table` could not do `operation` in time; trying again later may work."""

    def __init__(self, operation: str, table: str) -> None:
        self.operation = operation
        self.table = table
        super().__init__(f"{operation} on table {table} did not succeed in time")
