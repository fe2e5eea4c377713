"""The gateway to DynamoDB: plain Python values in and out, bounded retries, and Byline's own errors."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any, cast

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
"""The most requests for the keys of one batch. The pauses between them add up to about two seconds."""

PASSING = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ResourceNotFoundException",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)
"""Errors that report a temporary problem of the table, not of the request."""

THROTTLED = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError"})
"""Reasons of a cancelled transaction that report a temporary problem of the table."""


_session = cache(get_session)


def connect() -> "DynamoDBClient":
    """A client whose time-outs and retries end well before the time-out of a function.

    botocore creates it, because boto3 would also import its code for S3.
    """
    config = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 3})
    return cast("DynamoDBClient", _session().create_client("dynamodb", config=config))


class Table:
    """One table. Every method raises StoreUnavailable if DynamoDB stays throttled, slow or unreachable."""

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
        bounds = dict(zip((":low", ":high"), between or (), strict=False))
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high" if between else "pk = :pk",
            "ExpressionAttributeValues": marshalled_item({":pk": pk, **bounds}),
            "ScanIndexForward": not newest_first,
            "ConsistentRead": consistent,
        }
        while True:
            answer = self._call("query", **request, **({"Limit": limit} if limit is not None else {}))
            yield from map(_plain, answer["Items"])
            limit = limit - len(answer["Items"]) if limit is not None else None
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

    def transact(self, writes: Sequence["Write"]) -> None:
        """Make all of `writes` or none; the module `writes` creates them.

        Raises TransactionCancelled if a condition failed or another transaction conflicted.
        """
        named = [{kind: {"TableName": self.name, **cast("Item", write)} for kind, write in entry.items()} for entry in writes]
        self._call("transact_write_items", TransactItems=named)

    def pause(self, attempt: int) -> None:
        """Wait before attempt `attempt + 1`: a random half to whole of 50 ms, doubled each time up to 400 ms."""
        self._sleep(min(0.05 * 2**attempt, 0.4) * (0.5 + self._chance() / 2))

    def _call(self, operation: str, **request: Any) -> Any:
        try:
            self._response = getattr(self._client, operation)(**request)
        except ClientError as error:
            if error.response["Error"]["Code"] == "TransactionCanceledException":
                raise self._cancelled(operation, error) from error
            if error.response["Error"]["Code"] in PASSING:
                raise StoreUnavailable(operation, self.name) from error
            raise
        except BotoCoreError as error:
            raise StoreUnavailable(operation, self.name) from error
        return self._response

    def _cancelled(self, operation: str, error: ClientError) -> Exception:
        """The error for a cancelled transaction. An invalid transaction is a bug in Byline and keeps botocore's error."""
        reasons = [str(reason.get("Code")) for reason in error.response.get("CancellationReasons", [])]
        if set(reasons) <= {"None", "ConditionalCheckFailed", "TransactionConflict"}:
            return TransactionCancelled(reasons)
        return StoreUnavailable(operation, self.name) if set(reasons) & THROTTLED else error


def _plain(item: Mapping[str, Any]) -> Item:
    return {name: plain(value) for name, value in item.items()}
