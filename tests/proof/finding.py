"""Finding as the models of the proofs do it: which articles pass a filter, who has an address; and all pages of a list."""

from datetime import datetime
from typing import Any

from byline.desk.finding import Filters, Finder
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
