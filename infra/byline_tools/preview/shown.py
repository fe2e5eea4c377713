"""What the desk shows of articles, sections and authors, as values of the model again. See `byline.desk.shown`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from byline.model.article import Article, Correction
from byline.model.lifecycle import Status
from byline.model.media import Enclosure, Image
from byline.model.profiles import Profile
from byline.model.tombstone import Tombstone


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article with its `status` at the desk, and its tombstone if it is withdrawn and feeds have one."""

    article: Article
    status: Status
    tombstone: Tombstone | None = None


def article_from(shown: Mapping[str, Any], now: datetime) -> ShownArticle:
    """The article that the desk shows. The desk has checked it, and cleaned its content. Raises Refused.

    A draft without a time is dated `now`, as if it were published.
    """
    published = shown.get("published", now.isoformat())
    updated = shown.get("updated", published) if "published" in shown else published
    article = Article(**_fields(Article, {**shown, "published": published, "updated": updated}))
    withdrawal = shown.get("withdrawal") or {}
    tombstone = None
    if withdrawal.get("seen"):
        at, notice = datetime.fromisoformat(withdrawal["at"]), withdrawal.get("notice", "")
        tombstone = Tombstone(article_id=article.id, at=at, url=article.url, published=article.published, notice=notice)
    return ShownArticle(article, Status(shown["status"]), tombstone)


def profile_from(kind: type[Profile], shown: Mapping[str, Any]) -> Profile:
    """The section or author that the desk shows. Raises Refused."""
    return kind(**_fields(kind, shown))


def _fields(kind: Any, shown: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: _value(each.name, shown[each.name]) for each in fields(kind) if each.name in shown}


def _value(name: str, value: Any) -> Any:
    match name:
        case "published" | "updated" | "edited" | "at":
            return datetime.fromisoformat(value)
        case "image":
            return Image(**_fields(Image, value))
        case "enclosures":
            return tuple(Enclosure(**_fields(Enclosure, each)) for each in value)
        case "corrections":
            return tuple(Correction(**_fields(Correction, each)) for each in value)
    return tuple(value) if isinstance(value, list) else value
