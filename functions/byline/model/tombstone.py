"""Tombstones of withdrawn articles."""

from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from byline.model import values
from byline.model.article import Article
from byline.model.rules import enforce, meets, optional


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """The mark of an article that was withdrawn at the time `at` (RFC 6721). `notice` is for readers and may be empty."""

    article_id: str = field(metadata=meets(values.permanent_id))
    guid: str | None = field(default=None, metadata=meets(optional(values.guid)))
    at: datetime = field(metadata=meets(values.moment))
    url: str = field(metadata=meets(values.web_address))
    published: datetime = field(metadata=meets(values.moment))
    notice: str = field(default="", metadata=meets(values.notice))

    def __post_init__(self) -> None:
        enforce(f"tombstone of {self.article_id}", self)

    @property
    def known_as(self) -> str:
        """The id by which readers of RSS and JSON Feed know the article."""
        return self.guid or self.article_id

    def as_article(self) -> Article | None:
        """The notice as an article with the same id, for readers that do not support tombstones; None without a notice."""
        if not self.notice:
            return None
        return Article(
            id=self.article_id,
            guid=self.guid,
            url=self.url,
            title=self.notice,
            published=self.published,
            updated=max(self.at, self.published),
            summary=self.notice,
            content=f"<p>{escape(self.notice, quote=False)}</p>",
        )
