"""Edits are atomic and idempotent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.edit_errors import EditConflict, UnknownProfile
from byline.errors import StoreUnavailable, TransactionCancelled
from byline.model.article import MOST_AUTHORS, MOST_SECTIONS
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.lifecycle import Status
from byline.storage import item_keys
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import ATTEMPTS, Outcome, Source
from byline.storage.feed_lookup import find_served
from byline.storage.heads import head_from
from tests.support.factories import NOW, Clock, article, author, counter, section

WORLD, SEA, JANE = section_feed("world"), section_feed("sea"), author_feed("jane-doe")


@pytest.fixture
def newsroom(publisher: Publisher) -> Publisher:
    for profile in (section("world"), section("sea"), author("jane-doe"), author("john-roe")):
        publisher.put(profile)
    return publisher


def entries(table: Table, key: FeedKey) -> list[str]:
    return [item["sk"] for item in table.query(item_keys.feed_pk(key)) if item["sk"].startswith(item_keys.ENTRY)]


def revisions(table: Table, clock: Clock, *keys: FeedKey) -> list[str]:
    return [find_served(table, key).head.at(clock()).revision for key in keys]


def test_a_thing_stored_again_changes_nothing(newsroom: Publisher, table: Table, clock: Clock) -> None:
    outcomes = [newsroom.put(article()), newsroom.put(section()), newsroom.put(author())]
    before = revisions(table, clock, SITE, WORLD, JANE)
    assert outcomes == [Outcome.NEW, Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert newsroom.put(article()) is Outcome.UNCHANGED
    assert revisions(table, clock, SITE, WORLD, JANE) == before


def test_a_new_article_changes_the_feeds_it_is_in_and_no_others(newsroom: Publisher, table: Table, clock: Clock) -> None:
    others = (SEA, author_feed("john-roe"))
    before, others_before = revisions(table, clock, SITE, WORLD, JANE), revisions(table, clock, *others)
    newsroom.put(article())
    after = revisions(table, clock, SITE, WORLD, JANE)
    assert all(new != old for new, old in zip(after, before, strict=True))
    assert revisions(table, clock, *others) == others_before


@pytest.mark.plain_moto_too
def test_an_article_that_moves_leaves_the_feeds_it_was_in(newsroom: Publisher, table: Table, clock: Clock) -> None:
    newsroom.put(article())
    before = revisions(table, clock, WORLD, SEA)
    assert newsroom.put(article(sections=("sea",))) is Outcome.CHANGED
    assert (entries(table, WORLD), len(entries(table, SEA))) == ([], 1)
    assert all(new != old for new, old in zip(revisions(table, clock, WORLD, SEA), before, strict=True))


@pytest.mark.plain_moto_too
def test_an_article_given_another_date_has_one_entry_still(newsroom: Publisher, table: Table) -> None:
    newsroom.put(article())
    newsroom.put(article(published=NOW - timedelta(days=1)))
    assert all(len(entries(table, key)) == 1 for key in (SITE, WORLD, JANE))


@pytest.mark.plain_moto_too
def test_an_article_that_names_what_does_not_exist_is_not_stored(newsroom: Publisher, table: Table) -> None:
    with pytest.raises(UnknownProfile) as caught:
        newsroom.put(article(sections=("world", "nowhere"), authors=("nobody",)))
    assert (caught.value.article_id, caught.value.profiles) == (article().id, ("sections/nowhere", "authors/nobody"))
    assert (table.get(item_keys.article_key(article().id)), entries(table, SITE), entries(table, WORLD)) == (None, [], [])


IMPORT, REPUBLISHES = Source(imports=True), Source(imports=True, republishes=True)


def test_an_import_leaves_alone_even_what_it_may_not_change(newsroom: Publisher) -> None:
    newsroom.articles.edit(PutArticle(article(published=NOW), lifecycle=StatedLifecycle(Status.PUBLISHED)))
    assert newsroom.put(article(published=NOW + timedelta(days=1)), source=IMPORT) is Outcome.LEFT_ALONE
    newsroom.articles.edit(PutArticle(article(sections=()), ("sections",)))
    newsroom.profiles.retire(WORLD)
    assert newsroom.put(article(), source=IMPORT) is Outcome.LEFT_ALONE


def test_an_import_that_publishes_again_leaves_the_words_of_the_desk_alone(newsroom: Publisher) -> None:
    newsroom.put(article(title="Wrong"), source=IMPORT)
    newsroom.articles.edit(PutArticle(article(title="Right"), ("title",)))
    newsroom.articles.edit(WithdrawArticle(article().id))
    assert newsroom.put(article(title="Wrong"), source=IMPORT) is Outcome.LEFT_ALONE
    assert newsroom.put(article(title="Wrong"), source=REPUBLISHES) is Outcome.CHANGED
    assert newsroom.put(article(title="Wrong"), source=REPUBLISHES) is Outcome.LEFT_ALONE
    stored = newsroom.articles.edit(PutArticle(article(), ())).thing
    assert (stored.article.title, stored.withdrawal) == ("Right", None)


def test_profiles_stay_as_they_are_when_only_new_ones_are_wanted(newsroom: Publisher, table: Table) -> None:
    assert newsroom.put(section(description="Other."), only_if_new=True) is Outcome.UNCHANGED
    assert newsroom.put(section("news"), only_if_new=True) is Outcome.NEW
    assert newsroom.put(section(description="Other.")) is Outcome.CHANGED


def test_a_section_brings_its_page_into_its_feeds_head(newsroom: Publisher, table: Table, clock: Clock) -> None:
    newsroom.put(section(url="https://www.example.com/world"))
    newsroom.put(article())
    assert find_served(table, WORLD).head.at(clock()).home_page_url == "https://www.example.com/world"


def test_changed_at_never_goes_back_even_if_a_clock_does(newsroom: Publisher, table: Table, clock: Clock) -> None:
    newsroom.put(article(1))
    clock.advance(hours=-2)
    newsroom.put(article(2))
    assert find_served(table, SITE).head.at(NOW + timedelta(days=1)).changed_at >= NOW


@pytest.mark.plain_moto_too
def test_embargoes_that_have_lifted_are_forgotten_at_the_next_edit(newsroom: Publisher, table: Table, clock: Clock) -> None:
    newsroom.put(article(1, published=NOW + timedelta(hours=1)))
    newsroom.put(article(2, published=NOW + timedelta(hours=3)))
    clock.advance(hours=2)
    newsroom.put(article(3))
    head = head_from(table.get(item_keys.head_key(SITE)) or {})
    assert list(head.releases.values()) == [NOW + timedelta(hours=3)]
    assert NOW + timedelta(hours=1) in head.recent


def test_the_largest_move_fits_one_transaction(publisher: Publisher, table: Table) -> None:
    for number in range(2 * MOST_SECTIONS):
        publisher.put(section(f"s{number}"))
        publisher.put(author(f"a{number}"))
    old = {"sections": tuple(f"s{n}" for n in range(MOST_SECTIONS)), "authors": tuple(f"a{n}" for n in range(MOST_AUTHORS))}
    new = {
        "sections": tuple(f"s{n + MOST_SECTIONS}" for n in range(MOST_SECTIONS)),
        "authors": tuple(f"a{n + MOST_AUTHORS}" for n in range(MOST_AUTHORS)),
    }
    publisher.put(article(**old))
    assert publisher.put(article(**new, published=NOW - timedelta(days=2))) is Outcome.CHANGED
    assert len(entries(table, section_feed("s15"))) == 1


class Interfering(Table):
    """A table in which a concurrent edit changes the article before each of the first `times` transactions."""

    def __init__(self, table: Table, other: Publisher, times: int) -> None:
        super().__init__(table._client, table.name, sleep=lambda _: None)
        self.other = other
        self.times = times

    def transact(self, writes: object, *in_time: Any) -> None:
        if self.times:
            self.times -= 1
            self.other.put(article(title=f"Another {self.times}"))
        super().transact(writes, *in_time)  # type: ignore[arg-type]


@pytest.mark.plain_moto_too
def test_a_second_editor_in_between_leads_to_another_attempt(newsroom: Publisher, table: Table, clock: Clock) -> None:
    interfering = Publisher(Interfering(table, newsroom, 1), clock, counter("other"))
    assert interfering.put(article()) is Outcome.CHANGED
    assert DeskReader(table).article(article().id).stored_article.article == replace(article(), edited=clock.now)
    assert len(entries(table, SITE)) == 1


def test_a_second_editor_who_never_stops_ends_in_a_conflict(newsroom: Publisher, table: Table, clock: Clock) -> None:
    with pytest.raises(EditConflict, match="0001") as caught:
        Publisher(Interfering(table, newsroom, ATTEMPTS), clock, counter("other")).put(article())
    assert isinstance(caught.value.__cause__, TransactionCancelled)


def test_nothing_is_half_stored_when_the_table_goes_away(newsroom: Publisher, table: Table, clock: Clock) -> None:
    class Away(Table):
        def transact(self, writes: object, *in_time: Any) -> None:
            raise StoreUnavailable("TransactWriteItems", self.name)

    with pytest.raises(StoreUnavailable):
        Publisher(Away(table._client, table.name), clock).put(article())
    assert entries(table, SITE) == []


def test_the_feeds_that_exist_are_known(newsroom: Publisher) -> None:
    assert newsroom.existing([WORLD, section_feed("nowhere"), JANE]) == {WORLD, JANE}
