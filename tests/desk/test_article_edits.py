"""An article after an edit depends only on the edit, the stored article and the time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from byline.desk.article_edits import AS_STORED, PutArticle, WithdrawArticle, decide
from byline.desk.article_rules import AHEAD
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.edit_errors import AlreadySeen, RetiredProfile, UnknownArticle, UnknownProfile, Withdrawn
from byline.errors import Refused
from byline.model.feed_key import SITE, author_feed, section_feed
from byline.model.feed_state import SECOND, Head
from byline.model.kinds import feeds_of
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from byline.storage.feed_lookup import StoredFeed, StoredFeeds
from tests.support.factories import DRAFT, NOW, article, correction, full_article

WORLD, SEA, GLOBAL, JANE = section_feed("world"), section_feed("sea"), section_feed("global"), author_feed("jane-doe")
HEAD = Head("r1", NOW)
FEEDS: StoredFeeds = {key: StoredFeed(key, HEAD) for key in (SITE, WORLD, SEA, JANE)}
RETIRED: StoredFeeds = {**FEEDS, WORLD: StoredFeed(WORLD, replace(HEAD, retired=True))}
HOUR = timedelta(hours=1)
SEEN = StoredArticle(article())
WITHDRAWAL = Withdrawal(at=NOW - HOUR, notice="Gone.", seen=True)
WITHDRAWN = StoredArticle(article(), withdrawal=WITHDRAWAL)
DRAFTED = StoredArticle(article(), draft=True)
WAITING = StoredArticle(article(published=NOW + HOUR))
UNSEEN = replace(DRAFTED, withdrawal=Withdrawal(at=NOW - HOUR))
MISSED = StoredArticle(article(), withdrawal=Withdrawal(at=NOW - HOUR))
"""It was withdrawn before its time, which has passed meanwhile."""

OTHER_VALUES: dict[str, Any] = {
    "url": "https://www.example.com/other",
    "title": "Other",
    "summary": "Other.",
    "content": "<p>Other.</p>",
    "language": "fr",
    "sections": (),
    "authors": (),
    "tags": (),
    "image": None,
    "enclosures": (),
}
"""Another value of each field whose change has no rule of its own; `full_article` has all of them."""


def put(before: StoredArticle | None = None, feeds: StoredFeeds = FEEDS, /, **changes: Any) -> StoredArticle:
    lifecycle = changes.pop("lifecycle", AS_STORED)
    return decide(PutArticle(article(**changes), lifecycle=lifecycle), before, feeds, NOW)


def test_a_new_article_is_stored_as_it_comes_in_the_feeds_of_what_it_names() -> None:
    assert put() == StoredArticle(article())
    assert put().feeds == (SITE, WORLD, JANE)
    assert put(lifecycle=DRAFT) == StoredArticle(article(), draft=True)


def test_the_same_article_again_is_what_is_stored() -> None:
    assert put(SEEN) == SEEN


def test_the_feeds_of_an_article_follow_from_what_it_names_at_every_edit() -> None:
    selected = StoredArticle(article(), feeds=(SITE, WORLD, JANE, GLOBAL))
    assert put(selected).feeds == feeds_of(article())
    assert put(SEEN, sections=()).feeds == (SITE, JANE)


def test_an_article_names_sections_by_the_names_they_are_stored_under_and_each_once() -> None:
    feeds = {**FEEDS, GLOBAL: StoredFeed(WORLD, HEAD)}
    assert put(None, feeds, sections=("global", "world")).article.sections == ("world",)


def test_an_article_may_name_a_section_whose_head_is_lost() -> None:
    assert put(None, {**FEEDS, WORLD: StoredFeed(WORLD, None)}).article.sections == ("world",)


def test_an_article_that_names_nothing_that_exists_is_refused_with_all_of_it() -> None:
    with pytest.raises(UnknownProfile) as caught:
        put(sections=("world", "nowhere"), authors=("nobody",))
    assert caught.value.profiles == ("sections/nowhere", "authors/nobody")


def test_a_retired_section_is_kept_by_the_articles_that_have_it_and_taken_by_no_other() -> None:
    assert put(SEEN, RETIRED, title="Corrected").article.sections == ("world",)
    with pytest.raises(RetiredProfile, match="sections/world"):
        put(None, RETIRED)


@pytest.mark.parametrize("before", [SEEN, WITHDRAWN], ids=["published", "withdrawn"])
@pytest.mark.parametrize(
    "changes",
    [{"lifecycle": DRAFT}, {"lifecycle": StatedLifecycle(Status.SCHEDULED), "published": NOW + HOUR}],
    ids=["draft", "to come"],
)
def test_what_readers_have_seen_neither_waits_nor_is_a_draft(before: StoredArticle, changes: dict[str, Any]) -> None:
    with pytest.raises(AlreadySeen):
        restated(before, **changes)


def test_what_a_clock_that_is_behind_calls_scheduled_has_been_seen() -> None:
    """The editor's clock is 4 s behind: readers have had the article for 2 s."""
    before = StoredArticle(article(published=NOW + 2 * SECOND))
    assert withdraw(before).withdrawal == Withdrawal(at=NOW, seen=True)
    for changes in ({"lifecycle": DRAFT}, {"published": NOW + 3 * SECOND}):
        with pytest.raises(AlreadySeen):
            restated(before, **changes)


