"""Retries are limited, responses are complete, and errors are Byline's own."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from byline.errors import StoreUnavailable, TransactionCancelled
from byline.storage.dynamodb import ATTEMPTS, BATCH, LONGEST_REQUEST, Table, connect
from byline.storage.item_keys import Key
from byline.storage.writes import change, check, delete, put

KEY: Key = {"pk": "p", "sk": "s"}
KEY_OF_NEW: Key = {"pk": "p", "sk": "new"}


class Client:
    """A client that returns the given responses, one per call; the last one is repeated."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            self.calls.append((operation, request))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


def fake_table(client: Client) -> tuple[Table, list[float]]:
    waits: list[float] = []
    return Table(client, "byline", sleep=waits.append, chance=lambda: 1.0), waits  # type: ignore[arg-type]


def _left(milliseconds: float) -> Callable[[], float]:
    return lambda: milliseconds


def client_error(code: str, *reasons: str) -> ClientError:
    response: Any = {"Error": {"Code": code}, "CancellationReasons": [{"Code": reason} for reason in reasons]}
    return ClientError(response, "operation")


@pytest.mark.plain_moto_too
def test_an_item_is_read_as_it_was_stored(table: Table) -> None:
    item = {**KEY, "text": "ü", "number": 7, "list": [1, {"a": None}], "flag": True, "set": {"a", "b"}}
    table.transact([put(item)])
    assert table.get(KEY, consistent=True) == item
    assert table.get({"pk": "p", "sk": "other"}) is None


def test_more_than_a_hundred_keys_are_read_in_batches(table: Table) -> None:
    keys: list[Key] = [{"pk": "p", "sk": f"{number:04d}"} for number in range(2 * BATCH + 30)]
    for start in range(0, len(keys), BATCH):
        table.transact([put({**key, "n": 1}) for key in keys[start : start + BATCH]])
    assert {item["sk"] for item in table.get_many(keys)} == {key["sk"] for key in keys}


def test_a_key_asked_for_twice_is_read_once(table: Table) -> None:
    table.transact([put({**KEY})])
    assert table.get_many([KEY, KEY]) == [KEY]


def test_no_keys_cost_no_request() -> None:
    client = Client(AssertionError)
    assert fake_table(client)[0].get_many([]) == []
    assert client.calls == []


def test_unprocessed_keys_are_asked_for_again_with_growing_pauses() -> None:
    left = {"Responses": {}, "UnprocessedKeys": {"byline": {"Keys": [{"pk": {"S": "p"}, "sk": {"S": "s"}}]}}}
    done = {"Responses": {"byline": [{"pk": {"S": "p"}, "sk": {"S": "s"}}]}, "UnprocessedKeys": {}}
    table, waits = fake_table(Client(left, left, done))
    assert table.get_many([KEY]) == [KEY]
    assert waits == [0.05, 0.1]


def test_keys_that_stay_unprocessed_end_in_a_clear_error_after_a_bounded_wait() -> None:
    left = {"Responses": {}, "UnprocessedKeys": {"byline": {"Keys": [{"pk": {"S": "p"}, "sk": {"S": "s"}}]}}}
    table, waits = fake_table(Client(left))
    with pytest.raises(StoreUnavailable, match="BatchGetItem on table byline"):
        table.get_many([KEY])
    assert len(waits) == ATTEMPTS
    assert sum(waits) < 5


def test_a_query_goes_on_page_by_page_until_its_limit() -> None:
    page = {"Items": [{"pk": {"S": "p"}, "sk": {"S": "s"}}] * 2, "Count": 2, "LastEvaluatedKey": {"pk": {"S": "p"}}}
    client = Client(page)
    assert len(list(fake_table(client)[0].query("p", limit=4))) == 4
    assert [request.get("Limit") for _, request in client.calls] == [4, 2]


