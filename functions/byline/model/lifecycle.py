"""The lifecycle of an article: draft, scheduled, published, withdrawn, and possibly published again under the same id."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from byline.model import values
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.feed_state import MARGIN
from byline.model.kinds import feeds_of
from byline.model.rules import enforce, instance_of, meets


class Status(StrEnum):
    """The status of an article at a given time."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def status_at(now: datetime, *, draft: bool, withdrawn: bool, published: datetime) -> Status:
    """The status of an article at `now`. An embargo lifts exactly at its second."""
    if withdrawn:
        return Status.WITHDRAWN
    if draft:
        return Status.DRAFT
    return Status.PUBLISHED if published <= now else Status.SCHEDULED


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The time `at` which an article was withdrawn, the `notice` that replaces it, and whether readers may have `seen` it."""

    at: datetime = field(metadata=meets(values.moment))
    notice: str = field(default="", metadata=meets(values.notice))
    seen: bool = field(default=False, metadata=meets(instance_of(bool)))

    def __post_init__(self) -> None:
        enforce("withdrawal", self)


@dataclass(frozen=True, slots=True)
class Erasure:
    """The time `at` which an article was erased, `by` whom, and the `reason`.

    `feeds` has the names of all feeds that it was ever in, whose documents may still show it.
    """

    at: datetime
    by: str
    reason: str
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with the state of its lifecycle, and the `feeds` it belongs to. After an `erasure`, little is left of it.

    The site's feed is always among `feeds`. If none are given, they are the site's feed and those of the article's sections and
    authors.
    """

    article: Article
    draft: bool = False
    withdrawal: Withdrawal | None = None
    feeds: tuple[FeedKey, ...] = ()
    erasure: Erasure | None = None

    def __post_init__(self) -> None:
        if not self.feeds:
            object.__setattr__(self, "feeds", feeds_of(self.article))

    def status(self, now: datetime) -> Status:
        """The status of the article at `now`."""
        return status_at(now, draft=self.draft, withdrawn=self.withdrawal is not None, published=self.article.published)

    def has_been_seen(self, now: datetime) -> bool:
        """Whether readers may have seen the article, or its withdrawal, when an edit at `now` is stored: by any clock.

        So an article counts as seen from MARGIN before its release on.
        """
        if self.withdrawal:
            return self.withdrawal.seen
        return not self.draft and self.article.published <= now + MARGIN
