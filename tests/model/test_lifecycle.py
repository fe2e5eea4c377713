"""The status of an article at a given time, whether readers have seen it, and its feeds."""

from datetime import timedelta

import pytest

from byline.errors import Refused
from byline.model.feed_key import SITE
from byline.model.feed_state import MARGIN
from byline.model.kinds import feeds_of
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from tests.support.factories import NOW, article

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("stored_article", "status", "seen"),
    [
        (StoredArticle(article(published=NOW)), Status.PUBLISHED, True),
        (StoredArticle(article(published=NOW + MARGIN)), Status.SCHEDULED, True),
        (StoredArticle(article(published=NOW + MARGIN + SECOND)), Status.SCHEDULED, False),
        (StoredArticle(article(), draft=True), Status.DRAFT, False),
        (StoredArticle(article(), withdrawal=Withdrawal(at=NOW, seen=True)), Status.WITHDRAWN, True),
        (StoredArticle(article(), withdrawal=Withdrawal(at=NOW)), Status.WITHDRAWN, False),
    ],
)
def test_an_article_is_in_one_state_which_decides_whether_it_was_seen(
    stored_article: StoredArticle, status: Status, seen: bool
) -> None:
    assert (stored_article.status(NOW), stored_article.has_been_seen(NOW)) == (status, seen)


def test_an_embargo_lifts_exactly_at_its_second() -> None:
    stored_article = StoredArticle(article(published=NOW))
    assert stored_article.status(NOW - timedelta(microseconds=1)) is Status.SCHEDULED
    assert stored_article.status(NOW) is Status.PUBLISHED


def test_what_was_withdrawn_unseen_stays_unseen_when_its_time_has_come() -> None:
    stored_article = StoredArticle(article(published=NOW + SECOND), withdrawal=Withdrawal(at=NOW))
    assert not stored_article.has_been_seen(NOW + 2 * SECOND)


def test_a_draft_is_not_published_by_its_time() -> None:
    assert StoredArticle(article(published=NOW), draft=True).status(NOW + timedelta(days=1)) is Status.DRAFT


@pytest.mark.parametrize("notice", ["two\nlines", " spaces ", "\x00", "x" * 1001, 7])
def test_a_notice_is_one_line_of_text(notice: str) -> None:
    with pytest.raises(Refused, match="withdrawal: notice"):
        Withdrawal(at=NOW, notice=notice)


def test_a_withdrawal_has_a_time_in_utc_and_whole_seconds() -> None:
    with pytest.raises(Refused, match="withdrawal: at"):
        Withdrawal(at=NOW + timedelta(microseconds=1))


def test_an_article_belongs_to_the_feeds_of_what_it_names_unless_it_says_otherwise() -> None:
    assert StoredArticle(article()).feeds == feeds_of(article())
    assert StoredArticle(article(), feeds=(SITE,)).feeds == (SITE,)
    assert StoredArticle(article()) != StoredArticle(article(), feeds=(SITE,))
