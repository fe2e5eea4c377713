"""What lists show of an article is derived from it, and read as it was written."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from byline.errors import Refused
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from byline.storage.article_lists import listing_from, listing_item, listing_of
from byline.storage.finding_keys import ranges
from tests.support.factories import NOW, article, full_article

SECOND = timedelta(seconds=1)
GONE = Withdrawal(at=NOW, notice="Gone.", seen=True)


@pytest.mark.parametrize(
    ("stored", "pk"),
    [
        (StoredArticle(full_article()), "LIST#published"),
        (StoredArticle(article(published=NOW + SECOND)), "LIST#published"),
        (StoredArticle(article(sections=(), authors=()), draft=True), "LIST#draft"),
        (StoredArticle(article(), withdrawal=GONE), "LIST#withdrawn"),
        (StoredArticle(article(), draft=True, withdrawal=Withdrawal(at=NOW)), "LIST#withdrawn"),
    ],
)
def test_an_article_is_in_the_list_of_its_status_and_read_as_it_was_written(stored: StoredArticle, pk: str) -> None:
    item = listing_item(stored)
    assert item["pk"] == pk
    assert listing_from(item) == listing_of(stored)
    for now in (NOW, NOW + SECOND):
        assert listing_of(stored).status(now) == stored.status(now)


def test_a_change_of_the_text_leaves_the_list_alone() -> None:
    changed = replace(article(), content="<p>Other.</p>", summary="Other.")
    assert listing_item(StoredArticle(changed)) == listing_item(StoredArticle(article()))


@pytest.mark.parametrize("damage", [{"title": None}, {"url": None}, {"sections": 7}, {"sk": "yesterday#urn:1"}, {"tags": 3}])
def test_a_damaged_item_is_refused(damage: dict[str, Any]) -> None:
    item = {name: value for name, value in {**listing_item(StoredArticle(article())), **damage}.items() if value is not None}
    with pytest.raises(Refused):
        listing_from(item)


def test_what_is_published_this_second_is_not_scheduled() -> None:
    sk = listing_item(StoredArticle(article(published=NOW)))["sk"]
    ((_, published),), ((_, scheduled),) = (
        [(each.pk, each.between) for each in ranges(status, NOW, None, None)] for status in (Status.PUBLISHED, Status.SCHEDULED)
    )
    assert published[0] <= sk <= published[1] < scheduled[1]
    assert not scheduled[0] <= sk <= scheduled[1]


def test_a_span_begins_with_its_first_second_and_ends_before_its_last() -> None:
    sk = listing_item(StoredArticle(article(published=NOW)))["sk"]
    for since, until, is_in in ((NOW, NOW + SECOND, True), (NOW - SECOND, NOW, False), (NOW + SECOND, None, False)):
        (found,) = ranges(Status.DRAFT, NOW, since, until)
        assert (found.between[0] <= sk <= found.between[1]) is is_in


@pytest.mark.parametrize(
    ("status", "since", "until"),
    [(Status.SCHEDULED, None, NOW), (Status.PUBLISHED, NOW + SECOND, None), (None, NOW, NOW), (None, NOW, NOW - SECOND)],
)
def test_a_span_in_which_nothing_can_be_takes_no_request(status: Any, since: Any, until: Any) -> None:
    assert ranges(status, NOW, since, until) == []
