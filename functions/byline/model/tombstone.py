"""What a feed says in place of an article that was withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from byline.model import values
from byline.model.article import Article
from byline.model.rules import Rule, enforce


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What a feed says in place of an article that was withdrawn (RFC 6721)."""

    article_id: str
    at: datetime
    url: str
    published: datetime
    notice: str = ""

    def __post_init__(self) -> None:
        enforce(f"tombstone of {self.article_id}", self, _TOMBSTONE_RULES)

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


_TOMBSTONE_RULES: dict[str, Rule] = {
    "article_id": values.permanent_id,
    "at": values.moment,
    "url": values.web_address,
    "published": values.moment,
    "notice": values.notice,
}
