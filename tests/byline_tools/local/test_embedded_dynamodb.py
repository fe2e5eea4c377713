"""Moto behind HTTP, which rolls transactions back as DynamoDB does."""

import os
import socket
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.dynamodb.models import dynamodb_backends

from byline.errors import StoreUnavailable, TransactionCancelled
from byline.storage.dynamodb import Table, connect
from byline.storage.item_keys import Key
from byline.storage.writes import change, delete, put
from byline_tools.local.embedded_dynamodb import serving_dynamodb
from byline_tools.local.machine import HOST, environment_with
from byline_tools.local.stack import TABLE_NAME, Stack
from tests.support.stacks import PARAMETERS

KEYS = [Key(pk=pk, sk=sk) for pk in "ab" for sk in "xy"]
FAILS = put({"pk": "c", "sk": "z"}, "attribute_exists(pk)")

WRITES = st.one_of(
    st.builds(lambda key, value: put({**key, "value": value}), st.sampled_from(KEYS), st.integers(0, 9)),
    st.builds(delete, st.sampled_from(KEYS)),
    st.builds(lambda key, value: change(key, {"value": value}), st.sampled_from(KEYS), st.integers(0, 9)),
    st.builds(lambda key, word: change(key, {"value": 1}, add={"words": {word}}), st.sampled_from(KEYS), st.sampled_from("pq")),
)


def contents(table: Table) -> list[Any]:
    return [item for pk in "abc" for item in table.query(pk)]


def place(write: Mapping[str, Any]) -> str:
    (operation,) = write.values()
    key = operation.get("Key") or operation["Item"]
    return f"{key['pk']}{key['sk']}"


def changes_in_stream() -> int:
    shard = dynamodb_backends["123456789012"]["eu-west-1"].get_table(TABLE_NAME).stream_shard
    return len(shard.items) if shard else 0


def free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.plain_moto_too
def test_a_transaction_that_succeeds_is_stored(table: Table) -> None:
    table.transact([put({"pk": "a", "sk": "x", "value": 1}), put({"pk": "b", "sk": "y", "value": 2})])
    assert contents(table) == [{"pk": "a", "sk": "x", "value": 1}, {"pk": "b", "sk": "y", "value": 2}]


@pytest.mark.plain_moto_too
def test_a_transaction_that_fails_stores_nothing_new(table: Table) -> None:
    with pytest.raises(TransactionCancelled):
        table.transact([put({"pk": "a", "sk": "x"}), FAILS])
    assert contents(table) == []


@pytest.mark.plain_moto_too
def test_a_transaction_that_fails_gives_back_what_it_replaced_changed_and_deleted(table: Table) -> None:
    table.transact([put({"pk": "a", "sk": sk, "value": 1, "words": {"p"}}) for sk in "xyz"])
    before = contents(table)
    x, y, z = (Key(pk="a", sk=sk) for sk in "xyz")
    with pytest.raises(TransactionCancelled):
        table.transact([put({**x, "value": 2}), change(y, {"value": 2}, add={"words": {"q"}}), delete(z), FAILS])
    assert contents(table) == before


@pytest.mark.plain_moto_too
def test_the_stream_has_no_record_of_a_transaction_that_failed(table: Table) -> None:
    table.transact([put({"pk": "a", "sk": "x"})])
    with pytest.raises(TransactionCancelled):
        table.transact([put({"pk": "a", "sk": "y"}), FAILS])
    assert changes_in_stream() == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WRITES, max_size=4, unique_by=place), st.lists(WRITES, max_size=4, unique_by=place))
def test_whatever_a_failed_transaction_wrote_is_undone(table: Table, first: list[Any], second: list[Any]) -> None:
    table.transact([delete(key) for key in KEYS])
    if first:
        table.transact(first)
    before = contents(table)
    with pytest.raises(TransactionCancelled):
        table.transact([*second, FAILS])
    assert contents(table) == before


def test_nobody_sees_an_item_of_which_only_half_is_written(table: Table) -> None:
    before, keys = sys.getswitchinterval(), [Key(pk="a", sk=f"{number:02d}") for number in range(40)]

    def write() -> None:
        for _ in range(4):
            table.transact([change(key, {"value": 1}) for key in keys])

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as threads:
            writing = threads.submit(write)
            seen = [item for _ in range(30) for item in table.get_many(keys, consistent=True)]
            writing.result()
    finally:
        sys.setswitchinterval(before)
    assert [item for item in seen if "value" not in item] == []


@pytest.mark.plain_moto_too
def test_a_transaction_on_a_table_that_is_not_there_is_an_error(table: Table) -> None:
    with pytest.raises(StoreUnavailable) as away:
        Table(connect(), "nope").transact([put({"pk": "a", "sk": "x"})])
    assert "ResourceNotFound" in str(away.value.__cause__)


def test_the_environment_points_to_the_table_while_it_is_served() -> None:
    with serving_dynamodb(Stack(PARAMETERS)) as address:
        assert os.environ["AWS_ENDPOINT_URL_DYNAMODB"] == address
        assert boto3.client("dynamodb").list_tables()["TableNames"] == [TABLE_NAME]


def test_afterwards_the_environment_is_as_it_was_and_nobody_listens() -> None:
    before = dict(os.environ)
    port = free_port()
    with serving_dynamodb(Stack(PARAMETERS), port):
        pass
    assert dict(os.environ) == before
    socket.create_server((HOST, port)).close()


def test_a_new_table_is_empty_whatever_was_in_the_one_before() -> None:
    for _ in range(2):
        with serving_dynamodb(Stack(PARAMETERS)):
            table = Table(connect(), TABLE_NAME)
            assert contents(table) == []
            table.transact([put({"pk": "a", "sk": "x"})])


def test_a_port_that_is_taken_is_an_error_at_once() -> None:
    with (
        socket.create_server((HOST, 0)) as taken,
        pytest.raises(OSError, match="in use"),
        serving_dynamodb(Stack(PARAMETERS), taken.getsockname()[1]),
    ):
        pass


def test_the_environment_comes_back_after_an_error_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEPT", "before")
    with pytest.raises(KeyError), environment_with({"KEPT": "within", "ADDED": "within"}):
        os.environ.pop("NOT THERE")
    assert os.environ["KEPT"] == "before"
    assert "ADDED" not in os.environ