def test_a_query_without_limit_ends_with_the_last_page() -> None:
    more = {"Items": [{"pk": {"S": "p"}}], "LastEvaluatedKey": {"pk": {"S": "p"}}}
    client = Client(more, more, {"Items": []})
    assert len(list(fake_table(client)[0].query("p"))) == 2
    assert "ExclusiveStartKey" in client.calls[2][1]


def test_items_are_counted_page_by_page_up_to_a_limit() -> None:
    client = Client({"Count": 3, "LastEvaluatedKey": {"pk": {"S": "p"}}}, {"Count": 2})
    assert fake_table(client)[0].count("p", between=("a", "b"), limit=5) == 5
    assert [(request["Select"], request["Limit"]) for _, request in client.calls] == [("COUNT", 5), ("COUNT", 2)]


def test_a_query_takes_only_keys_between_its_bounds_newest_first(table: Table) -> None:
    table.transact([put({"pk": "p", "sk": sk}) for sk in ("a", "b", "c", "d")])
    found = table.query("p", between=("b", "c"), limit=10, newest_first=True)
    assert [item["sk"] for item in found] == ["c", "b"]


def test_a_scan_reads_every_item_page_by_page() -> None:
    more = {"Items": [{"pk": {"S": "p"}}], "LastEvaluatedKey": {"pk": {"S": "p"}}}
    client = Client(more, {"Items": [{"pk": {"S": "q"}}]})
    assert list(fake_table(client)[0].scan()) == [{"pk": "p"}, {"pk": "q"}]
    assert [request.get("ExclusiveStartKey") for _, request in client.calls] == [None, {"pk": {"S": "p"}}]


@pytest.mark.parametrize(
    "error",
    [
        client_error("ThrottlingException"),
        client_error("ProvisionedThroughputExceededException"),
        client_error("ResourceNotFoundException"),
        client_error("TransactionCanceledException", "None", "ThrottlingError"),
        ConnectTimeoutError(endpoint_url="http://localhost"),
    ],
)
def test_trouble_with_the_table_is_store_unavailable(error: Exception) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        fake_table(Client(error))[0].get(KEY)
    assert (caught.value.operation, caught.value.table) == ("get_item", "byline")
    assert caught.value.__cause__ is error


def test_a_request_that_is_wrong_in_itself_is_not_taken_for_trouble() -> None:
    for error in (client_error("ValidationException"), client_error("TransactionCanceledException", "ValidationError")):
        with pytest.raises(ClientError) as caught:
            fake_table(Client(error))[0].get(KEY)
        assert caught.value.__cause__ is None


def test_an_absent_table_is_store_unavailable(table: Table) -> None:
    with pytest.raises(StoreUnavailable):
        Table(connect(), "nothing").get(KEY)


@pytest.mark.plain_moto_too
def test_a_failed_condition_cancels_every_write_of_a_transaction(table: Table) -> None:
    table.transact([put({**KEY})])
    with pytest.raises(TransactionCancelled) as caught:
        table.transact([put({"pk": "p", "sk": "new"}), put({**KEY}, "attribute_not_exists(pk)")])
    assert caught.value.reasons == ("None", "ConditionalCheckFailed")
    assert table.get({"pk": "p", "sk": "new"}) is None


def test_a_check_writes_nothing_and_cancels_what_depends_on_it(table: Table) -> None:
    new, absent = put({"pk": "p", "sk": "new"}), "attribute_not_exists(pk)"
    table.transact([check(KEY, absent), new])
    table.transact([put({**KEY, "revision": "r1"})])
    table.transact([check(KEY, "revision = :read", read="r1"), new])
    with pytest.raises(TransactionCancelled):
        table.transact([check(KEY, absent), delete(KEY_OF_NEW)])
    assert table.get(KEY_OF_NEW) is not None


