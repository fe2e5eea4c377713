"""Reads the records of the table's stream.

Format: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from byline.model.feed_key import FeedKey
from byline.storage.attribute_values import plain
from byline.storage.item_keys import HEAD, PROFILE, SCHEDULE, feed_name, feed_named, feeds_from, feeds_named
from byline.storage.items import pending_from


@dataclass(frozen=True, slots=True)
class Change:
    """The `feeds` that have changed according to a record, and the section or author whose edit is `unfinished`, if any."""

    feeds: tuple[FeedKey, ...] = ()
    unfinished: FeedKey | None = None


def change_in(record: Mapping[str, Any]) -> Change:
    """The change in one record, in Lambda's form; raises LookupError, TypeError or ValueError if it is not of this table.

    A changed head means a changed feed. Feeds of a kind that this release does not have are ignored. An article that leaves the
    schedule is due, or was withdrawn or moved.
    """
    reported = record["dynamodb"]
    pk, sk = reported["Keys"]["pk"]["S"], reported["Keys"]["sk"]["S"]
    if pk == SCHEDULE:
        return Change(feeds_from(_image(reported, "OldImage")["feeds"]) if record["eventName"] == "REMOVE" else ())
    if sk == HEAD:
        return Change(feeds_named([feed_name(pk)]))
    if sk == PROFILE and (key := feed_named(feed_name(pk))) and pending_from(_image(reported, "NewImage")):
        return Change(unfinished=key)
    return Change()


def _image(reported: Mapping[str, Any], which: str) -> dict[str, Any]:
    return {name: plain(value) for name, value in reported.get(which, {}).items()}
