"""The records of a table's stream as Lambda passes them to a function: filtered and in batches.

Format: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html; filters: invocation-eventfiltering.html there.
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from moto.events.models import EventPattern

from tests.e2e.cloud import Cloud


class Changes:
    """The changes of a table from now on, as events for `function`."""

    def __init__(self, cloud: Cloud, function: str) -> None:
        self._client = cloud.client("dynamodbstreams")
        self._source = cloud.event_source(function)
        self._patterns = [EventPattern.load(pattern) for pattern in self._source.patterns]
        stream = self._source.stream
        (shard,) = self._client.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
        position = {"StreamArn": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "LATEST"}
        self._iterator = self._client.get_shard_iterator(**position)["ShardIterator"]

    def events(self) -> list[dict[str, Any]]:
        """Return the events with which Lambda would invoke the function, for all changes since the last call."""
        records = [record for record in self._records() if self._fits(record)]
        size = self._source.batch_size
        return [{"Records": records[start : start + size]} for start in range(0, len(records), size)]

    def _records(self) -> Iterator[dict[str, Any]]:
        while (answer := self._client.get_records(ShardIterator=self._iterator))["Records"]:
            self._iterator = answer["NextShardIterator"]
            yield from (in_lambdas_form(record, self._source.stream) for record in answer["Records"])

    def _fits(self, record: Any) -> bool:
        return not self._patterns or any(pattern.matches_event(record) for pattern in self._patterns)


def in_lambdas_form(record: dict[str, Any], stream: str) -> dict[str, Any]:
    """Return a record of the stream in the format of events: JSON, with the ARN of the stream."""
    written: dict[str, Any] = _in_json({**record, "eventSourceARN": stream})
    return written


def _in_json(value: Any) -> Any:
    match value:
        case dict():
            return {name: _in_json(nested) for name, nested in value.items()}
        case list():
            return [_in_json(nested) for nested in value]
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():
            return int(value.timestamp())
    return value
