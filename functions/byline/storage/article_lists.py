"""What lists show of an article: one item for each article, derived from it and stored in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from byline.errors import Problem, Refused
from byline.model.feed_key import FeedKey
from byline.model.kinds import profiles_of
from byline.model.lifecycle import Status, StoredArticle, status_at
from byline.model.times import format_time, parse_time
from byline.storage.finding_keys import list_key
from byline.storage.item_keys import SCHEMA, Item, article_id_in, moment_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What lists show of an article. `sections` and `authors` hold the slugs that the article holds: the first ones."""

    id: str
    url: str
    title: str
    published: datetime
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    draft: bool = False
    withdrawn: datetime | None = None
    """The time of the withdrawal."""
    notice: str = ""

    def status(self, now: datetime) -> Status:
        """The status of the article at `now`."""
        return status_at(now, draft=self.draft, withdrawn=self.withdrawn is not None, published=self.published)

    @property
    def profiles(self) -> tuple[FeedKey, ...]:
        """The feeds of its sections, then of its authors, by the keys they are stored under."""
        return profiles_of(self)


def listing_of(stored_article: StoredArticle) -> Listing:
    """What lists show of a stored article."""
    article, withdrawal = stored_article.article, stored_article.withdrawal
    return Listing(
        id=article.id,
        url=article.url,
        title=article.title,
        published=article.published,
        sections=article.sections,
        authors=article.authors,
        tags=article.tags,
        draft=stored_article.draft,
        withdrawn=withdrawal.at if withdrawal else None,
        notice=withdrawal.notice if withdrawal else "",
    )


def listing_item(stored_article: StoredArticle) -> Item:
    """The item of a stored article in its list. Attributes at their default are omitted."""
    listing = listing_of(stored_article)
    optional: dict[str, Any] = {
        "sections": " ".join(listing.sections),
        "authors": " ".join(listing.authors),
        "tags": list(listing.tags),
        "draft": listing.draft,
        "withdrawn": format_time(listing.withdrawn) if listing.withdrawn else "",
        "notice": listing.notice,
    }
    stated = {name: value for name, value in optional.items() if value}
    key = list_key(listing.status(listing.published), listing.published, listing.id)
    return {**key, "schema": SCHEMA, "title": listing.title, "url": listing.url, **stated}


def listing_from(item: Mapping[str, Any]) -> Listing:
    """What a list shows of the article in a stored item; raises Refused if the item does not hold it."""
    try:
        return Listing(
            id=article_id_in(item["sk"]),
            url=str(item["url"]),
            title=str(item["title"]),
            published=moment_in(item["sk"]),
            sections=tuple(item.get("sections", "").split()),
            authors=tuple(item.get("authors", "").split()),
            tags=tuple(map(str, item.get("tags", ()))),
            draft=bool(item.get("draft")),
            withdrawn=parse_time(item["withdrawn"]) if "withdrawn" in item else None,
            notice=str(item.get("notice", "")),
        )
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise Refused(f"{item['pk']} {item['sk']}", [Problem("item", f"is not an article in a list: {error!r}")]) from error
