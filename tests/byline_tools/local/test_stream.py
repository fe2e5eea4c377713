"""Records reach functions as Lambda brings them, again if they failed, and never for ever."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from byline.storage.dynamodb import Table, connect
from byline_tools.local import stream as local_stream
from byline_tools.local.embedded_dynamodb import serving_dynamodb
from byline_tools.local.stack import TABLE_NAME, Stack, StreamSource
from byline_tools.local.stream import ATTEMPTS, _deliver, fits, following
from tests.support.stacks import PARAMETERS

HEADS: dict[str, Any] = {"dynamodb": {"Keys": {"sk": {"S": ["HEAD"]}}}}
LEFT: dict[str, Any] = {"eventName": ["REMOVE"], "dynamodb": {"Keys": {"pk": {"S": ["SCHEDULE"]}}}}

Calls = list[tuple[str, list[str]]]
Response = Callable[[list[str]], Any]


class Streams(Stack):
    """The template's table, with one function that hears of heads and one that is called from time to time."""

    def streams(self) -> list[StreamSource]:
        return [StreamSource("hearing.handler", (HEADS,), 10)]

    def scheduled(self) -> list[str]:
        return ["ticking.handler"]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setattr(local_stream, "PAUSE", 0.05)
    monkeypatch.setattr(local_stream, "TICK", 0.05)
    with serving_dynamodb(Stack(PARAMETERS)):
        yield Table(connect(), TABLE_NAME)


def record(pk: str, sk: str, event: str = "MODIFY") -> dict[str, Any]:
    return {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}}}


@pytest.mark.parametrize(
    ("told", "pattern", "fitting"),
    [
        (record("FEED#site", "HEAD"), HEADS, True),
        (record("FEED#site", "HEADS"), HEADS, False),
        (record("FEED#site", "ENTRY#1"), HEADS, False),
        (record("SCHEDULE", "2026#1", "REMOVE"), LEFT, True),
        (record("SCHEDULE", "2026#1", "INSERT"), LEFT, False),
        ({"eventName": "REMOVE"}, LEFT, False),
        (record("a", "b"), {}, True),
    ],
)
def test_a_record_fits_a_pattern_if_it_has_one_of_the_values_at_each_name(told: Any, pattern: Any, fitting: bool) -> None:
    assert fits(told, pattern) is fitting


def test_the_templates_patterns_say_only_what_is_understood_here() -> None:
    def leaves(pattern: Any) -> Iterator[Any]:
        for value in pattern.values() if isinstance(pattern, dict) else pattern:
            yield from leaves(value) if isinstance(value, dict | list) else [value]

    patterns = [pattern for source in Stack(PARAMETERS).streams() for pattern in source.patterns]
    assert patterns
    assert all(isinstance(leaf, str) for pattern in patterns for leaf in leaves(pattern))


def heard(table: Table, pks: list[str], answer: Response, until: Callable[[Calls], bool]) -> Calls:
    """What the hearing function was called with, once items were written under `pks` and `until` is so."""
    calls: Calls = []
    enough = threading.Event()

    def invoke(handler: str, event: dict[str, Any]) -> Any:
        if handler != "hearing.handler":
            return None
        names = [each["dynamodb"]["Keys"]["pk"]["S"] for each in event["Records"]]
        calls.append((handler, names))
        try:
            return answer([each["dynamodb"]["SequenceNumber"] for each in event["Records"] if "bad" in str(each)])
        finally:
            if until(calls):
                enough.set()

    with following(Streams(PARAMETERS), invoke):
        table.transact([{"Put": {"Item": {"pk": {"S": pk}, "sk": {"S": "HEAD"}}}} for pk in pks])
        table.put({"pk": "other", "sk": "ENTRY#1"})
        assert enough.wait(20), calls
        time.sleep(0.3)  # for calls that should not come
    return calls


def test_only_what_fits_is_heard_and_once(table: Table) -> None:
    calls = heard(table, ["a", "b"], lambda _: {"batchItemFailures": []}, bool)
    assert [name for _, names in calls for name in names] == ["a", "b"]


def test_what_was_there_before_is_not_heard(table: Table) -> None:
    table.put({"pk": "before", "sk": "HEAD"})
    calls = heard(table, ["a"], lambda _: {}, bool)
    assert [name for _, names in calls for name in names] == ["a"]


def failing(bad: list[str]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": number} for number in bad]}


def delivered(names: str, answer: Response) -> list[str]:
    """The batches, as strings of the names of their records, in which `answer` got records that belong to one batch."""
    batches = []

    def hear(records: list[dict[str, Any]]) -> Any:
        batches.append("".join(each["dynamodb"]["SequenceNumber"] for each in records))
        return answer([number for number in batches[-1] if number.isupper()])

    _deliver([{"dynamodb": {"SequenceNumber": name}} for name in names], hear, threading.Event())
    return batches


def test_what_failed_comes_again_from_the_first_on_and_is_given_up_alone() -> None:
    assert delivered("aBcd", failing) == ["aBcd", *["Bcd"] * (ATTEMPTS - 1), *["B"] * ATTEMPTS, "cd"]


def test_a_function_that_fails_as_a_whole_gets_halves_until_one_alone_is_given_up() -> None:
    batches = delivered("abCd", lambda bad: None if bad else {})
    assert batches == [*["abCd"] * ATTEMPTS, "ab", *["Cd"] * ATTEMPTS, *["C"] * ATTEMPTS, "d"]


def test_what_fails_for_a_moment_only_is_not_given_up() -> None:
    answers = iter([None, failing(["b"])])
    assert delivered("ab", lambda _: next(answers, {})) == ["ab", "ab", "b"]


def test_after_a_record_that_was_given_up_the_next_ones_are_heard(table: Table) -> None:
    calls: list[str] = []
    done = threading.Event()

    def invoke(handler: str, event: dict[str, Any]) -> Any:
        for each in event.get("Records", ()):
            calls.append(each["dynamodb"]["Keys"]["pk"]["S"])
            if calls.count("bad") == ATTEMPTS:
                table.put({"pk": "next", "sk": "HEAD"})
            if calls[-1] == "next":
                done.set()
        return failing([each["dynamodb"]["SequenceNumber"] for each in event.get("Records", ()) if "bad" in str(each)])

    with following(Streams(PARAMETERS), invoke):
        table.put({"pk": "bad", "sk": "HEAD"})
        assert done.wait(20), calls


def test_what_is_scheduled_is_called_again_and_again_even_if_it_fails(table: Table, capsys: pytest.CaptureFixture[str]) -> None:
    ticks, enough = [], threading.Event()

    def invoke(handler: str, event: dict[str, Any]) -> None:
        ticks.append((handler, event))
        if len(ticks) == 3:
            enough.set()
        raise ValueError("away")

    with following(Streams(PARAMETERS), invoke):
        assert enough.wait(20)
    count = len(ticks)
    assert set(map(str, ticks)) == {"('ticking.handler', {})"}
    time.sleep(0.2)
    assert len(ticks) == count