def test_an_article_just_before_its_release_may_be_changed_and_come_earlier() -> None:
    before = StoredArticle(article(published=NOW + 2 * SECOND))
    assert put(before, published=before.article.published) == before
    assert restated(before, title="Other").article.published == before.article.published
    assert restated(before, published=NOW).article.published == NOW


def test_a_withdrawn_article_stays_withdrawn_if_it_comes_with_its_withdrawal() -> None:
    assert put(WITHDRAWN, lifecycle=StatedLifecycle(withdrawal=WITHDRAWAL)) == WITHDRAWN
    other = replace(WITHDRAWAL, notice="Not so.")
    assert put(WITHDRAWN, lifecycle=StatedLifecycle(withdrawal=other)).withdrawal == other


def withdraw(before: StoredArticle | None, notice: str | None = None) -> StoredArticle:
    return decide(WithdrawArticle(article().id, notice), before, FEEDS, NOW)


def test_a_withdrawal_says_when_and_whether_readers_had_seen_the_article() -> None:
    assert withdraw(SEEN, "Gone.") == StoredArticle(article(), withdrawal=Withdrawal(at=NOW, notice="Gone.", seen=True))
    for unseen in (StoredArticle(article(), draft=True), StoredArticle(article(published=NOW + HOUR))):
        assert withdraw(unseen) == replace(unseen, withdrawal=Withdrawal(at=NOW))


def test_a_withdrawal_made_again_keeps_its_time_and_may_change_its_notice() -> None:
    assert withdraw(WITHDRAWN) == withdraw(WITHDRAWN, "Gone.") == WITHDRAWN
    assert withdraw(WITHDRAWN, "").withdrawal == replace(WITHDRAWAL, notice="")
    assert withdraw(WITHDRAWN, "Not so.").withdrawal == replace(WITHDRAWAL, notice="Not so.")


def test_a_withdrawn_article_keeps_its_feeds() -> None:
    feeds = (SITE, WORLD, JANE, GLOBAL)
    assert withdraw(StoredArticle(article(), feeds=feeds)).feeds == feeds


def test_what_is_not_stored_cannot_be_withdrawn() -> None:
    with pytest.raises(UnknownArticle):
        withdraw(None)


def restated(before: StoredArticle | None = None, *, stated: Collection[str] | None = None, **changes: Any) -> StoredArticle:
    """The article after an edit that states only `changes`, or only the fields called `stated`."""
    lifecycle = changes.pop("lifecycle", AS_STORED)
    return decide(PutArticle(article(**changes), changes if stated is None else stated, lifecycle), before, FEEDS, NOW)


