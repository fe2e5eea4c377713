"""The stored forms of redirects from old paths, and reading them."""

from collections.abc import Collection, Mapping
from typing import Any

from byline.model.redirect import Redirect
from byline.storage.dynamodb import Table
from byline.storage.finding_keys import REDIRECTS, after_redirect, redirect_key
from byline.storage.item_keys import SCHEMA, Item, feed_named

IMPORTED = "imported"
"""The attribute of a redirect whose last edit was an import; others do not have it."""


def redirect_item(redirect: Redirect, *, imported: bool) -> Item:
    """The item of a redirect, whose feed is named as it is stored: its present name is in its head."""
    item = {**redirect_key(redirect.path), "schema": SCHEMA, "feed": str(redirect.feed), "format": redirect.format}
    return {**item, **({IMPORTED: True} if imported else {})}


def redirect_from(item: Mapping[str, Any]) -> Redirect | None:
    """The redirect in a stored item; None if it is damaged, or leads to a kind of feed that a later release has."""
    feed = feed_named(str(item.get("feed")))
    return Redirect(item["sk"], feed, str(item.get("format"))) if feed else None


def find_redirect(table: Table, path: str, *, consistent: bool = False) -> Redirect | None:
    """The redirect from an old path, by one small read; None if there is none. Raises StoreUnavailable."""
    item = table.get(redirect_key(path), consistent=consistent)
    return redirect_from(item) if item else None


def stored_redirects(table: Table, paths: Collection[str]) -> dict[str, Item]:
    """The items of the redirects from these old paths, by path, by consistent reads. Raises StoreUnavailable."""
    return {item["sk"]: item for item in table.get_many(list(map(redirect_key, paths)), consistent=True)}


def list_redirects(table: Table, after: str | None, limit: int) -> tuple[list[Redirect], str | None]:
    """At most `limit` redirects from old paths that sort after `after`, and the path after which there are more, or None.

    Raises StoreUnavailable.
    """
    items = list(table.query(REDIRECTS, between=after_redirect(after), limit=limit + 2, consistent=True))
    later = [item for item in items if item["sk"] != after]
    found = later[:limit]
    return [each for each in map(redirect_from, found) if each], found[-1]["sk"] if len(later) > limit else None
