"""Everything that can go wrong in Byline, as one tree.

    BylineError
    ├── Refused            a value that may not enter; says whose, which fields and why
    ├── UnknownFeed        nobody has ever had a feed of that name
    ├── UnknownArticle     nobody has ever stored an article of that id
    ├── UnknownProfile     an article names sections or authors that do not exist
    ├── RetiredProfile     an article names sections or authors that have been retired, or one is to be changed
    ├── AlreadySeen        readers have seen the article, so that it can no longer wait or be a draft
    ├── TooLarge           an article with all that belongs to it takes more than one item can hold
    ├── NameTaken          the name a section or an author is to have belongs to another one
    ├── PreconditionFailed what was to be changed is no longer, or not yet, what the editor has seen
    ├── TransactionCancelled  a transaction met a failed condition or another transaction, and did not happen
    ├── EditConflict       somebody else changed the same thing at the same time, several times over
    ├── BrokenHead         what is stored in place of a feed's head is none, or not whole
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


class UnknownArticle(BylineError):
    """There is no article `article_id`."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(f"there is no article {article_id}")


class UnknownProfile(BylineError):
    """The article `article_id` names `profiles` (for example `sections/wrold`) that do not exist."""

    def __init__(self, article_id: str, profiles: Iterable[str]) -> None:
        self.article_id = article_id
        self.profiles = tuple(profiles)
        super().__init__(f"article {article_id} names {', '.join(self.profiles)}, which do not exist: store them first")


class RetiredProfile(BylineError):
    """`subject` needs `profiles` (for example `sections/world`) that have been retired, which is for ever."""

    def __init__(self, subject: str, profiles: Iterable[str]) -> None:
        self.subject = subject
        self.profiles = tuple(profiles)
        super().__init__(f"{subject}: {', '.join(self.profiles)} retired for ever: take another name")


class AlreadySeen(BylineError):
    """Readers have seen the article `article_id`, so that it can neither become a draft nor be published later."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(
            f"readers have seen article {article_id}: it can be withdrawn or be published, but no longer wait or be a draft"
        )


class TooLarge(BylineError):
    """`subject` is `size` bytes as stored, over `limit`."""

    def __init__(self, subject: str, size: int, limit: int) -> None:
        self.subject = subject
        self.size = size
        self.limit = limit
        super().__init__(f"{subject} takes {size} bytes, over the {limit} that can be stored: shorten or split it")


class NameTaken(BylineError):
    """`feed` cannot be renamed to `slug`, which belongs, or once belonged, to another section or author."""

    def __init__(self, feed: str, slug: str) -> None:
        self.feed = feed
        self.slug = slug
        super().__init__(f"{feed} cannot be called {slug}, which is or was the name of another: take one that is new")


class PreconditionFailed(BylineError):
    """`subject` is at `revision`, or does not exist where that is None, which is not what the editor expects."""

    def __init__(self, subject: str, revision: str | None) -> None:
        self.subject = subject
        self.revision = revision
        super().__init__(f"{subject} is at revision {revision}, not as it was expected to be: read it again before you change it")


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


class BrokenHead(BylineError, ValueError):
    """The stored head of `feed` cannot be read, for `reason`; `byline rebuild` does not repair it."""

    def __init__(self, feed: str, reason: str) -> None:
        self.feed = feed
        self.reason = reason
        super().__init__(f"the head of {feed} cannot be read: {reason}")


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
