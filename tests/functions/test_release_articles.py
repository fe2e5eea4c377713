"""Due articles are released, logged and counted, and announced through the stream."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from byline.desk.publisher import Publisher
from byline.errors import StoreUnavailable
from byline.model.feed_key import SITE
from byline.model.feed_state import SKEW
from byline.model.times import utc_now
from byline_tools.local.machine import LambdaContext
from byline_tools.local.stack import TABLE_NAME
from tests.support.factories import Clock, article, author, section
from tests.support.hubs import listening
from tests.support.streams import Stream

CONTEXT = LambdaContext("request-1", "release_articles")


@pytest.fixture
def release(cold_start: Callable[..., ModuleType]) -> Callable[[], None]:
    module = cold_start("release_articles")
    return lambda: module.handler({}, CONTEXT)


@pytest.fixture
def stream(release: object, publisher: Publisher, clock: Clock) -> Stream:
    """The stream of a newsroom with one due article and one under embargo for an hour, by the machine's clock."""
    now = datetime.now(UTC).replace(microsecond=0)
    clock.now = now - timedelta(hours=1)
    for thing in (section(), author(), article(1, published=now - 2 * SKEW), article(2, published=now + timedelta(hours=1))):
        publisher.put(thing)
    return Stream()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_what_is_due_is_released_logged_and_counted_once(
    release: Callable[[], None], stream: Stream, capsys: pytest.CaptureFixture[str]
) -> None:
    release()
    release()
    logged = lines(capsys)
    assert [line["article_id"] for line in logged if line.get("message") == "released"] == [article(1).id]
    emf = [line for line in logged if "_aws" in line]
    assert [line["ArticlesReleased"] for line in emf] == [[1.0], [0.0]]
    assert [each["Name"] for line in emf for each in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]] == ["ArticlesReleased"] * 2


def test_its_release_comes_through_the_stream_to_what_announces_it(
    release: Callable[[], None], stream: Stream, cold_start: Callable[..., ModuleType]
) -> None:
    release()
    (record,) = stream.records()
    assert (record["eventName"], record["dynamodb"]["Keys"]["pk"]["S"]) == ("REMOVE", "SCHEDULE")
    with listening() as hub:
        announce = cold_start("announce_changes", HUBS=hub.address).make_handler(os.environ, utc_now, lambda _: None)
        assert announce({"Records": [record]}, CONTEXT) == {"batchItemFailures": []}
    feeds = {topic.rpartition("/")[0].removeprefix("https://feeds.example.com") for topic in hub.topics}
    assert feeds == {SITE.path, "/sections/world", "/authors/jane-doe"}


def test_without_a_table_it_fails_and_leaves_it_to_the_next_minute(release: Callable[[], None]) -> None:
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    with pytest.raises(StoreUnavailable):
        release()
