"""The conditions of edits, and the number of attempts."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from byline.edit_errors import ClockSkewed, EditConflict, PreconditionFailed
from byline.errors import StoreUnavailable, TransactionCancelled
from byline.model.precondition import ANY
from byline.storage.dynamodb import Table
from byline.storage.editing import ATTEMPTS, Editor, put_condition, require, revision_of
from byline.storage.writes import put
from tests.support.factories import NOW, Clock, counter
from tests.support.preconditions import at_revision

pytestmark = pytest.mark.plain_moto_too


@pytest.fixture
def editor(table: Table, clock: Clock) -> Editor:
    return Editor(table, clock, counter("e"))


@pytest.mark.parametrize("stored", [None, {"sk": "s", "pk": "p"}, {"sk": "s", "pk": "p", "revision": "r1"}])
def test_an_item_is_replaced_only_as_it_was_read(table: Table, stored: dict[str, Any] | None) -> None:
    new = {"pk": "p", "sk": "s", "revision": "mine"}
    condition, values = put_condition(stored)
    if stored:
        with pytest.raises(TransactionCancelled):
            table.transact([put(new, condition, **values)])
        table.put(stored)
    table.transact([put(new, condition, **values)])
    with pytest.raises(TransactionCancelled):
        table.transact([put({**new, "revision": "other"}, condition, **values)])


def test_a_stored_item_has_a_revision_if_only_an_empty_one() -> None:
    assert (revision_of(None), revision_of({"revision": "r1"}), revision_of({"title": "of schema 1"})) == (None, "r1", "")


def test_an_edit_may_depend_on_a_revision() -> None:
    require("article 1", ANY, None)
    require("article 1", at_revision("r1"), "r1")
    require("section 1", at_revision(""), "")


@pytest.mark.parametrize(("revision", "words"), [(None, "article 1 is not stored"), ("r2", "article 1 is at revision r2")])
def test_an_edit_of_another_revision_is_refused_with_the_stored_one(revision: str | None, words: str) -> None:
    with pytest.raises(PreconditionFailed, match=words) as caught:
        require("article 1", at_revision("r1"), revision)
    assert (caught.value.subject, caught.value.revision) == ("article 1", revision)


@pytest.mark.parametrize("failures", [0, 1, ATTEMPTS - 1])
def test_an_edit_is_tried_again_until_it_is_alone(table: Table, clock: Clock, failures: int) -> None:
    waits: list[float] = []
    editor = Editor(Table(table._client, table.name, sleep=waits.append), clock, counter())
    left = [TransactionCancelled(["ConditionalCheckFailed"])] * failures

    def edit() -> int:
        if left:
            raise left.pop()
        return 1

    assert editor.attempt("it", edit) == 1
    assert len(waits) == failures


def test_an_edit_that_never_is_alone_ends_in_a_conflict_after_a_bounded_wait(table: Table, clock: Clock) -> None:
    waits: list[float] = []

    def edit() -> int:
        raise TransactionCancelled(["TransactionConflict"])

    with pytest.raises(EditConflict, match="concurrent edits keep changing it"):
        Editor(Table(table._client, table.name, sleep=waits.append), clock, counter()).attempt("it", edit)
    assert len(waits) == ATTEMPTS
    assert sum(waits) < 12


def test_trouble_with_the_table_is_not_tried_again_here(editor: Editor) -> None:
    tries: list[int] = []

    def edit() -> int:
        tries.append(1)
        raise StoreUnavailable("get_item", "byline")

    with pytest.raises(StoreUnavailable):
        editor.attempt("it", edit)
    assert len(tries) == 1


def test_the_time_is_in_whole_seconds(table: Table) -> None:
    assert Editor(table, lambda: NOW + timedelta(microseconds=7), counter()).now() == NOW


@pytest.mark.parametrize(("seconds", "refused"), [(-120, True), (-5, True), (-4, False), (4, False), (5, True), (120, True)])
def test_an_edit_by_a_wrong_clock_is_refused_and_says_by_how_much(
    table: Table, clock: Clock, seconds: int, refused: bool
) -> None:
    editor = Editor(table, lambda: clock() + timedelta(seconds=seconds), counter())
    table.get({"pk": "p", "sk": "s"})
    write = [put({"pk": "p", "sk": "s"})]
    if refused:
        with pytest.raises(ClockSkewed) as caught:
            editor.transact(editor.now(), write)
        assert caught.value.seconds == seconds
    else:
        editor.transact(editor.now(), write)
    assert (table.get({"pk": "p", "sk": "s"}) is None) == refused


def test_an_edit_that_takes_too_long_begins_anew(table: Table, clock: Clock, editor: Editor) -> None:
    began = editor.now()
    clock.advance(seconds=6)
    with pytest.raises(TransactionCancelled):
        editor.transact(began, [put({"pk": "p", "sk": "s"})])
    editor.transact(editor.now(), [put({"pk": "p", "sk": "s"})])


def test_an_edit_may_take_no_fraction_of_a_second_longer(table: Table, clock: Clock, editor: Editor) -> None:
    began = editor.now()
    clock.advance(seconds=5, milliseconds=1)
    with pytest.raises(TransactionCancelled, match="TooLate"):
        editor.transact(began, [put({"pk": "p", "sk": "s"})])


def test_a_request_is_not_repeated_when_its_edit_has_taken_too_long(table: Table, clock: Clock) -> None:
    def times_out(**_: Any) -> None:
        clock.advance(seconds=3)
        raise ReadTimeoutError(endpoint_url="https://dynamodb")

    requests: list[int] = []
    table._client.meta.events.register("before-send.dynamodb.TransactWriteItems", lambda **_: requests.append(1))
    table._client.meta.events.register("before-send.dynamodb.TransactWriteItems", times_out)
    editor = Editor(table, clock, counter())
    with pytest.raises(StoreUnavailable):  # one of the requests may have been carried out
        editor.transact(editor.now(), [put({"pk": "p", "sk": "s"})])
    assert len(requests) == 2
