"""A DynamoDB of our own, made by moto: for the local server and for tests, never for anything that must last.

moto rolls a failed transaction back to a copy of the whole table, which it makes before every transaction, so that each
write takes longer than the one before. Here only the items that a transaction touches are kept for its roll-back. And requests
are answered one at a time: moto lets others see items of which a transaction has written half.
"""

import copy
import logging
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any

import boto3
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.server import ThreadedMotoServer

from byline_tools.local.machine import CREDENTIALS, HOST, environment_with
from byline_tools.local.stack import TABLE_NAME, Stack

Place = tuple[Table, DynamoType, DynamoType]

_transact_write_items = DynamoDBBackend.transact_write_items
_call_action = DynamoHandler.call_action
_turn = Lock()


def _in_turn(handler: DynamoHandler) -> Any:
    """moto's answer to one request, when it has answered those before."""
    with _turn:
        return _call_action(handler)


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """moto's transaction, undone item by item if it fails."""
    places = [_place(backend, operation) for entry in transact_items for operation in entry.values()]
    before = [(table, pk, sk, copy.deepcopy(table.items[pk].get(sk))) for table, pk, sk in places]
    streams = {id(table): table.stream_shard.items for table, _, _ in places if table.stream_shard}
    lengths = {key: len(records) for key, records in streams.items()}
    try:
        _transact_write_items(backend, transact_items)
    except Exception:
        for table, pk, sk, item in before:
            table.items[pk].pop(sk, None)
            if item is not None:
                table.items[pk][sk] = item
        for key, records in streams.items():
            del records[lengths[key] :]
        raise


def _place(backend: DynamoDBBackend, operation: Mapping[str, Any]) -> Place:
    key = operation.get("Key") or operation["Item"]
    return backend.get_table(operation["TableName"]), DynamoType(key["pk"]), DynamoType(key["sk"])


def _the_same(table: Table, _memo: dict[int, Any]) -> Table:
    """What moto takes for its copy of a table: the table, since `_transact` sees to the roll-back."""
    return table


setattr(DynamoDBBackend, "transact_write_items", _transact)  # noqa: B010 - assigning to a method is not typed
setattr(DynamoHandler, "call_action", _in_turn)  # noqa: B010
setattr(Table, "__deepcopy__", _the_same)  # noqa: B010


@contextmanager
def serving_dynamodb(stack: Stack, port: int = 0) -> Iterator[str]:
    """The template's table, empty, behind HTTP on 127.0.0.1; gives the address, to which the environment points too.

    Raises OSError if the port is taken: moto itself would wait for ever.
    """
    socket.create_server((HOST, port)).close()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address=HOST, port=port, verbose=False)
    server.start()
    # By name: moto takes the first label of a numeric host for an account's.
    address = f"http://localhost:{server.get_host_and_port()[1]}"
    with environment_with({**CREDENTIALS, "AWS_ENDPOINT_URL_DYNAMODB": address, "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": address}):
        client = boto3.client("dynamodb")
        client.create_table(**stack.table())
        try:
            yield address
        finally:
            client.delete_table(TableName=TABLE_NAME)
            server.stop()
