"""byline_tools.cli.rebuild_command: `byline rebuild` on the command line."""

import json
from urllib.parse import urlsplit

import pytest

from byline.desk.publisher import Publisher
from byline.model.feed_key import SITE
from byline.model.times import utc_now
from byline.storage import item_keys
from byline.storage.dynamodb import Table, connect
from byline_tools.local.embedded_dynamodb import serving_dynamodb
from byline_tools.local.stack import TABLE_NAME, Stack
from tests.support.command_line import Byline
from tests.support.factories import article, author, section
from tests.support.stacks import PARAMETERS


def broken(table: Table) -> None:
    publisher = Publisher(table, utc_now)
    for thing in (section(), author(), article()):
        publisher.put(thing)
    table.delete(item_keys.head_key(SITE))
    table.delete({"pk": item_keys.DIRECTORY, "sk": "sections/world"})


REPAIRED = [{"what": "directory", "new": 1}, {"what": "head", "new": 1, "changed": 1}]


def test_repairs_are_reported_and_a_second_run_has_none(byline: Byline, table: Table) -> None:
    broken(table)
    first, second = (byline("rebuild", "--to", "byline") for _ in range(2))
    assert (json.loads(first.out), first.err, first.status) == (REPAIRED, "", 0)
    assert (second.out, second.status) == ("[]\n", 0)


def test_a_terminal_gets_a_table(byline: Byline, table: Table) -> None:
    broken(table)
    heading, *rows = byline("rebuild", "--to", "byline", looked_at=True).out.splitlines()
    assert heading.split() == ["what", "new", "changed", "removed", "not", "repaired"]
    assert [row.split() for row in rows] == [["directory", "1"], ["head", "1", "1"]]


def test_a_terminal_gets_a_sentence_when_nothing_needs_repair(byline: Byline, table: Table) -> None:
    assert byline("rebuild", "--to", "byline", looked_at=True).out == "Nothing needs repair.\n"


def test_what_cannot_be_repaired_is_named_and_the_exit_status_is_1(byline: Byline, table: Table) -> None:
    table.put({"pk": "ARTICLE#tag:example.com,2026:x", "sk": "ARTICLE", "title": "Nothing else"})
    result = byline("rebuild", "--to", "byline")
    (row,) = json.loads(result.out)
    assert (result.status, row["what"]) == (1, "ARTICLE#tag:example.com,2026:x")
    assert "article tag:example.com,2026:x" in row["not_repaired"]


def test_the_local_servers_table_is_at_the_next_port(byline: Byline) -> None:
    with serving_dynamodb(Stack(PARAMETERS)) as address:
        broken(Table(connect(), TABLE_NAME))
        assert json.loads(byline("rebuild", "--local", "--port", (urlsplit(address).port or 0) - 1).out) == REPAIRED


def test_a_missing_table_is_reported(byline: Byline, table: Table) -> None:
    result = byline("rebuild", "--to", "nope")
    assert (result.status, result.out, "there is no table nope" in result.err) == (1, "", True)


@pytest.mark.parametrize("options", [(), ("--local", "--to", "byline")])
def test_exactly_one_table_must_be_named(byline: Byline, options: tuple[str, ...]) -> None:
    result = byline("rebuild", *options)
    assert (result.status, "either --to TABLE or --local" in result.err) == (2, True)
