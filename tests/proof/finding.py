"""Finding as the models of the proofs do it: which articles pass a filter, whose a name is; and all pages of a list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from byline.desk.finding import Filters, Finder
from byline.model.addresses import same_page
from byline.model.lifecycle import StoredArticle


class Addresses:
    """Who has which address: the last article that was given it, of those that still name it."""

    def __init__(self) -> None:
        self._given: dict[str, list[str]] = {}

    def holder(self, page: str) -> str | None:
        return next(reversed(self._given.get(page, ())), None)

    def give(self, article_id: str, had: str | None, has: str | None) -> None:
        """The article named the page `had`, and names `has` now; None for none."""
        for page in filter(None, (had, has)):
            self._given[page] = [each for each in self._given.get(page, ()) if each != article_id]
        if has:
            self._given[has].append(article_id)


def named(name: str, guids: Mapping[str, str | None], addresses: Addresses) -> str | None:
    """The article whose id is `name`, or else its guid, or else its address. `guids` has those of all articles by their ids."""
    known = next((article_id for article_id, guid in guids.items() if guid == name), None)
    return name if name in guids else known or addresses.holder(same_page(name))


def passes(stored: StoredArticle, filters: Filters, now: datetime) -> bool:
    """Whether an article passes `filters`, whose section and author are slugs as the article has them."""
    article, title = stored.article, stored.article.title.lower().replace("ä", "a")
    return (
        filters.section in (None, *article.sections)
        and filters.author in (None, *article.authors)
        and filters.tag in (None, *(tag.lower() for tag in article.tags))
        and filters.status in (None, stored.status(now))
        and (filters.since is None or filters.since <= article.published)
        and (filters.until is None or article.published < filters.until)
        and all(word in title for word in (filters.words or "").split())
    )


def in_pages(finder: Finder, filters: Filters, limit: int) -> list[dict[str, Any]]:
    """The articles of a list as they are shown, from pages of at most `limit`."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = finder.articles(filters, limit, cursor)
        assert len(page["articles"]) <= limit
        found += page["articles"]
        cursor = page.get("cursor")
        if cursor is None:
            return found
