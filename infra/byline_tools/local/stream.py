"""What Lambda does between the table's stream and a function, and what the scheduler does: here, in a thread of this process."""

import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import boto3

from byline_tools.local.stack import TABLE_NAME, Stack, StreamSource

PAUSE = 0.5
"""Seconds between two looks at the stream; Lambda looks four times a second."""

ATTEMPTS = 3
TICK = 5.0
"""Seconds between two calls of what is scheduled; in AWS a minute."""

Invoke = Callable[[str, dict[str, Any]], Any]


@contextmanager
def following(stack: Stack, invoke: Invoke) -> Iterator[None]:
    """Until the block ends: what comes into the stream goes to the functions that hear it, and the others are called in time."""
    ended, iterator = threading.Event(), _from_now_on()
    jobs = [*(lambda source=source: _follow(source, iterator, invoke, ended) for source in stack.streams())]
    jobs += [lambda handler=handler: _tick(handler, invoke, ended) for handler in stack.scheduled()]
    threads = [threading.Thread(target=job, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _tick(handler: str, invoke: Invoke, ended: threading.Event) -> None:
    while not ended.wait(TICK):
        _safely(invoke, handler, {})


def _follow(source: StreamSource, iterator: str, invoke: Invoke, ended: threading.Event) -> None:
    for records in _batches(source, iterator, ended):
        _deliver(records, lambda some: _safely(invoke, source.handler, {"Records": some}), ended)


def _deliver(records: list[dict[str, Any]], hear: Callable[[list[dict[str, Any]]], Any], ended: threading.Event) -> None:
    """Bring records until they are taken; those that keep failing by halves, until one alone is given up."""
    for _ in range(ATTEMPTS):
        if not records or ended.is_set():
            return
        records = _failed(records, hear(records))
    if len(records) > 1:
        half = len(records) // 2
        _deliver(records[:half], hear, ended)
        _deliver(records[half:], hear, ended)


def _failed(records: Sequence[dict[str, Any]], answer: Any) -> list[dict[str, Any]]:
    """The records from the first that failed on, as Lambda would bring them again; all of them without an answer."""
    if answer is None:
        return list(records)
    failed = {each["itemIdentifier"] for each in answer.get("batchItemFailures", [])}
    first = next((n for n, record in enumerate(records) if record["dynamodb"]["SequenceNumber"] in failed), len(records))
    return list(records[first:])


def _safely(invoke: Invoke, handler: str, event: dict[str, Any]) -> Any:
    try:
        return invoke(handler, event)
    except Exception:
        traceback.print_exc()
        return None


def _batches(source: StreamSource, iterator: str, ended: threading.Event) -> Iterator[list[dict[str, Any]]]:
    """Records that the function wants to hear of, as they come."""
    client = boto3.client("dynamodbstreams")
    while not ended.wait(PAUSE):
        answer = client.get_records(ShardIterator=iterator)
        iterator = answer["NextShardIterator"]
        wanted = [dict(record) for record in answer["Records"] if any(fits(record, pattern) for pattern in source.patterns)]
        yield from (wanted[start : start + source.batch] for start in range(0, len(wanted), source.batch))


def _from_now_on() -> str:
    """Where the stream of the table ends at present."""
    client = boto3.client("dynamodbstreams")
    (stream,) = client.list_streams(TableName=TABLE_NAME)["Streams"]
    (shard,) = client.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"]
    place = {"StreamArn": stream["StreamArn"], "ShardId": shard["ShardId"]}
    iterator: str = client.get_shard_iterator(**place, ShardIteratorType="LATEST")["ShardIterator"]
    return iterator


def fits(record: Any, pattern: Mapping[str, Any]) -> bool:
    """Whether a record has what a filter pattern asks for: at each name one of the values listed for it.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
    """
    return all(
        name in record and (fits(record[name], wanted) if isinstance(wanted, Mapping) else record[name] in wanted)
        for name, wanted in pattern.items()
    )
