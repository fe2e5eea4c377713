"""The effect of an edit on an article's dates, names and lifecycle; repeating it changes nothing."""

from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_edits import AHEAD
from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle, DeskSection
from byline.desk.publisher import Publisher
from byline.errors import AlreadySeen, Refused, RetiredProfile, UnknownArticle
from byline.intake.inputs import Origin
from byline.model.feed_key import section_feed
from byline.model.lifecycle import Status, StoredArticle
from byline.model.precondition import ANY
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import EditResult, Outcome
from tests.support.desks import TAG, story
from tests.support.factories import NOW, Clock

MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(table: Table, publisher: Publisher, clock: Clock) -> Desk:
    return Desk(publisher, DeskReader(table), Origin("https://www.example.com", "example.com,2026"), clock)


def put(desk: Desk, **changes: Any) -> EditResult[StoredArticle]:
    return desk.put_article(TAG, DeskArticle(**story(**changes)), ANY)


def noted(*minutes: float) -> list[dict[str, Any]]:
    """A correction at each of these minutes after NOW."""
    return [{"note": f"Corrected {minute}.", "at": NOW + timedelta(minutes=minute)} for minute in minutes]


def test_an_article_without_dates_is_published_now_and_keeps_that_time(desk: Desk, clock: Clock) -> None:
    first = put(desk).thing.article
    assert (first.published, first.updated) == (NOW, NOW)
    clock.advance(hours=1)
    assert put(desk).outcome is Outcome.UNCHANGED
    again = put(desk, title="Another").thing.article
    assert (again.published, again.updated) == (NOW, NOW)


def test_an_old_article_from_elsewhere_may_say_when_it_was_updated(desk: Desk) -> None:
    sent = {"published": NOW - timedelta(days=9), "updated": NOW - timedelta(days=8)}
    article = put(desk, **sent).thing.article
    assert {"published": article.published, "updated": article.updated} == sent


def test_a_draft_sent_again_changes_nothing_and_is_published_when_it_no_longer_is_one(desk: Desk, clock: Clock) -> None:
    assert put(desk, draft=True).thing.status(NOW) is Status.DRAFT
    clock.advance(hours=1)
    assert put(desk, draft=True).outcome is Outcome.UNCHANGED
    published = put(desk).thing
    assert (published.article.published, published.status(clock.now)) == (clock.now, Status.PUBLISHED)


def test_an_embargo_stays_while_nothing_is_said_of_it(desk: Desk, clock: Clock) -> None:
    put(desk, published=NOW + 60 * MINUTE)
    assert [each["id"] for each in desk.scheduled()] == [TAG]
    assert put(desk, title="Another").thing.status(clock.now) is Status.SCHEDULED
    assert put(desk, published=NOW + 10 * MINUTE).thing.article.published == NOW + 10 * MINUTE
    clock.advance(minutes=10)
    assert desk.scheduled() == []


def test_updated_moves_with_a_correction_to_its_time(desk: Desk, clock: Clock) -> None:
    put(desk)
    clock.advance(hours=1)
    assert put(desk, corrections=noted(30)).thing.article.updated == NOW + 30 * MINUTE
    assert put(desk, corrections=noted(30), title="Another").thing.article.updated == NOW + 30 * MINUTE
    assert put(desk, corrections=noted(30, 45)).thing.article.updated == NOW + 45 * MINUTE
    assert put(desk).thing.article.updated == NOW + 45 * MINUTE


def test_updated_does_not_move_without_one(desk: Desk, clock: Clock) -> None:
    put(desk)
    clock.advance(hours=1)
    with pytest.raises(Refused) as caught:
        put(desk, updated=NOW + 30 * MINUTE, title="Another")
    assert [problem.field for problem in caught.value.problems] == ["updated"]
    assert put(desk, updated=NOW + 30 * MINUTE, corrections=noted(30)).outcome is Outcome.CHANGED


def test_a_correction_may_be_as_far_ahead_as_clocks_go_wrong_but_updated_is_never_in_the_future(desk: Desk, clock: Clock) -> None:
    put(desk)
    clock.advance(minutes=1)
    article = put(desk, corrections=noted(1 + AHEAD / MINUTE)).thing.article
    assert article.updated == clock.now
    clock.advance(minutes=1)
    assert put(desk, corrections=noted(1 + AHEAD / MINUTE)).outcome is Outcome.UNCHANGED


def test_a_correction_in_the_future_is_refused_by_its_place(desk: Desk) -> None:
    for changes in ({}, {"draft": True}):
        with pytest.raises(Refused) as caught:
            put(desk, corrections=noted(1, 6), **changes)
        assert [(each.field, each.reason) for each in caught.value.problems] == [("corrections.1.at", "is in the future")]


def test_an_article_under_the_address_of_another_id_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        put(desk, id="urn:other")
    assert [problem.field for problem in caught.value.problems] == ["id"]
    assert put(desk, id=TAG).outcome is Outcome.NEW


def test_a_withdrawn_article_comes_back_with_the_time_it_had(desk: Desk, clock: Clock) -> None:
    put(desk)
    clock.advance(hours=1)
    gone = desk.withdraw(TAG, "Wrong.", ANY)
    assert gone.outcome is Outcome.CHANGED
    assert desk.withdraw(TAG, "Wrong.", ANY).outcome is Outcome.UNCHANGED
    assert put(desk).thing.article.published == NOW


def test_a_withdrawn_article_can_be_sent_back_as_a_draft_only_if_nobody_saw_it(desk: Desk, clock: Clock) -> None:
    put(desk)
    desk.withdraw(TAG, "", ANY)
    with pytest.raises(AlreadySeen):
        put(desk, draft=True)
    unseen = DeskArticle(**story(draft=True))
    desk.put_article("urn:unseen", unseen, ANY)
    desk.withdraw("urn:unseen", "", ANY)
    assert desk.put_article("urn:unseen", unseen, ANY).thing.draft is True


def test_what_never_was_cannot_be_withdrawn(desk: Desk) -> None:
    with pytest.raises(UnknownArticle):
        desk.withdraw("urn:never", "", ANY)


def test_an_article_is_returned_with_the_names_that_its_sections_have_now(desk: Desk) -> None:
    world = section_feed("world")
    desk.put_profile(world, DeskSection(title="World"), ANY)
    put(desk, sections=["world"])
    renamed = desk.put_profile(world, DeskSection(title="World", slug="global"), ANY)
    assert (renamed.thing.slug, renamed.outcome) == ("global", Outcome.CHANGED)
    assert put(desk, sections=["world"]).thing.article.sections == ("global",)
    assert put(desk, sections=["global"]).outcome is Outcome.UNCHANGED
    assert desk.withdraw(TAG, "", ANY).thing.article.sections == ("global",)
    assert [feed["feed"] for feed in desk.feeds()] == ["site", "sections/global"]


def test_an_old_name_without_another_changes_the_section_it_leads_to(desk: Desk) -> None:
    world = section_feed("world")
    desk.put_profile(world, DeskSection(title="World"), ANY)
    desk.put_profile(world, DeskSection(title="World", slug="global"), ANY)
    for name in ("world", "global"):
        assert desk.put_profile(section_feed(name), DeskSection(title=f"{name}!"), ANY).thing.slug == "global"
    desk.retire(section_feed("global"), ANY)
    with pytest.raises(RetiredProfile):
        desk.put_profile(world, DeskSection(title="Again", slug="planet"), ANY)
    assert desk.put_profile(world, DeskSection(title="Again"), ANY).thing.slug == "global"
