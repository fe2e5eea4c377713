"""An article's life: draft, scheduled, published, withdrawn, and perhaps published again under the same id."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from html import escape

from byline.model import values
from byline.model.article import Article
from byline.model.rules import enforce, instance_of, meets


class Status(StrEnum):
    """What an article is at a given moment."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def _notice(value: str) -> object:
    return value == "" or values.title(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """When an article was taken back, and what readers are told instead of it; `seen` is whether they had seen it."""

    at: datetime = field(metadata=meets(values.moment))
    notice: str = field(default="", metadata=meets(_notice))
    seen: bool = field(default=False, metadata=meets(instance_of(bool)))

    def __post_init__(self) -> None:
        enforce("withdrawal", self)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the newsroom keeps it."""

    article: Article
    draft: bool = False
    withdrawal: Withdrawal | None = None

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What a feed says in place of an article that was withdrawn (RFC 6721)."""

    article_id: str
    at: datetime
    url: str
    published: datetime
    notice: str = ""

    def as_article(self) -> Article | None:
        """The notice as an article under the same id, for readers that know no tombstones; None where there is none."""
        if not self.notice:
            return None
        return Article(
            id=self.article_id,
            url=self.url,
            title=self.notice,
            published=self.published,
            updated=max(self.at, self.published),
            summary=self.notice,
            content=f"<p>{escape(self.notice, quote=False)}</p>",
        )
