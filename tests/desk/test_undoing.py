"""Going back to an earlier version: what readers have seen stays true."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle
from byline.desk.publisher import Publisher
from byline.edit_errors import AlreadySeen, RetiredProfile, UnknownArticle, UnknownVersion
from byline.errors import Refused
from byline.intake.inputs import Origin
from byline.model.feed_key import section_feed
from byline.model.lifecycle import Status, StoredArticle
from byline.model.precondition import ANY
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import Outcome
from tests.support.desks import TAG, story
from tests.support.factories import NOW, Clock, section

MINUTE = timedelta(minutes=1)
Patch = Callable[..., StoredArticle]


@pytest.fixture
def desk(table: Table, publisher: Publisher, clock: Clock) -> Desk:
    return Desk(publisher, DeskReader(table), Origin("https://www.example.com", "example.com,2026"), clock)


@pytest.fixture
def patch(desk: Desk, clock: Clock) -> Patch:
    """Stores the article, or changes it, a minute after the last edit."""

    def call(**changes: Any) -> StoredArticle:
        clock.advance(minutes=1)
        try:
            return desk.patch_article(TAG, changes).thing
        except UnknownArticle:
            return desk.put_article(TAG, DeskArticle(**story(**changes)), ANY).thing

    return call


def undo(desk: Desk) -> StoredArticle:
    last = desk.versions(TAG, None, 1)[0]["number"]
    return desk.go_back(TAG, last - 1).thing


def test_a_text_becomes_what_it_was_and_its_edit_can_be_seen(desk: Desk, patch: Patch, clock: Clock) -> None:
    first, _ = patch(), patch(title="Another", tags=["ships"])
    clock.advance(minutes=1)
    after = undo(desk).article
    assert (after.title, after.tags, after.updated, after.edited) == (first.article.title, (), first.article.updated, clock())


def test_an_undo_of_an_undo_is_a_redo(desk: Desk, patch: Patch) -> None:
    patch()
    patch(title="Another")
    undo(desk)
    assert undo(desk).article.title == "Another"
    assert [each["what"] for each in desk.versions(TAG, None, 9)] == ["undone", "undone", "changed", "new"]


def test_the_first_version_cannot_be_undone(desk: Desk, patch: Patch) -> None:
    patch()
    with pytest.raises(UnknownVersion):
        undo(desk)


def test_a_withdrawal_is_undone_by_bringing_the_article_back(desk: Desk, patch: Patch, clock: Clock) -> None:
    before = patch()
    clock.advance(minutes=1)
    desk.withdraw(TAG, "Gone.")
    assert undo(desk) == before


def test_a_restored_article_is_withdrawn_anew_with_its_notice(desk: Desk, patch: Patch, clock: Clock) -> None:
    patch()
    desk.withdraw(TAG, "Gone.")
    patch(withdrawal=None)
    clock.advance(minutes=1)
    withdrawal = undo(desk).withdrawal
    assert withdrawal is not None
    assert (withdrawal.at, withdrawal.notice, withdrawal.seen) == (clock(), "Gone.", True)


def test_another_notice_is_undone_without_another_withdrawal(desk: Desk, patch: Patch, clock: Clock) -> None:
    patch()
    first = desk.withdraw(TAG, "Gone.").thing
    clock.advance(minutes=1)
    desk.withdraw(TAG, "Really gone.")
    assert undo(desk) == first


def test_a_correction_is_undone_with_its_text_and_updated_stays(desk: Desk, patch: Patch, clock: Clock) -> None:
    patch()
    note = {"note": "It was longer.", "at": NOW.isoformat()}
    corrected = patch(content="<p>Longer.</p>", corrections=[note]).article
    clock.advance(minutes=1)
    after = undo(desk).article
    assert (after.content, after.corrections) == (story()["content"], ())
    assert (after.updated, after.edited) == (corrected.updated, clock())


def test_what_readers_have_seen_becomes_neither_a_draft_nor_scheduled(desk: Desk, patch: Patch, clock: Clock) -> None:
    patch(draft=True)
    patch(published=(clock() + 60 * MINUTE).isoformat(), draft=False)
    patch(published=clock().isoformat())
    for number in (1, 2):
        with pytest.raises(AlreadySeen):
            desk.go_back(TAG, number)


def test_what_nobody_has_seen_becomes_a_draft_again(desk: Desk, patch: Patch, clock: Clock) -> None:
    draft = patch(draft=True)
    patch(published=(clock() + 60 * MINUTE).isoformat(), draft=False)
    assert undo(desk) == draft
    assert undo(desk).status(clock()) is Status.SCHEDULED


def test_going_back_publishes_nothing_that_nobody_has_seen(desk: Desk, patch: Patch, clock: Clock) -> None:
    patch(published=(clock() + 10 * MINUTE).isoformat())
    patch(status="draft")
    clock.advance(minutes=20)
    with pytest.raises(Refused, match="nobody has seen the article"):
        undo(desk)


def test_a_section_that_was_retired_meanwhile_is_not_added_again(desk: Desk, patch: Patch, publisher: Publisher) -> None:
    publisher.put(section())
    patch(sections=["world"])
    patch(sections=[])
    publisher.profiles.retire(section_feed("world"))
    with pytest.raises(RetiredProfile):
        undo(desk)


def test_sections_are_found_by_the_name_they_have_now(desk: Desk, patch: Patch, publisher: Publisher) -> None:
    publisher.put(section())
    patch(sections=["world"])
    patch(title="Another")
    desk.patch_profile(section_feed("world"), {"slug": "globe"})
    assert undo(desk).article.sections == ("globe",)
    assert desk.version(TAG, 1).stored_article.article.sections == ("globe",)


def test_to_go_back_to_the_present_version_changes_nothing(desk: Desk, patch: Patch) -> None:
    patch()
    assert desk.go_back(TAG, 1).outcome is Outcome.UNCHANGED
