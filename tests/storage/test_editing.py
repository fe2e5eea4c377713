"""How feeds are found, how heads change, and how often an edit is tried."""

from datetime import timedelta
from typing import Any

import pytest

from byline.desk.publisher import Publisher
from byline.errors import EditConflict, PreconditionFailed, StoreUnavailable, TransactionCancelled
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.feed_state import Head
from byline.storage import item_keys, items
from byline.storage.dynamodb import Table
from byline.storage.editing import ATTEMPTS, Editor, EditResult, Outcome, always, put_condition, require
from byline.storage.writes import put
from tests.support.factories import NOW, Clock, article, author, counter, section

pytestmark = pytest.mark.plain_moto_too

WORLD, GLOBAL, NOWHERE = section_feed("world"), section_feed("global"), section_feed("nowhere")
HOUR = timedelta(hours=1)


@pytest.fixture
def editor(table: Table, clock: Clock) -> Editor:
    return Editor(table, clock, counter("e"))


def head(table: Table, key: FeedKey = SITE) -> Head:
    return items.head_from(table.get(item_keys.head_key(key)) or {})


def test_feeds_are_known_by_every_name_they_have_or_had(editor: Editor, publisher: Publisher) -> None:
    publisher.put(section())
    publisher.profiles.rename(WORLD, "global")
    known = editor.known([WORLD, GLOBAL, NOWHERE])
    assert known.keys == {WORLD: WORLD, GLOBAL: WORLD}
    assert known.missing([NOWHERE, GLOBAL]) == [NOWHERE]
    assert known.heads[WORLD].slug == "global"


def test_a_head_is_known_by_a_former_name_alone(editor: Editor, publisher: Publisher) -> None:
    publisher.put(section())
    publisher.profiles.rename(WORLD, "global")
    assert editor.known([GLOBAL]).heads.keys() == {WORLD}


def test_an_article_and_its_feeds_are_read_at_once(editor: Editor, publisher: Publisher) -> None:
    for thing in (section(), author(), article()):
        publisher.put(thing)
    item, known = editor.read(item_keys.article_key(article().id), [SITE, WORLD, author_feed("jane-doe")])
    assert item
    assert item["title"] == "Headline 1"
    assert len(known.heads) == 3


def test_a_head_is_new_with_every_change(editor: Editor, table: Table) -> None:
    table.transact([editor.changed_head(SITE, None, published=NOW)])
    first = head(table)
    table.transact([editor.changed_head(SITE, first)])
    assert (first.revision, head(table).revision) == ("e1", "e2")
    assert (first.changed_at, first.recent, first.releases) == (NOW, (NOW,), ())


def test_an_article_that_waits_is_a_release_and_no_publication_yet(editor: Editor, table: Table) -> None:
    table.transact([editor.changed_head(SITE, None, published=NOW + HOUR)])
    assert (head(table).releases, head(table).recent) == ((NOW + HOUR,), ())


def test_two_editors_who_read_the_same_head_both_announce_what_they_placed(editor: Editor, table: Table) -> None:
    table.transact([editor.changed_head(SITE, None)])
    read = head(table)
    for hours in (1, 2):
        table.transact([editor.changed_head(SITE, read, published=NOW + hours * HOUR)])
    assert head(table).releases == (NOW + HOUR, NOW + 2 * HOUR)


def test_a_head_never_goes_back_to_an_earlier_time(editor: Editor, table: Table, clock: Clock) -> None:
    table.transact([editor.changed_head(SITE, None)])
    read = head(table)
    clock.advance(hours=1)
    table.transact([editor.changed_head(SITE, read)])
    clock.advance(hours=-1)
    with pytest.raises(TransactionCancelled):
        table.transact([editor.changed_head(SITE, read)])
    table.transact([editor.changed_head(SITE, head(table))])
    assert head(table).changed_at == NOW + HOUR


def test_an_exact_change_needs_the_head_as_it_was_read(editor: Editor, table: Table) -> None:
    table.transact([editor.changed_head(SITE, None, exactly=True)])
    read = head(table)
    with pytest.raises(TransactionCancelled):
        table.transact([editor.changed_head(SITE, None, exactly=True)])
    table.transact([editor.changed_head(SITE, read)])
    with pytest.raises(TransactionCancelled):
        table.transact([editor.changed_head(SITE, read, exactly=True)])


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


def test_what_is_expected_may_be_anything_unless_somebody_says_so() -> None:
    require("article 1", always, None)
    require("article 1", lambda revision: revision == "r1", {"revision": "r1"})
    require("section 1", lambda revision: revision == "", {"title": "of schema 1"})


@pytest.mark.parametrize(("stored", "revision"), [(None, None), ({"revision": "r2"}, "r2")])
def test_what_is_not_as_expected_is_refused_with_what_there_is(stored: Any, revision: str | None) -> None:
    with pytest.raises(PreconditionFailed, match="article 1 is at revision") as caught:
        require("article 1", lambda found: found == "r1", stored)
    assert (caught.value.subject, caught.value.revision) == ("article 1", revision)


@pytest.mark.parametrize("failures", [0, 1, ATTEMPTS - 1])
def test_an_edit_is_tried_again_until_it_is_alone(table: Table, clock: Clock, failures: int) -> None:
    waits: list[float] = []
    editor = Editor(Table(table._client, table.name, sleep=waits.append), clock, counter())
    left = [TransactionCancelled(["ConditionalCheckFailed"])] * failures

    def edit() -> EditResult[int]:
        if left:
            raise left.pop()
        return EditResult(1, "r", Outcome.NEW)

    assert editor.attempt("it", edit).thing == 1
    assert len(waits) == failures


def test_an_edit_that_never_is_alone_ends_in_a_conflict_after_a_bounded_wait(table: Table, clock: Clock) -> None:
    waits: list[float] = []

    def edit() -> EditResult[int]:
        raise TransactionCancelled(["TransactionConflict"])

    with pytest.raises(EditConflict, match="it keeps being changed"):
        Editor(Table(table._client, table.name, sleep=waits.append), clock, counter()).attempt("it", edit)
    assert len(waits) == ATTEMPTS
    assert sum(waits) < 12


def test_trouble_with_the_table_is_not_tried_again_here(editor: Editor) -> None:
    tries: list[int] = []

    def edit() -> EditResult[int]:
        tries.append(1)
        raise StoreUnavailable("get_item", "byline")

    with pytest.raises(StoreUnavailable):
        editor.attempt("it", edit)
    assert len(tries) == 1


def test_the_time_is_in_whole_seconds(table: Table) -> None:
    assert Editor(table, lambda: NOW + timedelta(microseconds=7), counter()).now() == NOW
