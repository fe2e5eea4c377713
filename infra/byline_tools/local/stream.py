"""Local replacements for Lambda's poller of the table's stream and for the scheduler. Both run in threads of this process."""

import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import boto3

from byline_tools.local.stack import TABLE_NAME, Stack, StreamSource

PAUSE = 0.5
"""Seconds between two reads of the stream; Lambda reads four times a second."""

TICK = 5.0
"""Seconds between two calls of a scheduled function; in AWS a minute."""

ATTEMPTS = 3
"""The number of deliveries of a batch before it is split."""

THREAD = "following"
"""The name of every thread that this module starts."""

Invoke = Callable[[str, dict[str, Any]], Any]
"""Invokes the function that has this handler with an event."""


@contextmanager
def following(stack: Stack, invoke: Invoke, pause: float = PAUSE, tick: float = TICK) -> Iterator[None]:
    """Until the block ends, invoke the stream's functions with new records, and the scheduled functions.

    The stream is read every `pause` seconds; scheduled functions are called every `tick` seconds. The end of the block waits for
    running calls.
    """
    ended, iterator = threading.Event(), _end_of_stream()
    jobs: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
        *((_follow, (source, iterator, invoke, ended, pause)) for source in stack.streams()),
        *((_tick, (handler, invoke, ended, tick)) for handler in stack.scheduled()),
    ]
    threads = [threading.Thread(target=job, args=arguments, name=THREAD, daemon=True) for job, arguments in jobs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _tick(handler: str, invoke: Invoke, ended: threading.Event, tick: float) -> None:
    while not ended.wait(tick):
        _invoke_safely(invoke, handler, {})


def _follow(source: StreamSource, iterator: str, invoke: Invoke, ended: threading.Event, pause: float) -> None:
    for records in _batches(source, iterator, ended, pause):
        _deliver(records, lambda batch: _invoke_safely(invoke, source.handler, {"Records": batch}), ended)


def _deliver(records: list[dict[str, Any]], send: Callable[[list[dict[str, Any]]], Any], ended: threading.Event) -> None:
    """Send records until they are accepted. A batch that keeps failing is halved, down to one record, which is dropped."""
    for _ in range(ATTEMPTS):
        if not records or ended.is_set():
            return
        records = _failed(records, send(records))
    if len(records) > 1:
        half = len(records) // 2
        _deliver(records[:half], send, ended)
        _deliver(records[half:], send, ended)


def _failed(records: Sequence[dict[str, Any]], response: Any) -> list[dict[str, Any]]:
    """The records that Lambda would send again: from the first failed one on, or all of them if there is no response."""
    if response is None:
        return list(records)
    failed = {each["itemIdentifier"] for each in response.get("batchItemFailures", [])}
    first = next((n for n, record in enumerate(records) if record["dynamodb"]["SequenceNumber"] in failed), len(records))
    return list(records[first:])


def _invoke_safely(invoke: Invoke, handler: str, event: dict[str, Any]) -> Any:
    """The function's response. If it raises, print a traceback and return None."""
    try:
        return invoke(handler, event)
    except Exception:
        traceback.print_exc()
        return None


def _batches(source: StreamSource, iterator: str, ended: threading.Event, pause: float) -> Iterator[list[dict[str, Any]]]:
    """Batches of the records that match the source's patterns, as they enter the stream."""
    client = boto3.client("dynamodbstreams")
    while not ended.wait(pause):
        response = client.get_records(ShardIterator=iterator)
        iterator = response["NextShardIterator"]
        wanted = [dict(record) for record in response["Records"] if any(fits(record, pattern) for pattern in source.patterns)]
        yield from (wanted[start : start + source.batch] for start in range(0, len(wanted), source.batch))


def _end_of_stream() -> str:
    """An iterator at the current end of the table's stream."""
    client = boto3.client("dynamodbstreams")
    (stream,) = client.list_streams(TableName=TABLE_NAME)["Streams"]
    (shard,) = client.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"]
    position = {"StreamArn": stream["StreamArn"], "ShardId": shard["ShardId"]}
    iterator: str = client.get_shard_iterator(**position, ShardIteratorType="LATEST")["ShardIterator"]
    return iterator


def fits(record: Any, pattern: Mapping[str, Any]) -> bool:
    """Whether a record matches a filter pattern: at each name of the pattern it has one of the listed values.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
    """
    return all(
        name in record and (fits(record[name], wanted) if isinstance(wanted, Mapping) else record[name] in wanted)
        for name, wanted in pattern.items()
    )