def dates(before: StoredArticle | None, lifecycle: StatedLifecycle = AS_STORED, **changes: Any) -> tuple[Any, Any]:
    after = restated(before, lifecycle=lifecycle, **changes).article
    return after.published, after.updated


@pytest.mark.parametrize("before", [SEEN, DRAFTED, WAITING], ids=["published", "draft", "scheduled"])
@pytest.mark.parametrize(("name", "value"), OTHER_VALUES.items(), ids=OTHER_VALUES)
def test_an_edit_changes_only_what_it_states(before: StoredArticle, name: str, value: Any) -> None:
    stored = replace(full_article(), published=before.article.published, updated=before.article.updated)
    full = StoredArticle(stored, before.draft)
    after = restated(full, **{name: value})
    edited = NOW if before is SEEN else None
    assert after == StoredArticle(replace(full.article, **{name: value}, edited=edited), before.draft)


def test_an_edit_that_states_nothing_changes_nothing() -> None:
    for before in (SEEN, DRAFTED, WAITING):
        assert restated(before, stated=(), title="Other", corrections=(), sections=()) == before


def test_a_summary_made_of_the_content_follows_it() -> None:
    made = StoredArticle(article(content="<p>Old words.</p>", summary="Old words."))
    sent = {"content": "<p>New words.</p>", "summary": "New words."}
    assert restated(made, stated=("content",), **sent).article.summary == "New words."
    written = StoredArticle(replace(made.article, summary="By hand."))
    assert restated(written, stated=("content",), **sent).article.summary == "By hand."


@pytest.mark.parametrize("before", [SEEN, DRAFTED, WAITING, WITHDRAWN, UNSEEN], ids=lambda each: each.status(NOW))
def test_an_article_sent_back_as_it_is_shown_stays_as_it_is(before: StoredArticle) -> None:
    lifecycle = StatedLifecycle(before.status(NOW), before.draft or None, withdrawal=before.withdrawal)
    assert decide(PutArticle(before.article, lifecycle=lifecycle), before, FEEDS, NOW) == before


def test_a_status_is_obeyed() -> None:
    assert restated(SEEN, lifecycle=StatedLifecycle(Status.WITHDRAWN)).withdrawal == Withdrawal(at=NOW, seen=True)
    assert restated(WAITING, lifecycle=DRAFT).status(NOW) is Status.DRAFT
    assert restated(DRAFTED, lifecycle=StatedLifecycle(Status.SCHEDULED), published=NOW + HOUR).status(NOW) is Status.SCHEDULED
    for before in (DRAFTED, WAITING):
        published = restated(before, lifecycle=StatedLifecycle(Status.PUBLISHED))
        assert (published.status(NOW), published.article.published) == (Status.PUBLISHED, NOW)
    assert restated(DRAFTED, lifecycle=StatedLifecycle(draft=False)).article.published == NOW
    assert restated(WAITING, lifecycle=StatedLifecycle(draft=False)) == WAITING


CONTRADICTIONS: dict[str, tuple[StoredArticle | None, StatedLifecycle, dict[str, Any], str]] = {
    "a draft that is published": (None, StatedLifecycle(Status.PUBLISHED, draft=True), {}, "draft"),
    "no draft that is a draft": (None, StatedLifecycle(Status.DRAFT, draft=False), {}, "draft"),
    "published later": (None, StatedLifecycle(Status.PUBLISHED), {"published": NOW + HOUR}, "status"),
    "scheduled for the past": (DRAFTED, StatedLifecycle(Status.SCHEDULED), {}, "published"),
    "withdrawn before it is stored": (None, StatedLifecycle(Status.WITHDRAWN), {}, "status"),
    "withdrawn and restored": (WITHDRAWN, StatedLifecycle(Status.WITHDRAWN, restores=True), {}, "withdrawal"),
    "restored unseen after its time": (MISSED, StatedLifecycle(restores=True), {}, "withdrawal"),
    "another withdrawal": (WITHDRAWN, StatedLifecycle(withdrawal=Withdrawal(at=NOW)), {}, "withdrawal"),
    "the withdrawal of what is published": (SEEN, StatedLifecycle(withdrawal=WITHDRAWAL), {}, "withdrawal"),
}


