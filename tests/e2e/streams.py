"""What a table's stream brings to a function: its records in Lambda's form, filtered and in batches.

The form: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html; filters: invocation-eventfiltering.html there.
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from moto.events.models import EventPattern

from tests.e2e.cloud import Cloud


class Changes:
    """The changes of a table from now on, as `function` gets to see them."""

    def __init__(self, cloud: Cloud, function: str) -> None:
        self._client = cloud.client("dynamodbstreams")
        self._source = cloud.event_source(function)
        self._patterns = [EventPattern.load(pattern) for pattern in self._source.patterns]
        stream = self._source.stream
        (shard,) = self._client.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
        place = {"StreamArn": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "LATEST"}
        self._iterator = self._client.get_shard_iterator(**place)["ShardIterator"]

    def events(self) -> list[dict[str, Any]]:
        """What Lambda would call the function with, call by call, for what has changed since this was last asked."""
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
    """A record of the stream as an event carries it: JSON, with the address of the stream."""
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
