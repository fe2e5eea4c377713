"""The table and its stream in simulated time: writes go through botocore and moto, reads directly to moto's items, which is far
faster.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType

from byline.errors import StoreUnavailable
from byline.storage.attribute_values import plain
from byline.storage.dynamodb import Table
from byline.storage.item_keys import Bounds, Item, Key
from byline_tools.local.stack import TABLE_NAME
from byline_tools.local.stream import fits
from tests.support.streams import SOURCE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from byline.storage.writes import Write


def at_once(store: Callable[[], None]) -> None:
    """Let an edit be stored as soon as it has read."""
    store()


class SimulatedTable(Table):
    """The table at the time of `clock`. While it is `away`, every call fails. `storing` gets each transaction, and makes it."""

    def __init__(
        self,
        client: "DynamoDBClient",
        clock: Callable[[], datetime],
        storing: Callable[[Callable[[], None]], None] = at_once,
    ) -> None:
        super().__init__(client, TABLE_NAME, sleep=lambda _: None)
        self._clock = clock
        self._storing = storing
        self.away = False

    @property
    def server_time(self) -> datetime | None:
        return self._clock().replace(microsecond=0)

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        return next(iter(self.get_many([key], consistent=consistent)), None)

    def get_many(self, keys: Sequence[Key], *, consistent: bool = False) -> list[Item]:
        self._require("get_item")
        items = _moto_items()
        found = [items.get(DynamoType({"S": key["pk"]}), {}).get(DynamoType({"S": key["sk"]})) for key in keys]
        return [_item(each) for each in found if each]

    def query(
        self,
        pk: str,
        *,
        between: Bounds | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        consistent: bool = False,
    ) -> Iterator[Item]:
        self._require("query")
        low, high = between or ("", "\U0010ffff")
        held = _moto_items().get(DynamoType({"S": pk}), {})
        wanted = sorted((key.value for key in held if low <= key.value <= high), reverse=newest_first)
        yield from [_item(held[DynamoType({"S": sk})]) for sk in wanted[:limit]]

    def transact(self, writes: Sequence["Write"], in_time: Callable[[], bool] = lambda: True, /) -> None:
        self._storing(lambda: super(SimulatedTable, self).transact(writes, in_time))

    def _call(self, operation: str, /, *in_time: Any, **request: Any) -> Any:
        self._require(operation)
        answer = super()._call(operation, *in_time, **request)
        for record in takewhile(_is_undated, (each.record["dynamodb"] for each in reversed(_moto_table().stream_shard.items))):
            record["ApproximateCreationDateTime"] = self._clock().replace(microsecond=0)
        return answer

    def _require(self, operation: str) -> None:
        if self.away:
            raise StoreUnavailable(operation, self.name)


class SimulatedStream:
    """The records that enter the table's stream after this object is created."""

    def __init__(self) -> None:
        self._read = len(_moto_table().stream_shard.items)

    def records(self) -> list[dict[str, Any]]:
        """The new records since the last call that match the template's filter."""
        stored = _moto_table().stream_shard.items
        new, self._read = [each.to_json() for each in stored[self._read :]], len(stored)
        return [record for record in new if any(fits(record, pattern) for pattern in SOURCE.patterns)]


def _is_undated(record: dict[str, Any]) -> bool:
    """Whether a record has the time of this machine still, which moto states without a zone."""
    return record["ApproximateCreationDateTime"].tzinfo is None


def _moto_table() -> Any:
    return dynamodb_backends["123456789012"]["eu-west-1"].get_table(TABLE_NAME)


def _moto_items() -> Any:
    return _moto_table().items


def _item(stored: Any) -> Item:
    return {name: plain(value) for name, value in stored.to_json()["Attributes"].items()}
