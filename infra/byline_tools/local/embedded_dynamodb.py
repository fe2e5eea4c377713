"""An embedded DynamoDB, by moto, for the local server and for tests. Nothing in it is stored permanently.

Two of moto's behaviours are replaced. Before every transaction moto copies the whole table, to be able to roll back, so each
write takes longer than the one before; here only the items of the transaction are copied. And moto lets other requests see
half of a transaction; here requests are answered one at a time.
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
    """Answer one request after all earlier ones."""
    with _turn:
        return _call_action(handler)


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """Run moto's transaction and, if it fails, restore the items that it touched."""
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
    """Return the table itself where moto makes a copy of it: `_transact` does the rollback."""
    return table


setattr(DynamoDBBackend, "transact_write_items", _transact)  # noqa: B010 - assigning to a method is not typed
setattr(DynamoHandler, "call_action", _in_turn)  # noqa: B010
setattr(Table, "__deepcopy__", _the_same)  # noqa: B010


@contextmanager
def serving_dynamodb(stack: Stack, port: int = 0) -> Iterator[str]:
    """Serve the template's table, empty, by HTTP on 127.0.0.1. Yields the address, which the environment also names.

    Raises OSError if the port is taken; moto itself would wait without end.
    """
    socket.create_server((HOST, port)).close()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address=HOST, port=port, verbose=False)
    server.start()
    # By name, since moto reads the first label of a numeric host as an account.
    address = f"http://localhost:{server.get_host_and_port()[1]}"
    with environment_with({**CREDENTIALS, "AWS_ENDPOINT_URL_DYNAMODB": address, "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": address}):
        client = boto3.client("dynamodb")
        client.create_table(**stack.table())
        try:
            yield address
        finally:
            client.delete_table(TableName=TABLE_NAME)
            server.stop()
