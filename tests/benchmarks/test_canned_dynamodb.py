import json
import threading
import urllib.request
from collections.abc import Iterator

import boto3
import pytest
from botocore.exceptions import ClientError

from benchmarks import newsroom
from benchmarks.canned_dynamodb import Canned, Server
from byline.desk.publisher import Publisher
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import find_served
from byline.storage.feed_reader import FeedReader
from byline.storage.writes import put
from tests.support.factories import NOW, Clock

STORED = list(newsroom.stored(articles=3, sections=2))


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Canned(STORED)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def canned(server: Server) -> Iterator[Table]:
    client = boto3.client("dynamodb", endpoint_url=f"http://127.0.0.1:{server.server_address[1]}")
    yield Table(client, "byline", sleep=lambda _: None)
    client.close()


def test_a_feed_is_read_from_it_as_from_a_table(canned: Table) -> None:
    state = find_served(canned, newsroom.POLLED).head.at(NOW)
    feed, left_out = FeedReader(canned).feed(newsroom.POLLED, newsroom.site(), state)
    assert [article.id[-1] for article in feed.articles] == ["1", "2", "3"]
    assert feed.articles[0] == newsroom.article(1, sections=2)
    assert left_out == []


def test_what_is_put_can_be_read(canned: Table) -> None:
    canned.put({"pk": "a", "sk": "b", "packed": b"\0"})
    canned.transact([put({"pk": "a", "sk": "c"})])
    assert canned.get({"pk": "a", "sk": "b"}) == {"pk": "a", "sk": "b", "packed": b"\0"}
    assert [item["sk"] for item in canned.query("a")] == ["b", "c"]
    assert canned.get({"pk": "a", "sk": "d"}) is None


def test_a_query_keeps_to_its_bounds_order_and_limit(canned: Table) -> None:
    newest = list(canned.query("FEED#sections/world", between=("ENTRY#", "ENTRY$"), limit=2, newest_first=True))
    assert [item["article"][-1] for item in newest] == ["1", "2"]


@pytest.mark.parametrize(("size", "consistent", "units"), [(10, False, 0.5), (4000, True, 1), (5000, False, 1), (5000, True, 2)])
def test_it_counts_requests_and_read_units(server: Server, canned: Table, size: int, consistent: bool, units: float) -> None:
    canned.put({"pk": "a", "sk": "b", "text": "x" * size})
    canned.get({"pk": "a", "sk": "b"}, consistent=consistent)
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_address[1]}") as answer:
        assert json.load(answer) == {"requests": {"PutItem": 1, "GetItem": 1}, "read_units": units}


def test_heads_take_turns_between_as_many_revisions_as_are_asked_for() -> None:
    key = {name: {"S": value} for name, value in item_keys.head_key(newsroom.POLLED).items()}
    canned, request = Canned(STORED, revisions=3), json.dumps({"Key": key}).encode()
    answers = [canned.answer("GetItem", request) for _ in range(6)]
    assert answers[:3] == answers[3:]
    assert len(set(answers)) == 3


def test_what_is_not_canned_is_refused(canned: Table) -> None:
    with pytest.raises(ClientError, match="DeleteTable is not canned"):
        canned._client.delete_table(TableName="byline")


def test_heads_look_like_those_of_a_publisher(table: Table, publisher: Publisher, clock: Clock) -> None:
    for number in (1, 8):
        publisher.put(newsroom.author(number))
    publisher.put(newsroom.section(0))
    publisher.put(newsroom.section(1))
    clock.advance(minutes=1)
    publisher.put(newsroom.article(1, sections=2))
    published = table.get(item_keys.head_key(newsroom.POLLED)) or {}
    (canned,) = (item for item in STORED if item["pk"] == "FEED#sections/world" and item["sk"] == "HEAD")
    assert {name: type(value) for name, value in canned.items()} == {name: type(value) for name, value in published.items()}
