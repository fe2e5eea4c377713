"""The desk reads stored articles, profiles, the schedule and the state of every feed."""

from datetime import timedelta

import pytest

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.publisher import Publisher
from byline.edit_errors import UnknownArticle
from byline.errors import Refused, UnknownFeed
from byline.model.feed_key import SITE, author_feed, section_feed
from byline.model.lifecycle import Status, StoredArticle
from byline.storage import item_keys
from byline.storage.article_lists import listing_of
from byline.storage.desk_reader import WHOLE_SITE, ArticleRecord, DeskReader, ProfileRecord, ProfileUsage, ScheduledArticle
from byline.storage.dynamodb import Table
from byline.storage.heads import EMPTY_HEAD
from tests.support.factories import DRAFT, NOW, Clock, article, author, section
from tests.support.renaming import rename

WORLD, GLOBAL, JANE = section_feed("world"), section_feed("global"), author_feed("jane-doe")
HOUR = timedelta(hours=1)


@pytest.fixture
def desk_reader(table: Table, publisher: Publisher) -> DeskReader:
    for thing in (section("world"), author("jane-doe")):
        publisher.put(thing)
    return DeskReader(table)


def test_an_article_is_read_as_it_is_stored_with_its_revision(desk_reader: DeskReader, publisher: Publisher) -> None:
    result = publisher.articles.edit(PutArticle(article(), lifecycle=DRAFT))
    assert desk_reader.article(article().id) == ArticleRecord(StoredArticle(article(), draft=True), result.revision)
    withdrawn = publisher.articles.edit(WithdrawArticle(article().id, notice="Gone."))
    record = desk_reader.article(article().id)
    assert record == ArticleRecord(withdrawn.thing, withdrawn.revision)
    assert record.stored_article.status(NOW) is Status.WITHDRAWN


def test_an_article_names_sections_and_authors_as_they_are_called_now(desk_reader: DeskReader, publisher: Publisher) -> None:
    publisher.put(section("sea"))
    publisher.put(article(sections=("world", "sea")))
    rename(publisher.profiles, WORLD, "global")
    rename(publisher.profiles, JANE, "jane-roe")
    stored_article = desk_reader.article(article().id).stored_article
    assert (stored_article.article.sections, stored_article.article.authors) == (("global", "sea"), ("jane-roe",))
    assert publisher.articles.edit(PutArticle(stored_article.article)).outcome == "unchanged"


def test_an_article_that_was_never_stored_is_unknown(desk_reader: DeskReader) -> None:
    with pytest.raises(UnknownArticle):
        desk_reader.article("tag:example.com,2026:nothing")


@pytest.mark.parametrize("damage", [{"title": 7}, {"withdrawal": {"notice": "Gone."}}, {"withdrawal": "yes"}])
def test_an_article_somebody_broke_by_hand_is_refused_by_name(
    desk_reader: DeskReader, publisher: Publisher, table: Table, damage: dict[str, object]
) -> None:
    publisher.put(article())
    table.put({**(table.get(item_keys.article_key(article().id)) or {}), **damage})
    with pytest.raises(Refused, match="0001"):
        desk_reader.article(article().id)


def test_a_profile_is_found_under_every_name_it_has_or_had(desk_reader: DeskReader, publisher: Publisher) -> None:
    result = rename(publisher.profiles, WORLD, "global")
    renamed = section("global", title="World", description="All about world.")
    for name in (WORLD, GLOBAL):
        assert desk_reader.profile(name) == ProfileRecord(renamed, result.revision, retired=False)


def test_a_retired_profile_is_still_to_be_had(desk_reader: DeskReader, publisher: Publisher) -> None:
    publisher.profiles.retire(WORLD)
    assert desk_reader.profile(WORLD).retired


def test_the_articles_of_a_profile_are_counted_up_to_a_limit(
    desk_reader: DeskReader, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.put(article(1))
    publisher.put(article(2, published=NOW + HOUR))
    publisher.articles.edit(PutArticle(article(3), lifecycle=DRAFT))
    assert desk_reader.usage(WORLD) == ProfileUsage(WORLD, 2, more=False, names=[WORLD])
    monkeypatch.setattr("byline.storage.desk_reader.MOST_COUNTED", 2)
    assert desk_reader.usage(WORLD).more


def test_a_profile_with_three_names_is_used_under_each(desk_reader: DeskReader, publisher: Publisher) -> None:
    for slug in ("globe", "global"):
        rename(publisher.profiles, WORLD, slug)
    for name in (WORLD, section_feed("globe"), GLOBAL):
        assert desk_reader.usage(name) == ProfileUsage(GLOBAL, 0, more=False, names=[WORLD, section_feed("globe"), GLOBAL])


@pytest.mark.parametrize("name", [SITE, section_feed("nowhere")])
def test_what_is_about_nobody_has_no_profile(desk_reader: DeskReader, publisher: Publisher, name: object) -> None:
    publisher.put(article())
    with pytest.raises(UnknownFeed):
        desk_reader.profile(name)  # type: ignore[arg-type]
    with pytest.raises(UnknownFeed):
        desk_reader.usage(name)  # type: ignore[arg-type]


def test_what_waits_is_listed_earliest_first_up_to_a_time(desk_reader: DeskReader, publisher: Publisher) -> None:
    for number, hours in ((1, 3), (2, 1), (3, 2)):
        publisher.put(article(number, published=NOW + hours * HOUR))
    publisher.articles.edit(PutArticle(article(4, published=NOW + HOUR), lifecycle=DRAFT))
    times = ((2, NOW + HOUR), (3, NOW + 2 * HOUR), (1, NOW + 3 * HOUR))
    stored = [(article(number, published=at), at) for number, at in times]
    waiting = [ScheduledArticle(each.id, at, listing_of(StoredArticle(each))) for each, at in stored]
    assert list(desk_reader.scheduled()) == waiting
    assert list(desk_reader.scheduled(NOW + 2 * HOUR)) == waiting[:2]
    assert list(desk_reader.scheduled(NOW + HOUR - timedelta(seconds=1))) == []


def test_every_feed_that_has_not_ended_is_listed_with_its_state(
    desk_reader: DeskReader, publisher: Publisher, clock: Clock
) -> None:
    publisher.put(section("sea"))
    publisher.put(article(published=NOW + HOUR))
    rename(publisher.profiles, WORLD, "global")
    publisher.profiles.retire(section_feed("sea"))
    listed = desk_reader.feeds(clock())
    assert [(each.name, each.title) for each in listed] == [(SITE, WHOLE_SITE), (JANE, "Jane Doe"), (GLOBAL, "World")]
    assert {each.state.next_release_at for each in listed} == {NOW + HOUR}


def test_a_site_without_articles_is_listed_in_its_beginning(desk_reader: DeskReader, clock: Clock) -> None:
    assert desk_reader.feeds(clock())[0].state == EMPTY_HEAD.at(clock())
