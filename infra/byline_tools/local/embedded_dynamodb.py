"""An embedded DynamoDB, by moto, for the local server and for tests. Nothing in it is stored permanently.

Before every transaction, moto copies the whole table for a rollback, so writes slow down as the table grows. `fast_transactions`
copies only the items of the transaction. moto also shows other requests incomplete transactions; within `fast_transactions`,
requests are answered one at a time.
"""

import copy
import inspect
import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Lock
from typing import Any
from unittest.mock import patch

import boto3
import moto
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.server import ThreadedMotoServer
from packaging.specifiers import SpecifierSet

from byline.errors import BylineError
from byline_tools.local.machine import CREDENTIALS, HOST, environment_with
from byline_tools.local.stack import TABLE_NAME, Stack

MOTO = SpecifierSet(">=5.2.5,<5.3")
"""The versions of moto that `fast_transactions` supports; pyproject.toml requires the same."""

TableKey = tuple[Table, DynamoType, DynamoType]

_transact_write_items = DynamoDBBackend.transact_write_items
_call_action = DynamoHandler.call_action
_turn = Lock()


def _in_turn(handler: DynamoHandler) -> Any:
    """Answer one request after all earlier ones."""
    with _turn:
        return _call_action(handler)


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """Run moto's transaction and, if it fails, restore the items that it touched."""
    keys = [_key(backend, operation) for entry in transact_items for operation in entry.values()]
    before = [(table, pk, sk, copy.deepcopy(table.items[pk].get(sk))) for table, pk, sk in keys]
    streams = {id(table): table.stream_shard.items for table, _, _ in keys if table.stream_shard}
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


def _key(backend: DynamoDBBackend, operation: Mapping[str, Any]) -> TableKey:
    key = operation.get("Key") or operation["Item"]
    return backend.get_table(operation["TableName"]), DynamoType(key["pk"]), DynamoType(key["sk"])


def _the_same(table: Table, _memo: dict[int, Any]) -> Table:
    """Return the table itself when moto copies it, because `_transact` does the rollback."""
    return table


class UnknownMoto(BylineError):
    """`fast_transactions` does not support this moto: its `version` is not in MOTO, or its internal `name` has changed."""

    def __init__(self, version: str, name: str = "") -> None:
        self.version = version
        self.name = name
        reason = f"its {name} has changed" if name else f"it must be {MOTO}"
        super().__init__(f"the transactions of moto {version} cannot be replaced: {reason}")


Replacement = tuple[type, str, Callable[..., Any], list[str] | None]

REPLACEMENTS: tuple[Replacement, ...] = (
    (DynamoDBBackend, "transact_write_items", _transact, ["self", "transact_items"]),
    (DynamoHandler, "call_action", _in_turn, ["self"]),
    (Table, "__deepcopy__", _the_same, None),
)
"""Class of moto's, attribute, replacement, and the parameters of the original; None if moto has no such attribute."""


def _check_moto() -> None:
    if moto.__version__ not in MOTO:
        raise UnknownMoto(moto.__version__)
    for owner, name, _, parameters in REPLACEMENTS:
        found = getattr(owner, name, None)
        if (list(inspect.signature(found).parameters) if found else None) != parameters:
            raise UnknownMoto(moto.__version__, f"{owner.__name__}.{name}")


class _FastTransactions:
    """The replacements. They are active while at least one block is open; blocks may close in any order."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entered = 0
        self._replaced = ExitStack()

    def __enter__(self) -> None:
        with self._lock:
            if not self._entered:
                self._replace()
            self._entered += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._entered -= 1
            if not self._entered:
                self._replaced.close()

    def _replace(self) -> None:
        _check_moto()
        for owner, name, replacement, _ in REPLACEMENTS:
            self._replaced.enter_context(patch.object(owner, name, replacement, create=True))


_FAST_TRANSACTIONS = _FastTransactions()


def fast_transactions() -> AbstractContextManager[None]:
    """Replace moto's transactions, for the whole process, until the block ends. Blocks may nest and overlap, also in threads.

    Raises UnknownMoto if the version of moto is not in MOTO or a replaced function has other parameters.
    """
    return _FAST_TRANSACTIONS


@contextmanager
def serving_dynamodb(stack: Stack, port: int = 0) -> Iterator[str]:
    """Serve the template's table, empty, over HTTP on 127.0.0.1. Yields the address, which is also set in the environment.

    Raises OSError if the port is taken: moto itself would wait indefinitely. Raises UnknownMoto as `fast_transactions` does.
    """
    socket.create_server((HOST, port)).close()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with ExitStack() as up:
        up.enter_context(fast_transactions())
        server = ThreadedMotoServer(ip_address=HOST, port=port, verbose=False)
        server.start()
        up.callback(server.stop)
        # By name, because moto takes the first label of a numeric host for an account.
        address = f"http://localhost:{server.get_host_and_port()[1]}"
        endpoints = {"AWS_ENDPOINT_URL_DYNAMODB": address, "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": address}
        up.enter_context(environment_with({**CREDENTIALS, **endpoints}))
        client = boto3.client("dynamodb")
        client.create_table(**stack.table())
        up.callback(client.delete_table, TableName=TABLE_NAME)
        yield address