@pytest.mark.plain_moto_too
def test_a_change_sets_and_removes(table: Table) -> None:
    table.transact([change(KEY, {"name": "a", "tag": "x"})])
    table.transact([change(KEY, {"name": "b"}, remove=["tag", "nothing"])])
    assert table.get(KEY) == {**KEY, "name": "b"}
    table.transact([change(KEY, {}, remove=["name"])])
    assert table.get(KEY) == KEY


@pytest.mark.plain_moto_too
def test_a_deletion_of_what_is_not_there_is_no_error(table: Table) -> None:
    table.transact([delete(KEY)])
    assert table.get(KEY) is None


def test_pauses_are_spread_by_chance() -> None:
    waits = Mock()
    Table(connect(), "byline", sleep=waits, chance=lambda: 0.0).pause(1)
    waits.assert_called_once_with(0.05)


@pytest.mark.parametrize(
    "error",
    [
        client_error("ThrottlingException"),
        client_error("TransactionInProgressException"),
        ClientError({"Error": {"Code": "502"}, "ResponseMetadata": {"HTTPStatusCode": 502}}, "operation"),  # type: ignore[typeddict-item]
        ConnectTimeoutError(endpoint_url="http://localhost"),
        ReadTimeoutError(endpoint_url="http://localhost"),
        EndpointConnectionError(endpoint_url="http://localhost"),
        ConnectionClosedError(endpoint_url="http://localhost"),
    ],
)
def test_a_request_that_may_succeed_a_moment_later_is_repeated_with_growing_pauses(error: Exception) -> None:
    client = Client(error, error, {"Item": {"pk": {"S": "p"}}})
    table, waits = fake_table(client)
    assert table.get(KEY) == {"pk": "p"}
    assert waits == [0.05, 0.1]
    failing, waits = fake_table(forever := Client(error))
    with pytest.raises(StoreUnavailable):
        failing.get(KEY)
    assert (len(forever.calls), len(waits)) == (ATTEMPTS, ATTEMPTS - 1)
    assert 1 < sum(waits) < 3


@pytest.mark.parametrize(
    "error",
    [client_error("ResourceNotFoundException"), client_error("ValidationException"), NoCredentialsError()],
)
def test_a_request_that_would_fail_again_is_made_once(error: Exception) -> None:
    client = Client(error)
    with pytest.raises((StoreUnavailable, ClientError)):
        fake_table(client)[0].get(KEY)
    assert len(client.calls) == 1


def test_a_transaction_whose_answer_was_lost_is_repeated_as_the_same_transaction() -> None:
    client = Client(ReadTimeoutError(endpoint_url="http://localhost"), {})
    table, _ = fake_table(client)
    for _ in range(2):
        table.transact([put({**KEY})])
    first, repeated, second = (request["ClientRequestToken"] for _, request in client.calls)
    assert first == repeated != second
    assert 1 <= len(first) <= 36  # DynamoDB's limits


def test_a_request_begins_only_if_it_can_end_before_the_limit_with_time_to_spare() -> None:
    client = Client({})
    unlimited, _ = fake_table(client)
    for spare, enough in ((0.0, LONGEST_REQUEST), (2.0, LONGEST_REQUEST + 2000)):
        assert unlimited.within(_left(enough), spare).get(KEY) is None
        with pytest.raises(StoreUnavailable, match="get_item on table byline"):
            unlimited.within(_left(enough - 1), spare).get(KEY)
    assert len(client.calls) == 2
    assert unlimited.within(None, spare=100).get(KEY) is None


def test_a_request_is_not_repeated_when_the_time_is_up_and_the_error_is_its_cause() -> None:
    error = ReadTimeoutError(endpoint_url="http://localhost")
    client = Client(error)
    left = iter((LONGEST_REQUEST + 3000, LONGEST_REQUEST, LONGEST_REQUEST - 3000))
    with pytest.raises(StoreUnavailable) as caught:
        fake_table(client)[0].within(lambda: next(left)).get(KEY)
    assert (len(client.calls), caught.value.__cause__) == (2, error)
