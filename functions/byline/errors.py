"""The errors that Byline raises on purpose, in one tree. From BareId on they are in edit_errors.py, which no poll imports.

    BylineError
    ├── Refused              values are not allowed: has the fields and the reasons
    ├── UnknownFeed          no feed has or had that name
    ├── TransactionCancelled a condition failed, another transaction conflicted, or it was too late to begin; nothing was written
    ├── PurgeFailed          the CDN could not be purged before hubs were to be pinged
    ├── NotThroughCdn        a request has come to the API directly although all have to come through the CDN
    ├── BrokenHead           a stored head is damaged or incomplete
    ├── InvalidSetting       a setting in the environment is missing or wrong
    ├── StoreUnavailable     the table is throttled, slow or unreachable
    ├── BareId               an address has the id of an article in plain text
    ├── UnknownArticle       no article with that id is stored
    ├── UnknownVersion       the article has no version with that number, or no longer
    ├── UnknownRedirect      no redirect leads from that old path
    ├── UnknownProfile       an article names sections or authors that do not exist
    ├── RetiredProfile       an article adds a retired section or author, or one would be renamed
    ├── AlreadySeen          readers have seen the article: it cannot become a draft or be scheduled
    ├── Withdrawn            the article is withdrawn, and the edit does not state its lifecycle
    ├── Erased               the article is erased, and the edit does not lift that
    ├── TooLarge             an article exceeds the size limit of an item
    ├── AddressTaken         another article has the address
    ├── GuidTaken            readers know another article by the guid
    ├── NameTaken            another section or author has or had the new name
    ├── PreconditionFailed   the stored revision is not the one that the editor expects
    ├── ClockSkewed          the clock of the editor's machine is wrong
    └── EditConflict         concurrent edits of the same thing made every attempt fail

Each error carries ids as attributes. Its text is for people; code never parses it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class BylineError(Exception):
    """The root of the tree."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem with one field: `field` is the path of the field in the input, `reason` a phrase for people."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class Refused(BylineError, ValueError):
    """Values that are not allowed. `subject` names the thing they belong to; `problems` is never empty."""

    def __init__(self, subject: str, problems: Iterable[Problem]) -> None:
        self.subject, self.problems = subject, tuple(problems)
        super().__init__(f"{subject}: " + "; ".join(map(str, self.problems)))


class UnknownFeed(BylineError):
    """No feed has or had the name `feed` (for example `sections/wrold`). `candidates` are similar ones, with `id` and `title`."""

    def __init__(self, feed: str, candidates: Iterable[Mapping[str, str]] = ()) -> None:
        self.feed, self.candidates = feed, tuple(candidates)
        super().__init__(f"there is no feed called {feed}")


class TransactionCancelled(BylineError):
    """A transaction was cancelled. `reasons` has DynamoDB's code for each write; the code of a write that did not fail is the
    text `None`.
    """

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(f"the transaction was cancelled: {', '.join(self.reasons)}")


class PurgeFailed(BylineError):
    """The CDN could not be purged, so a hub would fetch what the feed `feed` showed before."""

    def __init__(self, feed: str) -> None:
        self.feed = feed
        super().__init__(f"the CDN could not be purged of {feed}")


class NotThroughCdn(BylineError):
    """A request without the key that the CDN adds has come to an API that answers only the CDN."""

    def __init__(self) -> None:
        super().__init__("the request has not come through the CDN")


class BrokenHead(BylineError, ValueError):
    """The stored head of `feed` cannot be read because of `reason`. `byline rebuild` does not repair it."""

    def __init__(self, feed: str, reason: str) -> None:
        self.feed, self.reason = feed, reason
        super().__init__(f"the head of {feed} cannot be read: {reason}")


class InvalidSetting(BylineError):
    """The environment variable `name` is missing or wrong."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"{name} {reason}")


class StoreUnavailable(BylineError):
    """The table `table` did not complete `operation` in time; a later attempt may succeed."""

    def __init__(self, operation: str, table: str) -> None:
        self.operation, self.table = operation, table
        super().__init__(f"{operation} on table {table} did not succeed in time")