@pytest.mark.parametrize(("before", "lifecycle", "changes", "field"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_lifecycle_that_contradicts_itself_is_refused(
    before: StoredArticle | None, lifecycle: StatedLifecycle, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        restated(before, lifecycle=lifecycle, **changes)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_status_is_obeyed_beside_the_withdrawal_that_is_shown() -> None:
    published = restated(WITHDRAWN, lifecycle=StatedLifecycle(Status.PUBLISHED, withdrawal=WITHDRAWAL))
    assert (published.status(NOW), published.article.published) == (Status.PUBLISHED, WITHDRAWN.article.published)


@pytest.mark.parametrize("published", [NOW - HOUR, NOW + HOUR])
@pytest.mark.parametrize("draft", [False, True])
def test_a_draft_or_not_says_nothing_of_a_withdrawal(published: datetime, draft: bool) -> None:
    withdrawn = StoredArticle(article(published=published), withdrawal=Withdrawal(at=NOW))
    with pytest.raises(Withdrawn):
        restated(withdrawn, lifecycle=StatedLifecycle(draft=draft))
    after = restated(withdrawn, lifecycle=StatedLifecycle(draft=draft, aware=True))
    assert (after.withdrawal, after.draft, after.article.published) == (withdrawn.withdrawal, draft, published)


def test_an_embargo_of_a_draft_holds_until_its_status_says_published() -> None:
    drafted = StoredArticle(article(published=NOW + HOUR), draft=True)
    assert restated(drafted, lifecycle=StatedLifecycle(draft=False)).article.published == NOW + HOUR
    assert restated(drafted, lifecycle=StatedLifecycle(Status.PUBLISHED)).article.published == NOW


def test_what_nobody_has_seen_is_published_now_even_if_it_was_withdrawn_before_its_time() -> None:
    assert restated(MISSED, lifecycle=StatedLifecycle(Status.PUBLISHED)).article.published == NOW
    said = restated(MISSED, lifecycle=StatedLifecycle(restores=True), published=NOW - HOUR)
    assert (said.status(NOW), said.article.published) == (Status.PUBLISHED, NOW - HOUR)


@pytest.mark.parametrize("status", [None, Status.WITHDRAWN])
def test_what_readers_have_seen_is_not_scheduled_by_way_of_a_withdrawal(status: Status | None) -> None:
    with pytest.raises(AlreadySeen):
        restated(WITHDRAWN, lifecycle=StatedLifecycle(status, aware=True), published=NOW + HOUR)


def test_what_was_scheduled_when_it_was_read_may_be_called_so_when_it_is_due() -> None:
    due = StoredArticle(article(published=NOW))
    assert decide(PutArticle(due.article, lifecycle=StatedLifecycle(Status.SCHEDULED)), due, FEEDS, NOW) == due


def test_a_withdrawn_article_is_not_published_by_an_editor_who_does_not_know() -> None:
    with pytest.raises(Withdrawn):
        restated(WITHDRAWN, title="Other")
    after = restated(WITHDRAWN, title="Other", lifecycle=StatedLifecycle(aware=True))
    assert (after.article.title, after.withdrawal) == ("Other", WITHDRAWAL)


@pytest.mark.parametrize("before", [SEEN, DRAFTED, WAITING], ids=["published", "draft", "scheduled"])
def test_a_restored_article_is_what_it_was_before_it_was_withdrawn(before: StoredArticle) -> None:
    gone = decide(WithdrawArticle(article().id), before, FEEDS, NOW)
    restores = StatedLifecycle(restores=True)
    assert restated(gone, lifecycle=restores) == restated(before, lifecycle=restores) == before


def test_a_date_that_is_not_stated_stays_as_it_is() -> None:
    assert dates(SEEN) == (SEEN.article.published, SEEN.article.updated)
    assert dates(DRAFTED) == (DRAFTED.article.published, DRAFTED.article.published)
    own = StoredArticle(article(updated=NOW), draft=True)
    assert dates(own) == (own.article.published, NOW)
    assert dates(WAITING, published=NOW + 2 * HOUR) == (NOW + 2 * HOUR, NOW + 2 * HOUR)
    assert dates(WAITING, published=NOW - HOUR) == (NOW - HOUR, NOW - HOUR)


def test_an_edit_without_a_correction_says_when_it_was_made() -> None:
    edited = restated(SEEN, title="Other")
    assert (edited.article.edited, edited.article.updated) == (NOW, SEEN.article.updated)
    assert restated(edited, title="Other") == edited
    assert restated(edited, corrections=(correction(at=NOW),)).article.edited is None
    for unseen in (None, DRAFTED, WAITING):
        assert restated(unseen, title="Other").article.edited is None


def test_a_new_article_may_have_been_updated_elsewhere() -> None:
    assert dates(None, published=NOW - 2 * HOUR, updated=NOW - HOUR) == (NOW - 2 * HOUR, NOW - HOUR)


def test_another_system_says_when_an_article_was_updated() -> None:
    edit = PutArticle(article(updated=NOW), ("updated",), trusts_dates=True)
    assert decide(edit, SEEN, FEEDS, NOW).article.updated == NOW
    assert decide(replace(edit, stated=("title",)), SEEN, FEEDS, NOW) == SEEN


def test_updated_moves_only_with_a_correction() -> None:
    assert dates(SEEN, corrections=(correction(at=NOW),))[1] == NOW
    with pytest.raises(Refused, match="updated"):
        dates(SEEN, updated=NOW)


@pytest.mark.parametrize("at", [SEEN.article.updated, SEEN.article.updated - AHEAD])
def test_a_correction_that_is_dated_before_the_last_change_moves_updated_to_the_time_of_the_edit(at: datetime) -> None:
    changed = replace(SEEN, article=replace(SEEN.article, corrections=(correction(at=NOW),)))
    later = NOW + HOUR
    new = article(corrections=(*changed.article.corrections, correction(note="It was another.", at=at)))
    after = decide(PutArticle(new, ("corrections",)), changed, FEEDS, later)
    assert after.article.updated == later
    assert decide(PutArticle(new, ("corrections",)), after, FEEDS, later + HOUR) == after


@pytest.mark.parametrize("before", [SEEN, None], ids=["published", "from elsewhere"])
def test_a_correction_is_not_dated_before_the_publication_by_more_than_what_clocks_differ(before: StoredArticle | None) -> None:
    early = correction(at=SEEN.article.published - AHEAD)
    assert restated(before, published=SEEN.article.published, corrections=(early,)).article.corrections == (early,)
    with pytest.raises(Refused, match=r"corrections\.0\.at: is before the article was published"):
        restated(before, published=SEEN.article.published, corrections=(replace(early, at=early.at - SECOND),))


def test_a_correction_lies_in_the_future_only_by_what_clocks_differ() -> None:
    assert dates(SEEN, corrections=(correction(at=NOW + AHEAD),))[1] == NOW
    with pytest.raises(Refused, match=r"corrections\.0\.at"):
        dates(SEEN, corrections=(correction(at=NOW + AHEAD + timedelta(seconds=1)),))


@pytest.mark.parametrize("before", [None, DRAFTED, WAITING], ids=["new", "draft", "scheduled"])
def test_what_nobody_has_read_yet_cannot_be_corrected(before: StoredArticle | None) -> None:
    with pytest.raises(Refused, match=r"corrections\.0: corrects what nobody has read yet"):
        restated(before, corrections=(correction(at=NOW),))


def test_an_article_from_elsewhere_brings_its_corrections() -> None:
    assert restated(None, published=NOW - HOUR, corrections=(correction(at=NOW),)).article.corrections == (correction(at=NOW),)
