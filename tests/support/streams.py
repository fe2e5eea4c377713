"""The table's stream, as Lambda brings it to the function that hears it."""

from typing import Any

import boto3
from botocore.config import Config

from byline_tools.local.stack import TABLE_NAME, Stack
from byline_tools.local.stream import fits

(SOURCE,) = Stack({}).streams()


class Stream:
    """What comes into the stream of the table after it was made."""

    def __init__(self) -> None:
        # moto knows the stream's endpoint of the region, not that of an account.
        self._client = boto3.client("dynamodbstreams", config=Config(account_id_endpoint_mode="disabled"))
        (stream,) = self._client.list_streams(TableName=TABLE_NAME)["Streams"]
        (shard,) = self._client.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"]
        place = {"StreamArn": stream["StreamArn"], "ShardId": shard["ShardId"]}
        self._next = self._client.get_shard_iterator(**place, ShardIteratorType="LATEST")["ShardIterator"]

    def records(self) -> list[dict[str, Any]]:
        """What came since they were last asked for, of that what the template's filter lets pass."""
        answer = self._client.get_records(ShardIterator=self._next)
        self._next = answer["NextShardIterator"]
        return [dict(record) for record in answer["Records"] if any(fits(record, pattern) for pattern in SOURCE.patterns)]


def number_of(record: dict[str, Any]) -> str:
    """What a record is reported by."""
    return str(record["dynamodb"]["SequenceNumber"])
