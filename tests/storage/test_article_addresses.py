"""An address is one article's, whatever happens at the same time."""

from typing import Any

import pytest

from byline.desk.article_edits import PutArticle
from byline.desk.publisher import Publisher
from byline.desk.undoing import ReturnArticle
from byline.edit_errors import AddressTaken
from byline.storage.article_addresses import holders
from byline.storage.dynamodb import Table
from byline.storage.editing import DESK, Outcome, Source
from tests.support.factories import Clock, article, counter

FOG, TIDE = "https://www.example.com/fog", "https://www.example.com/tide"
MOVES = Source(moves_addresses=True)


def story(number: int, url: str, **changes: Any) -> PutArticle:
    return PutArticle(article(number, url=url, sections=(), authors=(), **changes))


def holder(table: Table, url: str) -> str | None:
    return holders(table, [url]).get(url)


def test_a_second_article_with_an_address_is_refused_with_the_first_ones_id(publisher: Publisher, table: Table) -> None:
    publisher.articles.edit(story(1, FOG))
    with pytest.raises(AddressTaken) as caught:
        publisher.articles.edit(story(2, "http://WWW.example.com/fog/#top"), dry_run=True)
    assert (caught.value.article_id, caught.value.subject) == (article(1).id, article(2).id)
    assert holder(table, FOG) == article(1).id


def test_an_address_that_is_given_up_is_free(publisher: Publisher, table: Table) -> None:
    publisher.articles.edit(story(1, FOG))
    publisher.articles.edit(story(1, TIDE))
    assert (holder(table, FOG), holder(table, TIDE)) == (None, article(1).id)
    assert publisher.articles.edit(story(2, FOG)).outcome is Outcome.NEW


def test_an_address_that_is_moved_stays_with_the_second_article_through_edits_of_the_first(
    publisher: Publisher, table: Table
) -> None:
    publisher.articles.edit(story(1, FOG))
    publisher.articles.edit(story(2, FOG), source=MOVES)
    assert publisher.articles.edit(story(1, FOG, title="Another")).thing.article.url == FOG
    assert publisher.articles.edit(story(1, TIDE)).outcome is Outcome.CHANGED
    assert (holder(table, FOG), holder(table, TIDE)) == (article(2).id, article(1).id)
    with pytest.raises(AddressTaken):
        publisher.articles.edit(story(1, FOG))


def test_an_address_goes_back_to_the_last_article_that_had_it_and_still_names_it(publisher: Publisher, table: Table) -> None:
    for number in (1, 2, 3, 4):
        publisher.articles.edit(story(number, FOG), source=MOVES)
    publisher.articles.edit(story(3, TIDE))
    publisher.articles.edit(story(4, f"{FOG}-4"))
    assert holder(table, FOG) == article(2).id
    publisher.eraser.article(article(2).id, "A court", "https://www.example.com")
    assert holder(table, FOG) == article(1).id
    publisher.articles.edit(story(1, f"{FOG}-1"))
    assert holder(table, FOG) is None


def test_going_back_undoes_the_move_of_an_address(publisher: Publisher, table: Table) -> None:
    publisher.articles.edit(story(1, FOG))
    before = publisher.articles.edit(story(2, TIDE)).thing
    publisher.articles.edit(story(2, FOG), source=MOVES)
    publisher.articles.edit(ReturnArticle(before))
    assert (holder(table, FOG), holder(table, TIDE)) == (article(1).id, article(2).id)
    with pytest.raises(AddressTaken):
        publisher.articles.edit(story(3, FOG))


class Interfering(Table):
    """A table in which another article gets the address before the first transaction."""

    def __init__(self, table: Table, other: Publisher) -> None:
        super().__init__(table._client, table.name, sleep=lambda _: None)
        self.others = [lambda: other.articles.edit(story(2, FOG))]

    def transact(self, writes: Any, *in_time: Any) -> None:
        while self.others:
            self.others.pop()()
        super().transact(writes, *in_time)


@pytest.mark.plain_moto_too
@pytest.mark.parametrize("source", [DESK, MOVES])
def test_two_articles_that_want_an_address_at_the_same_time_do_not_both_get_it(
    publisher: Publisher, table: Table, clock: Clock, source: Source
) -> None:
    late = Publisher(Interfering(table, publisher), clock, counter("late"))
    if source is DESK:
        with pytest.raises(AddressTaken):
            late.articles.edit(story(1, FOG))
        assert holder(table, FOG) == article(2).id
    else:
        late.articles.edit(story(1, FOG), source=source)
        assert holder(table, FOG) == article(1).id
