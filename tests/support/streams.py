"""The table's stream, as Lambda sends it to AnnounceChanges."""

from typing import Any

import boto3
from botocore.config import Config

from byline_tools.local.stack import TABLE_NAME, Stack
from byline_tools.local.stream import fits

(SOURCE,) = Stack({}).streams()


class Stream:
    """The records that enter the table's stream after this object is created."""

    def __init__(self) -> None:
        # moto supports the stream's regional endpoint, not the account-based one.
        self._client = boto3.client("dynamodbstreams", config=Config(account_id_endpoint_mode="disabled"))
        (stream,) = self._client.list_streams(TableName=TABLE_NAME)["Streams"]
        (shard,) = self._client.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"]
        position = {"StreamArn": stream["StreamArn"], "ShardId": shard["ShardId"]}
        self._next = self._client.get_shard_iterator(**position, ShardIteratorType="LATEST")["ShardIterator"]

    def records(self) -> list[dict[str, Any]]:
        """The new records since the last call that match the template's filter."""
        response = self._client.get_records(ShardIterator=self._next)
        self._next = response["NextShardIterator"]
        return [dict(record) for record in response["Records"] if any(fits(record, pattern) for pattern in SOURCE.patterns)]


def number_of(record: dict[str, Any]) -> str:
    """The sequence number, by which a failed record is reported."""
    return str(record["dynamodb"]["SequenceNumber"])
