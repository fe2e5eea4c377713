"""The effect of an edit on an article's dates, names and lifecycle; repeating it changes nothing."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_rules import AHEAD
from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle, DeskSection
from byline.desk.publisher import Publisher
from byline.desk.shown import article_shown
from byline.edit_errors import AlreadySeen, NameTaken, PreconditionFailed, RetiredProfile, TooLarge, UnknownArticle
from byline.errors import Refused
from byline.intake.inputs import Origin
from byline.model.feed_key import FeedKey, section_feed
from byline.model.feed_state import SECOND
from byline.model.lifecycle import Status, StoredArticle
from byline.model.precondition import ANY
from byline.storage.desk_reader import ArticleRecord, DeskReader, ProfileRecord
from byline.storage.dynamodb import Table
from byline.storage.editing import EditResult, Outcome
from tests.support.desks import TAG, story
from tests.support.factories import NOW, Clock
from tests.support.preconditions import at_revision

MINUTE = timedelta(minutes=1)
ORIGIN = Origin("https://www.example.com", "example.com,2026")


@pytest.fixture
def desk(table: Table, publisher: Publisher, clock: Clock) -> Desk:
    return Desk(publisher, DeskReader(table), ORIGIN, clock)


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
    assert put(desk).outcome is Outcome.UNCHANGED
    published = put(desk, status="published").thing
    assert (published.article.published, published.status(clock.now)) == (clock.now, Status.PUBLISHED)


def test_an_embargo_stays_while_nothing_is_said_of_it(desk: Desk, clock: Clock) -> None:
    put(desk, published=NOW + 60 * MINUTE)
    assert [each["id"] for each in desk.scheduled()] == [TAG]
    assert put(desk, title="Another").thing.status(clock.now) is Status.SCHEDULED
    assert put(desk, published=NOW + 10 * MINUTE).thing.article.published == NOW + 10 * MINUTE
    clock.advance(minutes=10)
    assert desk.scheduled() == []


@pytest.mark.parametrize("changes", [{"status": "draft"}, {"published": NOW + 90 * MINUTE}, {"status": "withdrawn"}])
def test_an_embargo_that_is_taken_back_leaves_no_trace_in_any_feed(desk: Desk, clock: Clock, changes: dict[str, Any]) -> None:
    put(desk, published=NOW + 60 * MINUTE)
    before = desk.feeds()[0]
    assert before["next_release_at"] == "2026-03-14T13:00:00Z"
    clock.advance(minutes=30)
    put(desk, **changes)
    after = desk.feeds()[0]
    assert after.get("next_release_at") == ("2026-03-14T13:30:00Z" if "published" in changes else None)
    clock.advance(minutes=31)
    assert desk.feeds()[0] == after
    assert (after["revision"], after["changed_at"]) == (before["revision"], before["changed_at"])


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
    put(desk)
    with pytest.raises(Refused) as caught:
        put(desk, corrections=noted(1, 6))
    assert [(each.field, each.reason) for each in caught.value.problems] == [("corrections.1.at", "is in the future")]


def test_an_article_under_the_address_of_another_id_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        put(desk, id="urn:other")
    assert [problem.field for problem in caught.value.problems] == ["id"]
    put(desk)
    with pytest.raises(Refused) as caught:
        desk.patch_article(TAG, {"id": "urn:other", "title": "Another"})
    assert [problem.field for problem in caught.value.problems] == ["id"]
    assert put(desk, id=TAG).outcome is Outcome.UNCHANGED


def test_a_clock_that_is_ahead_does_not_keep_from_publishing_now(desk: Desk, clock: Clock) -> None:
    ahead = {"status": "published", "published": NOW + 2 * SECOND}
    assert put(desk, **ahead).thing.article.published == NOW
    clock.advance(seconds=1)
    assert put(desk, **ahead).outcome is Outcome.UNCHANGED
    with pytest.raises(Refused) as caught:
        put(desk, status="published", published=clock.now + AHEAD + SECOND)
    assert [problem.field for problem in caught.value.problems] == ["status"]


@pytest.mark.parametrize("sent", [{}, {"published": NOW + 60 * MINUTE}], ids=["now", "later"])
def test_a_new_article_was_not_updated_in_the_future(desk: Desk, sent: dict[str, Any]) -> None:
    latest = sent.get("published", NOW) + AHEAD
    with pytest.raises(Refused) as caught:
        put(desk, **sent, updated=latest + SECOND)
    assert [(each.field, each.reason) for each in caught.value.problems] == [("updated", "is in the future")]
    assert put(desk, **sent, updated=latest).thing.article.updated == latest
    assert put(desk, **sent, updated=latest).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("waits", [15 * SECOND, 60 * MINUTE], ids=["counts as seen", "unseen"])
def test_what_is_published_before_its_time_was_not_updated_at_that_time(desk: Desk, waits: timedelta) -> None:
    put(desk, published=NOW + waits, updated=NOW + waits + MINUTE)
    article = desk.patch_article(TAG, {"status": "published"}).thing.article
    assert (article.published, article.updated) == (NOW, NOW)


def test_a_correction_moves_updated_even_if_it_is_ahead_of_the_clock(desk: Desk) -> None:
    put(desk, published=NOW, updated=NOW + MINUTE)
    assert put(desk, corrections=noted(0)).thing.article.updated == NOW + MINUTE + SECOND


def test_null_removes_nothing_from_an_article_that_is_new(desk: Desk) -> None:
    assert put(desk, published=None).thing.article.published == NOW


def test_a_withdrawn_article_comes_back_with_the_time_it_had(desk: Desk, clock: Clock) -> None:
    put(desk)
    clock.advance(hours=1)
    gone = desk.withdraw(TAG, "Wrong.", ANY)
    assert gone.outcome is Outcome.CHANGED
    assert desk.withdraw(TAG, "Wrong.", ANY).outcome is Outcome.UNCHANGED
    assert put(desk, withdrawal=None).thing.article.published == NOW


def test_a_withdrawn_article_can_be_sent_back_as_a_draft_only_if_nobody_saw_it(desk: Desk, clock: Clock) -> None:
    put(desk)
    desk.withdraw(TAG, "", ANY)
    with pytest.raises(AlreadySeen):
        put(desk, status="draft")
    unseen = DeskArticle(**story(status="draft", url="https://www.example.com/unseen"))
    desk.put_article("urn:unseen", unseen, ANY)
    desk.withdraw("urn:unseen", "", ANY)
    assert desk.put_article("urn:unseen", unseen, ANY).thing.draft is True


def test_a_draft_is_published_now_by_who_only_changes_its_status_in_what_is_shown(desk: Desk, clock: Clock) -> None:
    put(desk, status="draft")
    clock.advance(hours=72)
    stored = desk.reader.article(TAG)
    shown = article_shown(stored.stored_article, stored.revision, clock())
    published = desk.put_article(TAG, DeskArticle(**{**shown, "status": "published"}), ANY).thing
    assert (published.status(clock()), published.article.published) == (Status.PUBLISHED, clock())


class MeanwhilePatched(DeskReader):
    """A reader after whose first answer another editor patches the article."""

    def __init__(self, table: Table, other: Desk, patch: dict[str, Any]) -> None:
        super().__init__(table)
        self.others = [lambda: other.patch_article(TAG, patch)]

    def article(self, article_id: str) -> ArticleRecord:
        record = super().article(article_id)
        while self.others:
            self.others.pop()()
        return record


@pytest.mark.parametrize("if_match", [False, True])
def test_two_patches_of_one_picture_at_the_same_time_are_both_made_or_refused(
    desk: Desk, publisher: Publisher, table: Table, clock: Clock, if_match: bool
) -> None:
    revision = put(desk, image={"url": "https://img.example.com/1.jpg", "alt": "Old", "credit": "Old"}).revision
    late = Desk(publisher, MeanwhilePatched(table, desk, {"image": {"alt": "A"}}), ORIGIN, clock)
    condition = at_revision(revision) if if_match else ANY
    with pytest.raises(PreconditionFailed) if if_match else nullcontext():
        late.patch_article(TAG, {"image": {"credit": "B"}}, condition)
    stored = desk.reader.article(TAG).stored_article.article.image
    assert stored
    assert (stored.alt, stored.credit) == ("A", "Old" if if_match else "B")


def test_two_patches_of_a_section_at_the_same_time_are_both_made(
    desk: Desk, publisher: Publisher, table: Table, clock: Clock
) -> None:
    picture = {"url": "https://img.example.com/1.jpg", "alt": "Old"}
    desk.put_profile(section_feed("sea"), DeskSection.model_validate({"title": "Sea", "image": picture}))
    reader = DeskReader(table)
    stored = reader.profile
    others = [lambda: desk.patch_profile(section_feed("sea"), {"image": {"alt": "A"}})]

    def profile(name: FeedKey) -> ProfileRecord:
        record = stored(name)
        while others:
            others.pop()()
        return record

    reader.profile = profile  # type: ignore[method-assign]
    Desk(publisher, reader, ORIGIN, clock).patch_profile(section_feed("sea"), {"image": {"credit": "B"}})
    image = desk.reader.profile(section_feed("sea")).profile.image
    assert image
    assert (image.alt, image.credit) == ("A", "B")


def test_a_dry_run_refuses_what_the_edit_itself_would(desk: Desk) -> None:
    for slug in ("sea", "land"):
        desk.put_profile(section_feed(slug), DeskSection(title=slug))
    with pytest.raises(NameTaken):
        desk.put_profile(section_feed("sea"), DeskSection(slug="land", title="sea"), dry_run=True)
    large = {"content": f"<p>{'x' * 290_000}</p>", "tags": [f"{number}{'船' * 990}" for number in range(34)]}
    with pytest.raises(TooLarge):
        desk.put_article(TAG, DeskArticle(**story(**large)), dry_run=True)
    with pytest.raises(UnknownArticle):
        desk.reader.article(TAG)


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
        desk.put_profile(world, DeskSection(title="Again", slug="again"), ANY)
    assert desk.put_profile(world, DeskSection(title="Again"), ANY).outcome is Outcome.CHANGED
