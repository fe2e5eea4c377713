"""Versions of an article in the table.

The article's own item holds the last one: the article, and what is recorded of the edit that made it. The next edit moves both
into an item beside it, compressed, in its own transaction. So an article that is never edited has no such item, and the time for
which a version is stored begins when another replaces it.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from byline.edit_errors import UnknownArticle, UnknownVersion
from byline.errors import Problem, Refused
from byline.model.lifecycle import StoredArticle
from byline.model.versions import Version, What
from byline.storage.dynamodb import Table
from byline.storage.item_keys import SCHEMA, Item, article_id_from, article_key
from byline.storage.items import ERASURE, VERSION, stored_article_from
from byline.storage.stored_values import restored, stored_form
from byline.storage.version_keys import version_key, versions_below


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A version, and the article as it was after that edit."""

    version: Version
    stored_article: StoredArticle


def version_in(item: Mapping[str, Any]) -> Version:
    """The version that the item of an article holds; raises Refused if what is recorded of it is damaged.

    If a release that records no versions has stored the article last, who did it and when is not known.
    """
    recorded, revision = _recorded(item, item[VERSION]) if VERSION in item else None, str(item["revision"])
    if recorded and recorded.revision == revision:
        return recorded
    return Version((recorded.number if recorded else 0) + 1, None, "", What.UNKNOWN.value, revision)


def version_item(item: Item, now: datetime, days: int) -> Item:
    """The item of the version that the `item` of an article holds, replaced at `now`. It is stored for `days`, 0 for ever."""
    version = version_in(item)
    expiry = {"expires_at": int((now + timedelta(days=days)).timestamp())} if days else {}
    article = {name: value for name, value in item.items() if name not in {"pk", "sk", VERSION}}
    # Only a later release may store values that JSON does not have. They become texts.
    packed = zlib.compress(json.dumps(article, ensure_ascii=False, separators=(",", ":"), default=str).encode(), 9)
    key = version_key(article_id_from(item["pk"]), version.number)
    return {**key, "schema": SCHEMA, **stored_form(version), "packed": packed, **expiry}


class VersionReader:
    """Reads the versions of articles in `table`, consistently. Both methods raise StoreUnavailable.

    Of an erased article there is only the present one, even if an interrupted erasure has left others.
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def versions(self, article_id: str, below: int | None, limit: int) -> list[Version]:
        """The versions of an article with numbers below `below`, None for all, newest first, at most `limit`.

        Raises UnknownArticle, and Refused for a damaged item.
        """
        item = self._article(article_id)
        last = version_in(item)
        first = [last] if below is None or last.number < below else []
        bounds = versions_below(last.number if below is None else min(below, last.number))
        has_older = limit and ERASURE not in item
        older = (
            self._table.query(item["pk"], between=bounds, newest_first=True, consistent=True, limit=limit) if has_older else ()
        )
        return [*first, *(_recorded(each, each) for each in older)][:limit]

    def version(self, article_id: str, number: int) -> VersionRecord:
        """Version `number` of an article. Raises UnknownArticle, UnknownVersion, and Refused for a damaged item."""
        item = self._article(article_id)
        last = version_in(item)
        if last.number == number:
            return VersionRecord(last, stored_article_from(item))
        older = self._table.get(version_key(article_id, number), consistent=True)
        if older is None or ERASURE in item:
            raise UnknownVersion(article_id, number, erased=ERASURE in item)
        return VersionRecord(_recorded(older, older), stored_article_from(unpacked(item, older)))

    def _article(self, article_id: str) -> Item:
        item = self._table.get(article_key(article_id), consistent=True)
        if item is None:
            raise UnknownArticle(article_id)
        return item


def _recorded(item: Mapping[str, Any], form: Any) -> Version:
    try:
        return restored(Version, form)
    except ValueError as error:
        raise _damaged(item, error) from error


def unpacked(item: Mapping[str, Any], older: Item) -> Item:
    """The item of an article as it was at version `older`. `item` is its present one, of which only the key matters.

    Raises Refused if the version is damaged.
    """
    try:
        return {"pk": item["pk"], "sk": item["sk"], **json.loads(zlib.decompress(older["packed"]))}
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise _damaged(older, error) from error


def _damaged(item: Mapping[str, Any], error: Exception) -> Refused:
    return Refused(f"{item['pk']} {item['sk']}", [Problem("version", f"is damaged: {error!r}")])
