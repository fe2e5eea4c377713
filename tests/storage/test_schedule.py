"""Due articles leave the schedule once; other articles stay."""

from datetime import timedelta

import boto3
import pytest

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.publisher import Publisher
from byline.errors import StoreUnavailable
from byline.model.feed_state import SKEW
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.schedule import release
from byline_tools.local.stack import TABLE_NAME
from tests.support.factories import DRAFT, NOW, Clock, article, author, section


@pytest.fixture
def waiting(publisher: Publisher) -> list[str]:
    """Ids of three articles that are due in one, two and three minutes."""
    for thing in (section(), author()):
        publisher.put(thing)
    articles = [article(number, published=NOW + timedelta(minutes=number)) for number in (1, 2, 3)]
    for each in reversed(articles):
        publisher.put(each)
    return [each.id for each in articles]


def test_what_is_due_by_every_clock_is_released_earliest_first(table: Table, waiting: list[str]) -> None:
    assert release(table, NOW + timedelta(minutes=1) + SKEW) == []
    assert release(table, NOW + timedelta(minutes=2) + 2 * SKEW) == waiting[:2]
    assert [each.article_id for each in DeskReader(table).scheduled()] == waiting[2:]


def test_it_is_released_once(table: Table, waiting: list[str]) -> None:
    assert release(table, NOW + timedelta(hours=1)) == waiting
    assert release(table, NOW + timedelta(hours=1)) == []


def test_what_is_withdrawn_or_postponed_is_not_released(
    table: Table, publisher: Publisher, waiting: list[str], clock: Clock
) -> None:
    publisher.articles.edit(WithdrawArticle(waiting[0]))
    publisher.put(article(2, published=NOW + timedelta(hours=2)))
    assert release(table, NOW + timedelta(hours=1)) == waiting[2:]
    assert release(table, NOW + timedelta(hours=2, minutes=1)) == waiting[1:2]


def test_drafts_do_not_wait(table: Table, publisher: Publisher, waiting: list[str]) -> None:
    publisher.articles.edit(PutArticle(article(9, published=NOW + timedelta(minutes=1)), lifecycle=DRAFT))
    assert article(9).id not in release(table, NOW + timedelta(hours=1))


def test_without_a_table_it_says_so(table: Table) -> None:
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    with pytest.raises(StoreUnavailable):
        release(table, NOW)
