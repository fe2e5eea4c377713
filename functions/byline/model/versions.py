"""Versions of an article: what each edit did to it, when it was made, and by whom."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from byline.model.lifecycle import Status, StoredArticle


class What(StrEnum):
    """What an edit did to an article. An edit by a release that records no versions is UNKNOWN."""

    NEW = "new"
    CHANGED = "changed"
    CORRECTED = "corrected"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    UNDONE = "undone"
    ERASED = "erased"
    UNKNOWN = "unknown"


_STATUS = {Status.DRAFT: What.DRAFT, Status.SCHEDULED: What.SCHEDULED, Status.PUBLISHED: What.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Version:
    """What is recorded of one edit of an article: its `number`, from 1, the time `at` which it was made, `by` whom, and `what` it
    did, in the words of What.

    `changed` has the names of the fields that changed, `revision` the article's revision since the edit, and `replaced` the one
    before. Of an edit by a release that records no versions, `at` is None and `by` is empty.
    """

    number: int
    at: datetime | None
    by: str
    what: str
    revision: str
    replaced: str | None = None
    changed: tuple[str, ...] = ()


def what_happened(before: StoredArticle | None, after: StoredArticle, now: datetime) -> What:
    """What an edit at `now` did, given the article before it, None if it is new, and after it."""
    if before is None:
        return What.NEW
    if bool(before.withdrawal) != bool(after.withdrawal):
        return What.WITHDRAWN if after.withdrawal else What.RESTORED
    if before.status(now) is not after.status(now):
        return _STATUS[after.status(now)]
    return What.CORRECTED if set(after.article.corrections) - set(before.article.corrections) else What.CHANGED


def changed_fields(before: StoredArticle | None, after: StoredArticle) -> tuple[str, ...]:
    """The names of the fields in which an article differs before and after an edit; none if it is new."""
    if before is None:
        return ()
    of_article = [each.name for each in fields(after.article) if _differ(each.name, before.article, after.article)]
    of_lifecycle = [name for name in ("draft", "withdrawal") if _differ(name, before, after)]
    return (*of_article, *of_lifecycle)


def _differ(name: str, before: object, after: object) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
