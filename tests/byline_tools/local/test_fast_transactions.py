"""moto's transactions are replaced only within a block, and only in a supported version of moto."""

import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import moto
import pytest
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table as MotoTable
from moto.dynamodb.responses import DynamoHandler
from packaging.requirements import Requirement

from byline.storage.dynamodb import Table
from byline_tools.local.embedded_dynamodb import MOTO, REPLACEMENTS, UnknownMoto, fast_transactions, serving_dynamodb
from byline_tools.local.stack import Stack
from tests.support.stacks import PARAMETERS

ROOT = Path(__file__).parents[3]
PLAIN = [getattr(owner, name, None) for owner, name, _, _ in REPLACEMENTS]
REPLACED = [replacement for _, _, replacement, _ in REPLACEMENTS]


def in_place() -> list[Any]:
    return [getattr(owner, name, None) for owner, name, _, _ in REPLACEMENTS]


@pytest.mark.parametrize("block", [fast_transactions, lambda: serving_dynamodb(Stack(PARAMETERS))])
def test_moto_is_changed_within_the_block_only(block: Callable[[], AbstractContextManager[object]]) -> None:
    assert in_place() == PLAIN
    with block():
        assert in_place() == REPLACED
    assert in_place() == PLAIN


@pytest.mark.plain_moto_too
def test_a_table_in_a_test_is_on_the_moto_it_is_said_to_be_on(table: Table, plain_moto: bool) -> None:
    assert in_place() == (PLAIN if plain_moto else REPLACED)


def test_moto_is_itself_again_after_an_error() -> None:
    with pytest.raises(KeyError), fast_transactions():
        raise KeyError
    assert in_place() == PLAIN


def test_a_block_within_another_leaves_the_transactions_fast() -> None:
    with fast_transactions():
        with fast_transactions():
            assert in_place() == REPLACED
        assert in_place() == REPLACED
    assert in_place() == PLAIN


def test_transactions_stay_fast_until_the_last_of_overlapping_blocks_ends() -> None:
    first, second = fast_transactions(), fast_transactions()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert in_place() == REPLACED
    second.__exit__(None, None, None)
    assert in_place() == PLAIN


def test_blocks_in_many_threads_leave_moto_as_it_was() -> None:
    def enter(_: int) -> bool:
        with fast_transactions():
            return in_place() == REPLACED

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(enter, range(400)))
    assert in_place() == PLAIN


@pytest.mark.parametrize("version", ["5.2.4", "5.3.0", "6.0.0"])
def test_another_version_of_moto_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(moto, "__version__", version)
    with pytest.raises(UnknownMoto, match=f"moto {version} cannot be replaced") as caught, fast_transactions():
        pass
    assert (caught.value.version, caught.value.name) == (version, "")
    assert in_place() == PLAIN


@pytest.mark.parametrize(
    ("owner", "name", "other"),
    [
        (DynamoDBBackend, "transact_write_items", lambda self, transact_items, token: (self, transact_items, token)),
        (DynamoHandler, "call_action", lambda self, action: (self, action)),
        (MotoTable, "__deepcopy__", lambda self, memo: (self, memo)),
    ],
)
def test_a_part_of_moto_that_has_changed_is_an_error_that_names_it(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str, other: Callable[..., Any]
) -> None:
    monkeypatch.setattr(owner, name, other, raising=False)
    with pytest.raises(UnknownMoto, match=f"moto {moto.__version__} cannot be replaced") as caught, fast_transactions():
        pass
    assert (caught.value.version, caught.value.name) == (moto.__version__, f"{owner.__name__}.{name}")
    assert getattr(owner, name) is other


def test_a_part_that_moto_no_longer_has_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(DynamoDBBackend, "transact_write_items")
    with pytest.raises(UnknownMoto) as caught, fast_transactions():
        pass
    assert caught.value.name == "DynamoDBBackend.transact_write_items"


def test_pyproject_asks_for_the_versions_that_are_known() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked_for = [Requirement(each) for each in project["dependencies"]]
    assert [each.specifier for each in asked_for if each.name == "moto"] == [MOTO]
