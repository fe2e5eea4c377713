"""What a record of the table's stream says has changed: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/,
API_streams_Record.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from byline.model.feed_key import SITE, FeedKey
from byline.storage.attribute_values import plain
from byline.storage.feed_entries import SCHEDULE


@dataclass(frozen=True, slots=True)
class Change:
    """The `feeds` that a record says have changed, and the `unfinished` section or author whose edit has more to change."""

    feeds: tuple[FeedKey, ...] = ()
    unfinished: FeedKey | None = None


def change_in(record: Mapping[str, Any]) -> Change:
    """What one record, in Lambda's form, says; raises LookupError, TypeError or ValueError if it is none of our table's.

    A head that changed is a feed that changed. What leaves the schedule has come due, or will not come.
    """
    told = record["dynamodb"]
    pk, sk = told["Keys"]["pk"]["S"], told["Keys"]["sk"]["S"]
    if pk == SCHEDULE:
        return Change(_scheduled(told.get("OldImage", {})) if record["eventName"] == "REMOVE" else ())
    if sk == "HEAD":
        return Change((_feed(pk),))
    if sk == "PROFILE" and plain(told.get("NewImage", {}).get("pending", {"L": []})):
        return Change(unfinished=_feed(pk))
    return Change()


def _scheduled(old: Mapping[str, Any]) -> tuple[FeedKey, ...]:
    return (SITE, *map(FeedKey.named, old["feeds"]["S"].split()))


def _feed(pk: str) -> FeedKey:
    prefix, _, name = pk.partition("#")
    if prefix != "FEED":
        raise ValueError(f"{pk} is no feed")
    return FeedKey.named(name)
