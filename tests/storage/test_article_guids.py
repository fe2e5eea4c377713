"""A guid is one article's, whatever happens at the same time, and stays once readers have seen the article."""

from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_edits import AS_STORED, PutArticle
from byline.desk.erasing import Eraser
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.desk.undoing import ReturnArticle
from byline.edit_errors import GuidTaken
from byline.errors import Refused
from byline.storage.article_guids import holders_of_guids
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome
from tests.support.factories import NOW, Clock, article, counter

GHOST, DRUPAL = "5ddc9141c35e7700383b2937", "1234 at https://www.example.com"
DRAFT = StatedLifecycle(draft=True)


def story(number: int, guid: str | None = None, lifecycle: StatedLifecycle = AS_STORED, **changes: Any) -> PutArticle:
    changed = article(number, guid=guid, url=f"https://www.example.com/{number}", sections=(), authors=(), **changes)
    return PutArticle(changed, lifecycle=lifecycle)


def holder(table: Table, guid: str) -> str | None:
    return holders_of_guids(table, [guid]).get(guid)


@pytest.mark.parametrize("guid", [GHOST, DRUPAL, "4711", "https://www.example.com/?p=1", "https://www.example.com/größe"])
def test_a_second_article_with_a_guid_is_refused_with_the_first_ones_id(publisher: Publisher, table: Table, guid: str) -> None:
    publisher.articles.edit(story(1, guid))
    with pytest.raises(GuidTaken) as caught:
        publisher.articles.edit(story(2, guid), dry_run=True)
    assert (caught.value.subject, caught.value.guid, caught.value.article_id) == (article(2).id, guid, article(1).id)
    assert holder(table, guid) == article(1).id


def test_the_id_of_an_article_is_no_guid_of_another_and_the_other_way_round(publisher: Publisher) -> None:
    publisher.articles.edit(story(1))
    with pytest.raises(GuidTaken):
        publisher.articles.edit(story(2, article(1).id))
    publisher.articles.edit(story(2, article(3).id))
    for guid in (None, GHOST):
        with pytest.raises(GuidTaken) as caught:
            publisher.articles.edit(story(3, guid))
        assert (caught.value.guid, caught.value.article_id) == (article(3).id, article(2).id)


def test_a_guid_that_is_the_id_is_none(publisher: Publisher, table: Table) -> None:
    assert publisher.articles.edit(story(1, article(1).id)).thing.article.guid is None
    assert holder(table, article(1).id) is None


def test_what_nobody_has_seen_may_get_another_guid_and_the_former_one_is_free(publisher: Publisher, table: Table) -> None:
    publisher.articles.edit(story(1, GHOST, DRAFT))
    publisher.articles.edit(story(1, DRUPAL, DRAFT))
    assert (holder(table, GHOST), holder(table, DRUPAL)) == (None, article(1).id)
    publisher.articles.edit(story(1, None, DRAFT))
    assert publisher.articles.edit(story(2, DRUPAL)).outcome is Outcome.NEW


@pytest.mark.parametrize("guid", [None, DRUPAL])
def test_what_readers_have_seen_keeps_its_guid(publisher: Publisher, clock: Clock, guid: str | None) -> None:
    publisher.articles.edit(story(1, GHOST))
    clock.advance(minutes=1)
    with pytest.raises(Refused, match=f"guid: readers know the article by {GHOST}"):
        publisher.articles.edit(story(1, guid))
    untold = PutArticle(article(title="Another", sections=(), authors=()), stated={"title"})
    assert publisher.articles.edit(untold).thing.article.guid == GHOST


def test_an_undone_edit_leaves_the_guid_that_readers_have_seen(publisher: Publisher, clock: Clock, table: Table) -> None:
    first = publisher.articles.edit(story(1, GHOST, published=NOW + timedelta(hours=1))).thing
    publisher.articles.edit(story(1, DRUPAL))
    clock.advance(hours=2)
    assert publisher.articles.edit(ReturnArticle(first)).thing.article.guid == DRUPAL
    assert holder(table, DRUPAL) == article(1).id


def test_an_erased_article_keeps_its_guid(publisher: Publisher, table: Table, clock: Clock) -> None:
    publisher.articles.edit(story(1, GHOST))
    clock.advance(minutes=1)
    left = Eraser(Editor(table, clock, counter("e"), "jane")).article(article(1).id, "A court", "https://www.example.com")
    assert left.result.thing.article.guid == GHOST
    assert holder(table, GHOST) == article(1).id
