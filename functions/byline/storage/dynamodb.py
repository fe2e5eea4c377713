"""The gateway to DynamoDB: plain Python values in and out, retries within a time limit, and Byline's own errors."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self, cast
from uuid import uuid4

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

from byline.errors import StoreUnavailable, TransactionCancelled
from byline.storage.attribute_values import marshalled_item, plain
from byline.storage.item_keys import Bounds, Item, Key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from byline.storage.writes import Write

BATCH = 100
"""BatchGetItem's limit of keys."""

ATTEMPTS = 8
"""The most requests for one call, and the most calls for the keys of one batch. The pauses between them add up to about two
seconds.
"""

CONNECT_SECONDS = 1
READ_SECONDS = 2
LONGEST_REQUEST = 1000 * (CONNECT_SECONDS + READ_SECONDS)
"""The most milliseconds that one request takes: it times out then."""

TimeLeft = Callable[[], float]
"""Returns the milliseconds until the caller is ended, like `get_remaining_time_in_millis` of Lambda's context."""


_session = cache(get_session)


def connect() -> "DynamoDBClient":
    """A client that makes one request for each call: `Table` repeats it, because only `Table` knows how much time is left.

    botocore creates it, because boto3 would also import its code for S3.
    """
    config = Config(
        connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries={"mode": "standard", "total_max_attempts": 1}
    )
    return cast("DynamoDBClient", _session().create_client("dynamodb", config=config))


class Table:
    """One table. Every method raises StoreUnavailable if DynamoDB stays throttled, slow or unreachable, or if time runs out."""

    _time_left: TimeLeft | None = None
    _needed: float = LONGEST_REQUEST

    def __init__(
        self,
        client: "DynamoDBClient",
        name: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.name = name
        self._client = client
        self._sleep = sleep
        self._chance = chance
        self._response: Any = {}

    @property
    def server_time(self) -> datetime | None:
        """DynamoDB's time in whole seconds, as of its latest response; None before the first one."""
        date = self._response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
        return parsedate_to_datetime(date) if date else None

    def within(self, time_left: TimeLeft | None, spare: float = 0) -> Self:
        """The same table with a time limit, None for none. No request begins that may end less than `spare` seconds before it."""
        limited = copy(self)
        vars(limited).update(_time_left=time_left, _needed=LONGEST_REQUEST + 1000 * spare)
        return limited

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        """The item under `key`, or None."""
        answer = self._call("get_item", TableName=self.name, Key=marshalled_item(key), ConsistentRead=consistent)
        return _plain(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key], *, consistent: bool = False) -> list[Item]:
        """The items under any number of `keys`, in no particular order; keys without an item are omitted."""
        unique = list({(key["pk"], key["sk"]): marshalled_item(key) for key in keys}.values())
        batches = (unique[start : start + BATCH] for start in range(0, len(unique), BATCH))
        return [_plain(item) for batch in batches for item in self._get_batch(batch, consistent)]

    def _get_batch(self, keys: list[Any], consistent: bool) -> Iterator[Any]:
        for attempt in range(ATTEMPTS):
            answer = self._call("batch_get_item", RequestItems={self.name: {"Keys": keys, "ConsistentRead": consistent}})
            yield from answer["Responses"].get(self.name, ())
            keys = answer["UnprocessedKeys"].get(self.name, {}).get("Keys", [])
            if not keys:
                return
            self.pause(attempt)
        raise StoreUnavailable("BatchGetItem", self.name)

    def query(
        self,
        pk: str,
        *,
        between: Bounds | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        consistent: bool = False,
    ) -> Iterator[Item]:
        """Items in the partition `pk` with a sort key `between` two bounds, at most `limit`. Pages are read lazily."""
        for answer in self._pages(pk, between, limit, ScanIndexForward=not newest_first, ConsistentRead=consistent):
            yield from map(_plain, answer["Items"])

    def count(self, pk: str, *, between: Bounds, limit: int) -> int:
        """The number of items that a consistent `query` gives; a read unit for each 4 KB of them."""
        return sum(answer["Count"] for answer in self._pages(pk, between, limit, Select="COUNT", ConsistentRead=True))

    def _pages(self, pk: str, between: Bounds | None, limit: int | None, **request: Any) -> Iterator[Any]:
        bounds = dict(zip((":low", ":high"), between or (), strict=False))
        condition = "pk = :pk AND sk BETWEEN :low AND :high" if between else "pk = :pk"
        values = marshalled_item({":pk": pk, **bounds})
        request.update(TableName=self.name, KeyConditionExpression=condition, ExpressionAttributeValues=values)
        while True:
            answer = self._call("query", **request, **({"Limit": limit} if limit is not None else {}))
            yield answer
            limit = limit - answer["Count"] if limit is not None else None
            if "LastEvaluatedKey" not in answer or limit == 0:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def put(self, item: Item) -> None:
        """Store `item`, replacing the item under its key."""
        self._call("put_item", TableName=self.name, Item=marshalled_item(item))

    def delete(self, key: Key) -> None:
        """Remove the item under `key`, if there is one."""
        self._call("delete_item", TableName=self.name, Key=marshalled_item(key))

    def scan(self) -> Iterator[Item]:
        """Every item of the table, by consistent reads. Pages are read lazily. No function uses it."""
        start: dict[str, Any] = {}
        while True:
            answer = self._call("scan", TableName=self.name, ConsistentRead=True, **start)
            yield from map(_plain, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def transact(self, writes: Sequence["Write"], in_time: Callable[[], bool] = lambda: True, /) -> None:
        """Make all of `writes` or none; the module `writes` creates them. A request begins only while `in_time`.

        Raises TransactionCancelled if a condition failed, another transaction conflicted, or it is too late for the first
        request: then nothing was written. After StoreUnavailable that is unknown, since an answer may have been lost.
        """
        named = [{kind: {"TableName": self.name, **cast("Item", write)} for kind, write in entry.items()} for entry in writes]
        if not in_time():
            raise TransactionCancelled(["TooLate"])
        # The token makes a repeated request the same transaction, even if it was made and only the answer was lost.
        token = uuid4().hex
        self._call("transact_write_items", in_time, TransactItems=named, ClientRequestToken=token)

    def pause(self, attempt: int) -> None:
        """Wait before attempt `attempt + 1`: a random half to whole of 50 ms, doubled each time up to 400 ms."""
        self._sleep(min(0.05 * 2**attempt, 0.4) * (0.5 + self._chance() / 2))

    def _call(self, operation: str, in_time: Callable[[], bool] | None = None, /, **request: Any) -> Any:
        cause: Exception | None = None
        for attempt in range(ATTEMPTS):
            if attempt:
                self.pause(attempt - 1)
            if (self._time_left and self._time_left() < self._needed) or (in_time and not in_time()):
                break
            try:
                self._response = getattr(self._client, operation)(**request)
            except (ClientError, BotoCoreError) as error:
                from byline.storage.dynamodb_errors import passes, raised_for  # noqa: PLC0415 - see there

                cause = error
                if not passes(error):
                    raised = raised_for(error, operation, self.name)
                    # An error that is its own cause would make whoever follows the causes go round for ever.
                    raise raised from (None if raised is error else error)
            else:
                return self._response
        raise StoreUnavailable(operation, self.name) from cause


def _plain(item: Mapping[str, Any]) -> Item:
    return {name: plain(value) for name, value in item.items()}
