"""Reads the records of the table's stream.

Format: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from byline.model.feed_key import FeedKey
from byline.model.feed_state import SECOND
from byline.storage.attribute_values import plain
from byline.storage.heads import EMPTY_HEAD
from byline.storage.item_keys import (
    ARTICLE_SORT_KEY,
    HEAD,
    PROFILE,
    SCHEDULE,
    Item,
    feed_name,
    feed_named,
    feeds_from,
    feeds_named,
    moment_in,
)
from byline.storage.items import seen_withdrawal, unfinished_from


@dataclass(frozen=True, slots=True)
class Change:
    """The change that a record reports: the `feeds` that changed, and the section or author whose edit is `unfinished`, if any.

    `withdraws` is whether readers must not get what was served before: an article was withdrawn or
    has another notice, or a feed has moved or ended.
    """

    feeds: tuple[FeedKey, ...] = ()
    unfinished: FeedKey | None = None
    withdraws: bool = False


def change_in(record: Mapping[str, Any]) -> Change:
    """The change in one record, in Lambda's form; raises LookupError, TypeError or ValueError if it is not of this table.

    A head with a new revision means a changed feed. Feeds of a kind that this release does not have are ignored. An article that
    leaves the schedule is due, unless it leaves it before its time: then it was withdrawn or moved.
    """
    reported = record["dynamodb"]
    pk, sk = reported["Keys"]["pk"]["S"], reported["Keys"]["sk"]["S"]
    if pk == SCHEDULE:
        feeds = feeds_from(_image(reported, "OldImage")["feeds"]) if record["eventName"] == "REMOVE" else ()
        return Change(feeds if _is_due(record, sk) else ())
    if sk == ARTICLE_SORT_KEY:
        old, new = (seen_withdrawal(_image(reported, which)) for which in ("OldImage", "NewImage"))
        return Change(withdraws=new not in (old, None))
    if sk == HEAD:
        feeds = feeds_named([feed_name(pk)])
        old, new = _image(reported, "OldImage"), _image(reported, "NewImage")
        return Change(feeds if _is_public(old, new) else (), withdraws=_moved_or_ended(old, new))
    if sk == PROFILE and (key := feed_named(feed_name(pk))) and unfinished_from(_image(reported, "NewImage")):
        return Change(unfinished=key)
    return Change()


def _is_due(record: Mapping[str, Any], sk: str) -> bool:
    written = committed_at([record])
    return written is None or moment_in(sk) <= written + SECOND


def _is_public(old: Item, new: Item) -> bool:
    """Whether readers may see the change of a head: a note of a release leaves its revision alone."""
    return "alias_of" in new or new.get("revision") not in (old.get("revision"), EMPTY_HEAD.revision, None)


def _moved_or_ended(old: Item, new: Item) -> bool:
    return any(old.get(name) != new.get(name) for name in ("slug", "alias_of", "retired"))


def committed_at(records: Iterable[Mapping[str, Any]]) -> datetime | None:
    """When the latest of these records was written, by DynamoDB's clock; None if none of them says so."""
    times = [record.get("dynamodb", {}).get("ApproximateCreationDateTime") for record in records]
    stated = [time if isinstance(time, datetime) else datetime.fromtimestamp(time, UTC) for time in times if time is not None]
    return max(stated, default=None)


def _image(reported: Mapping[str, Any], which: str) -> Item:
    return {name: plain(value) for name, value in reported.get(which, {}).items()}
