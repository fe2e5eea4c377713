"""The function gets batches of the table's stream, announces the changes and returns the records that failed."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import boto3
import pytest

from byline.announcing import hubs
from byline.desk.article_edits import WithdrawArticle
from byline.desk.publisher import Publisher
from byline.formats.registry import FORMATS
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.lifecycle import StoredArticle
from byline.storage import item_keys, items, profile_edits, profile_usage
from byline.storage.document_keys import document_pk
from byline.storage.dynamodb import Table
from byline.storage.item_keys import SCHEDULE
from byline.storage.writes import put
from byline_tools.local.machine import LambdaContext
from byline_tools.local.stack import TABLE_NAME
from tests.announcing.test_cdn import new_distribution, purged
from tests.support.factories import NOW, Clock, article, author, section
from tests.support.hubs import Hub, listening
from tests.support.renaming import rename
from tests.support.streams import Stream, number_of

CONTEXT = LambdaContext("request-1", "announce_changes")
WORLD, JANE = section_feed("world"), author_feed("jane-doe")
FEEDS = [SITE, WORLD, JANE]
ACTIVITY = {"FeedsAnnounced", "DocumentsRendered", "HubPings", "Purges"}

Handle = Callable[[list[dict[str, Any]]], list[str]]


@pytest.fixture
def hub() -> Iterator[Hub]:
    with listening() as hub:
        yield hub


@pytest.fixture
def start(cold_start: Callable[..., ModuleType], clock: Clock) -> Callable[..., Handle]:
    """The function at a cold start with this environment. It takes records and returns the numbers of the failed ones."""

    def started(**environment: str) -> Handle:
        handler = cold_start("announce_changes", **environment).make_handler(os.environ, clock, lambda _: None)

        def handle(records: list[dict[str, Any]]) -> list[str]:
            return [each["itemIdentifier"] for each in handler({"Records": records}, CONTEXT)["batchItemFailures"]]

        return handle

    return started


@pytest.fixture
def handle(start: Callable[..., Handle], hub: Hub) -> Handle:
    return start(HUBS=hub.address)


@pytest.fixture
def stream(table: Table, publisher: Publisher) -> Stream:
    """The stream of a newsroom with a section and an author, before any publication."""
    for thing in (section(), author()):
        publisher.put(thing)
    return Stream()


class Passing:
    """The context of an invocation in which a twentieth of a second passes whenever somebody asks for the time."""

    aws_request_id, function_name, invoked_function_arn, memory_limit_in_mb = "request-1", "function", "arn", 512

    def __init__(self) -> None:
        self.left = 240_000

    def get_remaining_time_in_millis(self) -> int:
        self.left -= 50
        return self.left


def addresses(*keys: FeedKey) -> list[str]:
    return [f"https://feeds.example.com{key.path}/{format_.file_name}" for key in keys for format_ in FORMATS]


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def counted(logged: list[dict[str, Any]]) -> dict[str, float]:
    (emf,) = (line for line in logged if "_aws" in line)
    return {each["Name"]: emf[each["Name"]][0] for each in emf["_aws"]["CloudWatchMetrics"][0]["Metrics"]}


def documents(table: Table, key: FeedKey) -> int:
    return len(list(table.query(document_pk(key))))


def poison() -> dict[str, Any]:
    return {"eventName": "MODIFY", "dynamodb": {"Keys": {"pk": {"S": "NEWS"}, "sk": {"S": "HEAD"}}, "SequenceNumber": "13"}}


def test_a_publication_is_announced_in_every_feed_it_stands_in(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, table: Table
) -> None:
    publisher.put(article(1))
    assert handle(stream.records()) == []
    assert sorted(hub.topics) == sorted(addresses(*FEEDS))
    assert [documents(table, key) for key in FEEDS] == [3, 3, 3]


def test_the_filter_lets_through_what_is_heard_and_not_what_announcing_writes(
    handle: Handle, stream: Stream, publisher: Publisher
) -> None:
    publisher.put(article(1))
    records = stream.records()
    assert {record["dynamodb"]["Keys"]["sk"]["S"] for record in records} == {"HEAD"}
    feeds = {record["dynamodb"]["Keys"]["pk"]["S"] for record in records}
    assert feeds == {"FEED#site", "FEED#sections/world", "FEED#authors/jane-doe"}
    handle(records)
    assert stream.records() == []


def test_records_that_come_twice_and_out_of_order_do_nothing_twice(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.put(article(1))
    publisher.put(article(2))
    records = stream.records()
    assert handle([*reversed(records), *records]) == []
    capsys.readouterr()
    assert handle(records) == []
    assert sorted(hub.topics) == sorted(addresses(*FEEDS))
    assert {name: count for name, count in counted(lines(capsys)).items() if count} == {}


def test_everything_that_was_done_is_counted(
    start: Callable[..., Handle], stream: Stream, publisher: Publisher, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.put(article(1))
    publisher.put(article(2))
    table.transact([put({**items.article_item(StoredArticle(article(2)), "r"), "published": "soon"})])
    with listening() as hub, listening(lambda _: 404) as other:
        handle = start(HUBS=f"{hub.address} {other.address}", CDN_DISTRIBUTION=new_distribution())
        assert handle(stream.records()) == []
    logged = lines(capsys)
    assert counted(logged) == {
        "FeedsAnnounced": 3,
        "DocumentsRendered": 9,
        "ArticlesLeftOut": 9,
        "HubPings": 18,
        "HubPingsFailed": 1,
        "Purges": 1,
    }
    assert counted(logged).keys() == {*ACTIVITY, "ArticlesLeftOut", "HubPingsFailed"}
    assert {line["article_id"] for line in logged if line.get("level") == "ERROR"} == {article(2).id}
    assert [line["hub"] for line in logged if line.get("message") == "hub did not hear of a change"] == [other.address]


def test_a_hub_that_stumbles_hears_of_it_in_the_end(
    start: Callable[..., Handle], stream: Stream, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.put(article(1, sections=(), authors=()))
    with listening(lambda n: 500 if n <= 2 else 202) as hub:
        assert start(HUBS=hub.address)(stream.records()) == []
    assert hub.topics == [*addresses(SITE)[:1] * 3, *addresses(SITE)[1:]]


def test_a_hub_that_is_down_or_never_answers_fails_nothing_else(
    start: Callable[..., Handle],
    stream: Stream,
    publisher: Publisher,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hubs, "READ_SECONDS", 0.5)
    publisher.put(article(1))
    with socket.create_server(("127.0.0.1", 0)) as silent, listening() as hub:
        addresses_of_hubs = f"http://127.0.0.1:1/ http://127.0.0.1:{silent.getsockname()[1]}/ {hub.address}"
        assert start(HUBS=addresses_of_hubs)(stream.records()) == []
    assert sorted(hub.topics) == sorted(addresses(*FEEDS))
    assert counted(lines(capsys))["HubPingsFailed"] == 2


def test_a_cdn_is_purged_twice_when_an_article_is_withdrawn_and_not_when_one_is_published(
    start: Callable[..., Handle], stream: Stream, publisher: Publisher
) -> None:
    distribution = new_distribution()
    publisher.put(article(1))
    assert start(CDN_DISTRIBUTION=distribution)(stream.records()) == []
    assert purged(distribution) == []
    publisher.articles.edit(WithdrawArticle(article(1).id))
    assert start(CDN_DISTRIBUTION=distribution)(stream.records()) == []
    assert [asked["Paths"]["Items"] for asked in purged(distribution)] == [["/*"], ["/*"]]


def test_a_cdn_is_purged_when_a_feed_moves_or_ends_and_not_when_what_nobody_has_seen_is_withdrawn(
    start: Callable[..., Handle], stream: Stream, publisher: Publisher
) -> None:
    distribution, purges = new_distribution(), []
    publisher.put(article(1, published=NOW.replace(hour=13)))
    for change in (
        lambda: publisher.articles.edit(WithdrawArticle(article(1).id)),
        lambda: rename(publisher.profiles, WORLD, "global"),
        lambda: publisher.profiles.retire(JANE),
    ):
        change()
        start(CDN_DISTRIBUTION=distribution)(stream.records())
        purges.append(len(purged(distribution)))
    assert purges == [0, 2, 4]


def test_hubs_hear_of_nothing_before_the_cdn_is_purged_and_the_records_come_again(
    start: Callable[..., Handle], stream: Stream, publisher: Publisher, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.put(article(1))
    records = stream.records()
    public = [record for record in records if "revision" in record["dynamodb"]["NewImage"]]  # moto inserts a head in two steps
    assert start(CDN_DISTRIBUTION="E0", HUBS=hub.address)(records) == list(map(number_of, public))
    logged = counted(lines(capsys))
    assert (logged["Purges"], logged["PurgesFailed"], logged["FeedsAnnounced"], hub.topics) == (1, 1, 0, [])
    assert start(CDN_DISTRIBUTION=new_distribution(), HUBS=hub.address)(records) == []
    assert len(hub.topics) == 9


def test_a_withdrawal_of_which_the_cdn_could_not_be_purged_comes_again(
    start: Callable[..., Handle], stream: Stream, publisher: Publisher
) -> None:
    publisher.put(article(1))
    publisher.articles.edit(WithdrawArticle(article(1).id))
    records = stream.records()
    (withdrawal,) = (number_of(each) for each in records if each["dynamodb"]["Keys"]["sk"]["S"] == "ARTICLE")
    assert start(CDN_DISTRIBUTION="E0")(records) == [withdrawal]


def test_a_poison_record_comes_again_alone_and_stops_no_other(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.put(article(1))
    assert handle([poison(), *stream.records()]) == ["13"]
    assert sorted(hub.topics) == sorted(addresses(*FEEDS))
    assert [line["sequence_number"] for line in lines(capsys) if line.get("level") == "ERROR"] == ["13"]


def test_what_is_no_record_at_all_has_the_whole_batch_come_again(handle: Handle) -> None:
    """Lambda treats an empty identifier as all records."""
    assert handle([{}]) == [""]


def test_a_feed_that_cannot_be_announced_has_only_its_records_come_again_and_is_logged_with_the_reason(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.put(article(1))
    publisher.put(article(2))
    table.put({**(table.get(item_keys.head_key(WORLD)) or {}), "changed_at": "soon"})
    records = stream.records()
    of_world = [number_of(each) for each in records if each["dynamodb"]["Keys"]["pk"]["S"] == "FEED#sections/world"]
    damage = of_world.pop()  # which leaves the revision alone
    assert (handle(records), len(of_world), damage in of_world) == (of_world, 2, False)
    assert sorted(hub.topics) == sorted(addresses(SITE, JANE))
    (warning,) = (line for line in lines(capsys) if line.get("level") == "WARNING")
    assert (warning["message"], warning["feed"]) == ("feed not announced", "sections/world")
    assert warning["reason"].startswith("BrokenHead: the head of sections/world cannot be read: ")


def test_an_error_that_nobody_planned_for_fails_one_feed_only(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.put(article(1))
    (entry,) = (item for item in table.query(item_keys.feed_pk(WORLD)) if item["sk"].startswith(item_keys.ENTRY))
    table.put({name: value for name, value in entry.items() if name != "article"})
    records = stream.records()
    of_world = [number_of(each) for each in records if each["dynamodb"]["Keys"]["pk"]["S"] == "FEED#sections/world"]
    assert handle(records) == of_world
    assert sorted(hub.topics) == sorted(addresses(SITE, JANE))
    assert [line["reason"] for line in lines(capsys) if line.get("message") == "feed not announced"] == ["KeyError: 'article'"]


def test_a_record_whose_edit_cannot_be_completed_stops_no_other(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.put(article(1))
    table.put({**(table.get(item_keys.profile_key(JANE)) or {}), "pending": 1})
    records = stream.records()
    (damaged,) = (number_of(each) for each in records if each["dynamodb"]["Keys"]["sk"]["S"] == "PROFILE")
    assert handle(records) == [damaged]
    assert sorted(hub.topics) == sorted(addresses(*FEEDS))
    assert [line["sequence_number"] for line in lines(capsys) if line.get("level") == "ERROR"] == [damaged]


def test_a_table_that_is_away_has_every_record_come_again(handle: Handle, stream: Stream, publisher: Publisher) -> None:
    publisher.put(article(1))
    records = stream.records()
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    public = [record for record in records if "revision" in record["dynamodb"]["NewImage"]]  # moto inserts a head in two steps
    assert sorted(handle(records)) == sorted(map(number_of, public))


def test_a_feed_is_announced_under_its_new_name(handle: Handle, stream: Stream, publisher: Publisher, hub: Hub) -> None:
    rename(publisher.profiles, WORLD, "global")
    assert handle(stream.records()) == []
    assert hub.topics == addresses(section_feed("global"))


def test_a_feed_that_has_ended_is_announced_without_documents(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, table: Table
) -> None:
    publisher.profiles.retire(WORLD)
    assert handle(stream.records()) == []
    assert (hub.topics, documents(table, WORLD)) == (addresses(WORLD), 0)


def test_an_edit_of_an_author_that_many_feeds_show_is_finished_and_announced(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.put(article(1))
    handle(stream.records())
    hub.requests.clear()
    monkeypatch.setattr(profile_edits, "AT_ONCE", 1)
    publisher.put(author(name="Jane D. Doe"))
    assert (table.get(item_keys.profile_key(JANE)) or {})["pending"] == ["sections/world"]
    records = stream.records()
    assert "PROFILE" in {record["dynamodb"]["Keys"]["sk"]["S"] for record in records}
    assert handle(records) == []
    assert not (table.get(item_keys.profile_key(JANE)) or {}).get("pending")
    assert handle(stream.records()) == []
    assert sorted(hub.topics) == sorted(addresses(*FEEDS))


def test_an_edit_that_takes_longer_than_a_batch_may_is_finished_by_the_next_ones(
    cold_start: Callable[..., ModuleType], stream: Stream, publisher: Publisher, table: Table, clock: Clock, monkeypatch: Any
) -> None:
    for number in range(6):
        publisher.put(section(f"s{number}"))
        publisher.put(article(number + 1, sections=(f"s{number}",)))
    stream.records()
    for name, limit in (("MOST_CHECKED", 1), ("PAGE", 1), ("MOST_PAGES", 1)):
        monkeypatch.setattr(profile_usage, name, limit)
    publisher.put(author(name="Jane D. Doe"))
    module = cold_start("announce_changes")
    monkeypatch.setattr(module, "FINISHING_SECONDS", 0.1)
    handler = module.make_handler(os.environ, clock, lambda _: None)
    batches, records, announced = 0, stream.records(), set[str]()
    while records:
        announced |= {record["dynamodb"]["Keys"]["pk"]["S"] for record in records}
        assert handler({"Records": records}, Passing()) == {"batchItemFailures": []}
        batches, records = batches + 1, stream.records()
    assert not items.unfinished_from(table.get(item_keys.profile_key(JANE)) or {})
    assert {f"FEED#sections/s{number}" for number in range(6)} <= announced
    assert batches > 2


def test_an_article_that_comes_due_is_announced_when_it_leaves_the_schedule(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub, table: Table, clock: Clock
) -> None:
    due = article(1, published=NOW.replace(hour=13))
    publisher.put(due)
    handle(stream.records())
    hub.requests.clear()
    clock.advance(hours=1)
    (waiting,) = table.query(SCHEDULE)
    table.delete({"pk": waiting["pk"], "sk": waiting["sk"]})
    assert handle(stream.records()) == []
    assert sorted(hub.topics) == sorted(addresses(*FEEDS))


def test_an_embargo_pings_nobody_even_if_its_feeds_were_never_announced(
    handle: Handle, stream: Stream, publisher: Publisher, hub: Hub
) -> None:
    publisher.put(article(1, published=NOW.replace(hour=13)))
    publisher.put(article(1, published=NOW.replace(hour=14)))
    records = stream.records()
    for record in records:
        record["dynamodb"]["ApproximateCreationDateTime"] = NOW.timestamp()
    assert handle(records) == []
    assert hub.topics == []


def test_nothing_to_announce_is_counted_as_nothing(handle: Handle, capsys: pytest.CaptureFixture[str]) -> None:
    assert handle([]) == []
    assert counted(lines(capsys)) == dict.fromkeys(ACTIVITY, 0)
