"""What an edit did, given the article before and after it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from byline.model.lifecycle import StoredArticle, Withdrawal
from byline.model.versions import What, changed_fields, what_happened
from tests.support.factories import NOW, article, correction

PUBLISHED = StoredArticle(article())
DRAFT = StoredArticle(article(), draft=True)
SCHEDULED = StoredArticle(article(published=NOW + timedelta(hours=1)))
WITHDRAWN = StoredArticle(article(), withdrawal=Withdrawal(at=NOW))
CORRECTED = StoredArticle(article(corrections=(correction(),), updated=NOW))


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (None, DRAFT, What.NEW),
        (DRAFT, PUBLISHED, What.PUBLISHED),
        (DRAFT, SCHEDULED, What.SCHEDULED),
        (SCHEDULED, DRAFT, What.DRAFT),
        (SCHEDULED, PUBLISHED, What.PUBLISHED),
        (PUBLISHED, WITHDRAWN, What.WITHDRAWN),
        (WITHDRAWN, PUBLISHED, What.RESTORED),
        (WITHDRAWN, replace(WITHDRAWN, withdrawal=Withdrawal(at=NOW, notice="Gone.")), What.CHANGED),
        (PUBLISHED, CORRECTED, What.CORRECTED),
        (CORRECTED, PUBLISHED, What.CHANGED),
        (PUBLISHED, StoredArticle(article(title="Another")), What.CHANGED),
    ],
)
def test_what_an_edit_did_follows_from_the_article_before_and_after(
    before: StoredArticle | None, after: StoredArticle, what: What
) -> None:
    assert what_happened(before, after, NOW) is what


def test_the_fields_that_changed_are_named() -> None:
    assert changed_fields(None, PUBLISHED) == ()
    assert changed_fields(PUBLISHED, PUBLISHED) == ()
    assert changed_fields(PUBLISHED, CORRECTED) == ("updated", "corrections")
    assert changed_fields(PUBLISHED, replace(WITHDRAWN, draft=True)) == ("draft", "withdrawal")
