"""byline_tools.cli.rebuild_command: `byline rebuild`, as it is typed."""

import json
from urllib.parse import urlsplit

import pytest

from byline.desk.publisher import Publisher
from byline.model.feed import SITE
from byline.storage import item_keys
from byline.storage.dynamodb import Table, connect
from byline_tools.local.embedded_dynamodb import serving_dynamodb
from byline_tools.local.stack import TABLE_NAME, Stack
from tests.support.command_line import Byline
from tests.support.factories import Clock, article, author, section
from tests.support.stacks import PARAMETERS


def broken(table: Table) -> None:
    publisher = Publisher(table, Clock())
    for thing in (section(), author(), article()):
        publisher.put(thing)
    table.delete(item_keys.head_key(SITE))
    table.delete({"pk": item_keys.DIRECTORY, "sk": "sections/world"})


MENDED = [{"what": "directory", "made": 1}, {"what": "head", "made": 1, "put_right": 1}]


def test_what_was_mended_is_told_and_the_second_time_nothing(byline: Byline, table: Table) -> None:
    broken(table)
    first, second = (byline("rebuild", "--to", "byline") for _ in range(2))
    assert (json.loads(first.out), first.err, first.status) == (MENDED, "", 0)
    assert (second.out, second.status) == ("[]\n", 0)


def test_people_get_a_table(byline: Byline, table: Table) -> None:
    broken(table)
    heading, *rows = byline("rebuild", "--to", "byline", looked_at=True).out.splitlines()
    assert heading.split() == ["what", "made", "put", "right", "removed", "left"]
    assert [row.split() for row in rows] == [["directory", "1"], ["head", "1", "1"]]


def test_what_only_people_can_put_right_is_named_and_is_not_all_well(byline: Byline, table: Table) -> None:
    table.put({"pk": "ARTICLE#tag:example.com,2026:x", "sk": "ARTICLE", "title": "Nothing else"})
    result = byline("rebuild", "--to", "byline")
    (told,) = json.loads(result.out)
    assert (result.status, told["what"]) == (1, "ARTICLE#tag:example.com,2026:x")
    assert "article tag:example.com,2026:x" in told["left"]


def test_the_local_servers_table_is_at_the_port_after_its_own(byline: Byline) -> None:
    with serving_dynamodb(Stack(PARAMETERS)) as address:
        broken(Table(connect(), TABLE_NAME))
        assert json.loads(byline("rebuild", "--local", "--port", (urlsplit(address).port or 0) - 1).out) == MENDED


def test_a_table_that_is_not_there_is_told(byline: Byline, table: Table) -> None:
    result = byline("rebuild", "--to", "nope")
    assert (result.status, result.out, "ResourceNotFoundException" in result.err) == (1, "", True)


@pytest.mark.parametrize("options", [(), ("--local", "--to", "byline")])
def test_exactly_one_table_has_to_be_named(byline: Byline, options: tuple[str, ...]) -> None:
    result = byline("rebuild", *options)
    assert (result.status, "either --to TABLE or --local" in result.err) == (2, True)
