"""Functions get records as from Lambda: again after a failure, up to a limit."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from byline.storage.dynamodb import Table, connect
from byline_tools.local.embedded_dynamodb import serving_dynamodb
from byline_tools.local.stack import TABLE_NAME, Stack, StreamSource
from byline_tools.local.stream import ATTEMPTS, THREAD, Invoke, _deliver, fits, following
from tests.support.stacks import PARAMETERS

HEADS: dict[str, Any] = {"dynamodb": {"Keys": {"sk": {"S": ["HEAD"]}}}}
LEFT: dict[str, Any] = {"eventName": ["REMOVE"], "dynamodb": {"Keys": {"pk": {"S": ["SCHEDULE"]}}}}

Reply = Callable[[list[str]], Any]
"""The response of a function to a batch in which these records are bad."""


class Streams(Stack):
    """The template's table, with one function that gets the records of heads and one that is scheduled."""

    def streams(self) -> list[StreamSource]:
        return [StreamSource("following.handler", (HEADS,), 10)]

    def scheduled(self) -> list[str]:
        return ["scheduled.handler"]


@pytest.fixture
def table() -> Iterator[Table]:
    with serving_dynamodb(Stack(PARAMETERS)):
        yield Table(connect(), TABLE_NAME)


def following_quickly(invoke: Invoke) -> AbstractContextManager[None]:
    return following(Streams(PARAMETERS), invoke, pause=0.01, tick=0.01)


def record(pk: str, sk: str, event: str = "MODIFY") -> dict[str, Any]:
    return {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}}}


@pytest.mark.parametrize(
    ("sent", "pattern", "fitting"),
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
def test_a_record_fits_a_pattern_if_it_has_one_of_the_values_at_each_name(sent: Any, pattern: Any, fitting: bool) -> None:
    assert fits(sent, pattern) is fitting


def test_the_templates_patterns_say_only_what_is_understood_here() -> None:
    def leaves(pattern: Any) -> Iterator[Any]:
        for value in pattern.values() if isinstance(pattern, dict) else pattern:
            yield from leaves(value) if isinstance(value, dict | list) else [value]

    patterns = [pattern for source in Stack(PARAMETERS).streams() for pattern in source.patterns]
    assert patterns
    assert all(isinstance(leaf, str | bool) for pattern in patterns for leaf in leaves(pattern))


class Follower:
    """The function that gets the records of heads. It accepts every record and collects the partition keys."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._changed = threading.Condition()

    def __call__(self, handler: str, event: dict[str, Any]) -> dict[str, Any]:
        if handler == "following.handler":
            with self._changed:
                self.keys += [each["dynamodb"]["Keys"]["pk"]["S"] for each in event["Records"]]
                self._changed.notify_all()
        return {"batchItemFailures": []}

    def wait_for(self, key: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: key in self.keys, timeout=20), self.keys


def test_only_what_fits_is_sent_and_once(table: Table) -> None:
    follower = Follower()
    with following_quickly(follower):
        table.transact([{"Put": {"Item": {"pk": {"S": pk}, "sk": {"S": "HEAD"}}}} for pk in ("a", "b")])
        table.put({"pk": "other", "sk": "ENTRY#1"})
        follower.wait_for("b")
        # Records come in order, so any repeated or unwanted record would come before this one.
        table.put({"pk": "last", "sk": "HEAD"})
        follower.wait_for("last")
    assert follower.keys == ["a", "b", "last"]


def test_what_was_there_before_is_not_sent(table: Table) -> None:
    follower = Follower()
    table.put({"pk": "before", "sk": "HEAD"})
    with following_quickly(follower):
        table.put({"pk": "a", "sk": "HEAD"})
        follower.wait_for("a")
    assert follower.keys == ["a"]


def failing(bad: list[str]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": number} for number in bad]}


def delivered(names: str, answer: Reply) -> list[str]:
    """The batches in which records with these names are sent, each as a string of names. Names in upper case are bad."""
    batches = []

    def send(records: list[dict[str, Any]]) -> Any:
        batches.append("".join(each["dynamodb"]["SequenceNumber"] for each in records))
        return answer([number for number in batches[-1] if number.isupper()])

    _deliver([{"dynamodb": {"SequenceNumber": name}} for name in names], send, threading.Event())
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

    with following_quickly(invoke):
        table.put({"pk": "bad", "sk": "HEAD"})
        assert done.wait(20), calls


def test_what_is_scheduled_is_called_again_and_again_even_if_it_fails(table: Table, capsys: pytest.CaptureFixture[str]) -> None:
    ticks, enough = [], threading.Event()

    def invoke(handler: str, event: dict[str, Any]) -> None:
        ticks.append((handler, event))
        if len(ticks) == 3:
            enough.set()
        raise ValueError("away")

    with following_quickly(invoke):
        assert enough.wait(20)
    assert set(map(str, ticks)) == {"('scheduled.handler', {})"}


def test_afterwards_no_thread_is_left_that_could_call_anything(table: Table) -> None:
    with following_quickly(lambda *_: None):
        assert [thread.name for thread in threading.enumerate()].count(THREAD) == 2
    assert THREAD not in [thread.name for thread in threading.enumerate()]
