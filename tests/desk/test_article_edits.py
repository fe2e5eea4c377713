"""An article after an edit depends only on the edit, the stored article and the time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_edits import AHEAD, PutArticle, StatedDates, WithdrawArticle, decide
from byline.errors import AlreadySeen, Refused, RetiredProfile, UnknownArticle, UnknownProfile
from byline.model.feed_key import SITE, author_feed, section_feed
from byline.model.feed_state import SECOND, Head
from byline.model.kinds import feeds_of
from byline.model.lifecycle import StoredArticle, Withdrawal
from byline.storage.feed_lookup import StoredFeed, StoredFeeds
from tests.support.factories import NOW, article, correction

WORLD, GLOBAL, JANE = section_feed("world"), section_feed("global"), author_feed("jane-doe")
HEAD = Head("r1", NOW)
FEEDS: StoredFeeds = {key: StoredFeed(key, HEAD) for key in (SITE, WORLD, JANE)}
RETIRED: StoredFeeds = {**FEEDS, WORLD: StoredFeed(WORLD, replace(HEAD, retired=True))}
HOUR = timedelta(hours=1)
SEEN = StoredArticle(article())
WITHDRAWAL = Withdrawal(at=NOW - HOUR, notice="Gone.", seen=True)
WITHDRAWN = StoredArticle(article(), withdrawal=WITHDRAWAL)


def put(before: StoredArticle | None = None, feeds: StoredFeeds = FEEDS, /, **changes: Any) -> StoredArticle:
    stated = {name: changes.pop(name) for name in ("draft", "withdrawal", "dates") if name in changes}
    return decide(PutArticle(article(**changes), **stated), before, feeds, NOW)


def test_a_new_article_is_stored_as_it_comes_in_the_feeds_of_what_it_names() -> None:
    assert put() == StoredArticle(article())
    assert put().feeds == (SITE, WORLD, JANE)
    assert put(draft=True) == StoredArticle(article(), draft=True)


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
@pytest.mark.parametrize("changes", [{"draft": True}, {"published": NOW + HOUR}], ids=["draft", "to come"])
def test_what_readers_have_seen_neither_waits_nor_is_a_draft(before: StoredArticle, changes: dict[str, Any]) -> None:
    with pytest.raises(AlreadySeen):
        put(before, **changes)


def test_what_a_clock_that_is_behind_calls_scheduled_has_been_seen() -> None:
    """The editor's clock is 4 s behind: readers have had the article for 2 s."""
    before = StoredArticle(article(published=NOW + 2 * SECOND))
    assert withdraw(before).withdrawal == Withdrawal(at=NOW, seen=True)
    for changes in ({"draft": True}, {"published": NOW + 3 * SECOND}):
        with pytest.raises(AlreadySeen):
            put(before, **changes)


def test_an_article_just_before_its_release_may_be_changed_and_come_earlier() -> None:
    before = StoredArticle(article(published=NOW + 2 * SECOND))
    for changes in ({"title": "Other"}, {}):
        assert put(before, **{"published": before.article.published, **changes}).article.published == before.article.published
    assert put(before, published=NOW).article.published == NOW


def test_a_withdrawn_article_stays_withdrawn_if_it_comes_with_its_withdrawal() -> None:
    assert put(WITHDRAWN, withdrawal=WITHDRAWAL, draft=True) == WITHDRAWN
    assert put(WITHDRAWN) == SEEN
    for before in (None, SEEN, replace(WITHDRAWN, withdrawal=Withdrawal(at=NOW))):
        with pytest.raises(Refused, match="withdrawal"):
            put(before, withdrawal=WITHDRAWAL)


def withdraw(before: StoredArticle | None, notice: str = "") -> StoredArticle:
    return decide(WithdrawArticle(article().id, notice), before, FEEDS, NOW)


def test_a_withdrawal_says_when_and_whether_readers_had_seen_the_article() -> None:
    assert withdraw(SEEN, "Gone.") == StoredArticle(article(), withdrawal=Withdrawal(at=NOW, notice="Gone.", seen=True))
    for unseen in (StoredArticle(article(), draft=True), StoredArticle(article(published=NOW + HOUR))):
        assert withdraw(unseen) == StoredArticle(unseen.article, withdrawal=Withdrawal(at=NOW))


def test_a_withdrawal_made_again_keeps_its_time_and_may_change_its_notice() -> None:
    assert withdraw(WITHDRAWN, "Gone.") == WITHDRAWN
    assert withdraw(WITHDRAWN, "Not so.").withdrawal == replace(WITHDRAWAL, notice="Not so.")


def test_a_withdrawn_article_keeps_its_feeds() -> None:
    feeds = (SITE, WORLD, JANE, GLOBAL)
    assert withdraw(StoredArticle(article(), feeds=feeds)).feeds == feeds


def test_what_is_not_stored_cannot_be_withdrawn() -> None:
    with pytest.raises(UnknownArticle):
        withdraw(None)


def dates(before: StoredArticle | None, stated: StatedDates, **changes: Any) -> tuple[Any, Any]:
    """`published` and `updated` of an article that has NOW for both, as the desk sets them if there are no dates."""
    after = put(before, dates=stated, **{"published": NOW, "updated": NOW, **changes}).article
    return after.published, after.updated


def test_without_stated_dates_an_article_has_those_it_comes_with() -> None:
    assert put(SEEN, published=NOW - 2 * HOUR, updated=NOW).article.updated == NOW


def test_a_date_that_is_not_stated_stays_as_it_is() -> None:
    assert dates(None, StatedDates()) == (NOW, NOW)
    assert dates(SEEN, StatedDates()) == (SEEN.article.published, SEEN.article.updated)
    draft = StoredArticle(article(), draft=True)
    assert dates(draft, StatedDates(), draft=True) == (draft.article.published, draft.article.published)
    assert dates(draft, StatedDates()) == (NOW, NOW)


def test_a_new_article_may_have_been_updated_elsewhere() -> None:
    assert dates(None, StatedDates(NOW - 2 * HOUR, NOW - HOUR)) == (NOW - 2 * HOUR, NOW - HOUR)


def test_updated_moves_only_with_a_correction() -> None:
    assert dates(SEEN, StatedDates(), corrections=(correction(at=NOW),))[1] == NOW
    with pytest.raises(Refused, match="updated"):
        dates(SEEN, StatedDates(updated=NOW))


def test_a_correction_lies_in_the_future_only_by_what_clocks_differ() -> None:
    assert dates(SEEN, StatedDates(), corrections=(correction(at=NOW + AHEAD),))[1] == NOW
    with pytest.raises(Refused, match=r"corrections\.0\.at"):
        dates(SEEN, StatedDates(), corrections=(correction(at=NOW + AHEAD + timedelta(seconds=1)),))
