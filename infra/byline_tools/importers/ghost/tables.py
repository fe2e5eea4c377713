"""The tables of an export of Ghost, and their rows. Whatever an export has in place of a text, a list or a row is none."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from byline.intake.addresses import address
from byline.model.text import carriable

_BEGINS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:db"\s*:\s*\[|(?:meta|data)"\s*:\s*\{)')
_FIRST_YEAR = 1900
_NOT_ARTICLES = {"members": "members", "newsletters": "newsletters", "offers": "offers", "snippets": "snippets"}
"""Tables that are left out, and what is in them."""


def is_export(head: bytes) -> bool:
    """Whether a file that begins with `head` is an export of Ghost."""
    return _BEGINS.match(head) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> str:
        """The text in the column called `name`, a whole number as its digits; empty if there is none."""
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return carriable(value).strip() if isinstance(value, str) else ""

    def is_true(self, name: str) -> bool:
        """Whether the column says so, as a truth value or as 1."""
        return self.values.get(name) in (True, 1)

    def time(self, name: str) -> datetime | None:
        """The time in a column, as readers know it: without fractions of a second. Without an offset, it is in UTC."""
        try:
            time = datetime.fromisoformat(self[name])
            time = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
        return time.replace(microsecond=0) if time.year >= _FIRST_YEAR else None


class Tables:
    """The tables of an export, which is any value of JSON."""

    def __init__(self, export: Any) -> None:
        self._data = _data_of(export)
        self.posts = self._rows("posts")
        self.metas = {row["post_id"]: row for row in self._rows("posts_meta")}
        self.tags = {row["id"]: row for row in self._rows("tags") if row["id"]}
        self.users = {row["id"]: row for row in self._rows("users") if row["id"]}
        self._tags_of = self._relation("posts_tags", "tag_id")
        self._authors_of = self._relation("posts_authors", "author_id")
        self._settings = {row["key"]: row for row in self._rows("settings")}

    @property
    def has_posts(self) -> bool:
        """Whether the export has a table of posts."""
        return isinstance(self._data.get("posts"), list)

    @property
    def site(self) -> str:
        """The address of the site; empty if the export does not state it, as most do not."""
        try:
            return address(self._setting("url")).rstrip("/")
        except ValueError:
            return ""

    @property
    def is_private(self) -> bool:
        """Whether nobody could read the site without a password."""
        row = self._settings.get("is_private", Row({}))
        return row.is_true("value") or row["value"] in ("true", "1")

    @property
    def timezone(self) -> tzinfo:
        """The time zone of the site, in which the dates in addresses are."""
        name = self._setting("timezone") or self._setting("active_timezone") or "UTC"
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return UTC

    def tags_of(self, post: Row) -> list[Row]:
        """The tags of a post, the primary one first."""
        return [self.tags[each] for each in self._tags_of.get(post["id"], []) if each in self.tags]

    def author_ids_of(self, post: Row) -> list[str]:
        """The ids of the authors of a post, the primary one first."""
        return self._authors_of.get(post["id"]) or list(filter(None, [post["author_id"]]))

    def left_out(self) -> Counter[str]:
        """How many rows there are in tables that are not for articles."""
        rows = {what: len(self._rows(name)) for name, what in _NOT_ARTICLES.items()}
        return Counter({what: number for what, number in rows.items() if number})

    def _setting(self, key: str) -> str:
        return self._settings.get(key, Row({}))["value"]

    def _rows(self, name: str) -> list[Row]:
        table = self._data.get(name)
        return [Row(each) for each in table if isinstance(each, dict)] if isinstance(table, list) else []

    def _relation(self, name: str, other: str) -> dict[str, list[str]]:
        """The ids in the column `other` by post, in their order."""
        found: dict[str, list[str]] = {}
        for row in sorted(self._rows(name), key=_order):
            found.setdefault(row["post_id"], []).append(row[other])
        return {post: list(dict.fromkeys(each)) for post, each in found.items()}


def _order(row: Row) -> int:
    order = row.values.get("sort_order")
    return order if isinstance(order, int) else 0


def _data_of(export: Any) -> Mapping[str, Any]:
    return next((each for each in _candidates(export) if isinstance(each, dict)), {})


def _candidates(export: Any) -> Iterator[Any]:
    if isinstance(export, dict):
        databases = export.get("db")
        yield from (each.get("data") for each in databases if isinstance(each, dict)) if isinstance(databases, list) else ()
        yield export.get("data")
