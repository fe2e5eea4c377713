"""The lifecycle of an article: draft, scheduled, published, withdrawn, and possibly published again under the same id."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from byline.model import values
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.kinds import feeds_of
from byline.model.rules import enforce, instance_of, meets


class Status(StrEnum):
    """What an article is at a given moment."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """When an article was withdrawn, and the notice that readers get instead of it; `seen` says whether they had seen it."""

    at: datetime = field(metadata=meets(values.moment))
    notice: str = field(default="", metadata=meets(values.notice))
    seen: bool = field(default=False, metadata=meets(instance_of(bool)))

    def __post_init__(self) -> None:
        enforce("withdrawal", self)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with the state of its lifecycle, and the `feeds` it belongs to.

    The site's feed is always among `feeds`. Without any, they are those that follow from the article's sections and authors.
    """

    article: Article
    draft: bool = False
    withdrawal: Withdrawal | None = None
    feeds: tuple[FeedKey, ...] = ()

    def __post_init__(self) -> None:
        if not self.feeds:
            object.__setattr__(self, "feeds", feeds_of(self.article))

    def status(self, now: datetime) -> Status:
        """What the article is at `now`: an embargo lifts exactly at its second."""
        if self.withdrawal:
            return Status.WITHDRAWN
        if self.draft:
            return Status.DRAFT
        return Status.PUBLISHED if self.article.published <= now else Status.SCHEDULED

    def has_been_seen(self, now: datetime) -> bool:
        """Whether readers have seen the article by `now`."""
        return self.withdrawal.seen if self.withdrawal else self.status(now) is Status.PUBLISHED
