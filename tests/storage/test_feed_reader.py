"""The articles, profiles and tombstones of feeds are read."""

from datetime import timedelta

import pytest
from botocore.stub import Stubber

from byline.desk.article_edits import WithdrawArticle
from byline.desk.publisher import Publisher
from byline.errors import BrokenHead, StoreUnavailable, UnknownFeed
from byline.model.feed import MOST_ARTICLES, Feed, LeftOut
from byline.model.feed_key import SITE, FeedKey, Kind, author_feed, section_feed
from byline.model.kinds import feed_about
from byline.model.lifecycle import StoredArticle
from byline.model.profiles import Profile
from byline.storage import items
from byline.storage.dynamodb import Table
from byline.storage.feed_lookup import find_served
from byline.storage.feed_reader import FeedReader, with_notices
from byline.storage.heads import EMPTY_HEAD
from byline.storage.item_keys import head_key, tombstone_key
from byline.storage.writes import put
from tests.support.factories import NOW, Clock, article, author, section, site, tombstone
from tests.support.renaming import rename

WORLD = section_feed("world")


def read(table: Table, clock: Clock, key: FeedKey = SITE) -> tuple[Feed, list[LeftOut]]:
    return FeedReader(table).feed(key, site(), find_served(table, key).head.at(clock()))


def ids(feed: Feed) -> list[str]:
    return [each.id[-4:] for each in feed.articles]


@pytest.fixture
def newsroom(publisher: Publisher) -> Publisher:
    for profile in (section("world"), section("sea"), author("jane-doe"), author("john-roe")):
        publisher.put(profile)
    return publisher


def test_a_site_without_articles_has_an_empty_feed(table: Table, clock: Clock) -> None:
    feed, left_out = read(table, clock)
    assert (feed.articles, left_out, feed.changed_at) == ((), [], EMPTY_HEAD.changed_at)


def test_a_section_without_articles_has_an_empty_feed(table: Table, clock: Clock, newsroom: Publisher) -> None:
    feed, _ = read(table, clock, WORLD)
    assert (feed.articles, feed.profile) == ((), section("world"))


@pytest.mark.parametrize("slug", ["nowhere", "No Such", "", "x" * 3000, "a/b", "%00"])
def test_an_unknown_section_is_unknown_whatever_it_is_called(table: Table, clock: Clock, slug: str) -> None:
    with pytest.raises(UnknownFeed):
        find_served(table, FeedKey(Kind.SECTION, slug))


def test_a_feed_shows_the_newest_articles_first_fifty_at_most(table: Table, clock: Clock, newsroom: Publisher) -> None:
    for number in range(1, MOST_ARTICLES + 4):
        newsroom.put(article(number))
    feed, _ = read(table, clock, WORLD)
    assert ids(feed) == [f"{number:04d}" for number in range(1, MOST_ARTICLES + 1)]


def test_articles_of_one_time_are_ordered_by_id(table: Table, clock: Clock, newsroom: Publisher) -> None:
    for number in (2, 3, 1):
        newsroom.put(article(number, published=NOW))
    assert ids(read(table, clock)[0]) == ["0003", "0002", "0001"]


def test_an_article_is_in_each_feed_it_belongs_to_and_no_other(table: Table, clock: Clock, newsroom: Publisher) -> None:
    newsroom.put(article(1, sections=("world", "sea"), authors=("jane-doe",)))
    for key, count in (
        (SITE, 1),
        (WORLD, 1),
        (section_feed("sea"), 1),
        (author_feed("jane-doe"), 1),
        (author_feed("john-roe"), 0),
    ):
        assert len(read(table, clock, key)[0].articles) == count


def test_a_feed_brings_the_sections_and_authors_its_articles_name(table: Table, clock: Clock, newsroom: Publisher) -> None:
    newsroom.put(article(1, sections=("sea",), authors=("john-roe", "jane-doe")))
    feed, _ = read(table, clock)
    named: list[Profile] = [section("sea"), author("jane-doe"), author("john-roe")]
    assert dict(feed.profiles) == {feed_about(each): each for each in named}


def test_an_embargoed_article_appears_exactly_at_its_second(table: Table, clock: Clock, newsroom: Publisher) -> None:
    release = NOW + timedelta(hours=1)
    newsroom.put(article(1, published=release))
    clock.now = release - timedelta(seconds=1)
    before, revision_before = ids(read(table, clock)[0]), find_served(table, SITE).head.at(clock()).revision
    clock.now = release
    assert (before, ids(read(table, clock)[0])) == ([], ["0001"])
    assert find_served(table, SITE).head.at(clock()).revision != revision_before


def test_a_withdrawn_article_has_a_tombstone_and_its_notice(table: Table, clock: Clock, newsroom: Publisher) -> None:
    for number in (1, 2, 3):
        newsroom.put(article(number))
    newsroom.articles.edit(WithdrawArticle(article(2).id, notice="It was not so."))
    newsroom.articles.edit(WithdrawArticle(article(3).id))
    for key in (SITE, WORLD, author_feed("jane-doe")):
        feed, left_out = read(table, clock, key)
        assert (ids(feed), left_out) == (["0001", "0002"], [])
        assert feed.articles[1].title == "It was not so."
        assert [(each.article_id[-4:], each.at) for each in feed.tombstones] == [("0003", NOW), ("0002", NOW)]
    assert read(table, clock, section_feed("sea"))[0].tombstones == ()


def test_a_tombstone_stands_for_thirty_days_before_the_last_change(table: Table, clock: Clock, newsroom: Publisher) -> None:
    newsroom.put(article(1))
    newsroom.articles.edit(WithdrawArticle(article(1).id, notice="It was not so."))
    clock.advance(days=31)
    assert len(read(table, clock)[0].tombstones) == 1, "one state is always shown alike"
    clock.advance(days=-1)
    newsroom.put(article(2))
    assert ids(read(table, clock)[0]) == ["0001", "0002"]
    clock.advance(seconds=1)
    newsroom.put(article(3))
    feed, _ = read(table, clock)
    assert (ids(feed), feed.tombstones) == (["0002", "0003"], ())


def test_a_site_may_want_no_tombstones(table: Table, clock: Clock, newsroom: Publisher) -> None:
    newsroom.put(article(1))
    newsroom.articles.edit(WithdrawArticle(article(1).id, notice="It was not so."))
    feed, _ = FeedReader(table).feed(SITE, site(tombstone_days=0), find_served(table, SITE).head.at(clock()))
    assert (feed.articles, feed.tombstones) == ((), ())


def test_notices_take_the_place_of_their_articles_and_no_other() -> None:
    full = [article(number) for number in range(1, MOST_ARTICLES + 1)]
    shown = with_notices(full, (tombstone(MOST_ARTICLES + 1, notice="Old."), tombstone(0, notice="New.")))
    assert [each.title for each in shown[:2]] == ["New.", "Headline 1"]
    assert (len(shown), "Old." in {each.title for each in shown}) == (MOST_ARTICLES, False)


def test_an_article_published_again_stands_instead_of_its_notice() -> None:
    assert with_notices([article(1)], (tombstone(1, notice="Gone."),)) == (article(1),)


def test_a_renamed_feed_is_found_by_every_name(table: Table, newsroom: Publisher) -> None:
    for slug in ("global", "planet"):
        rename(newsroom.profiles, WORLD, slug)
    found = {find_served(table, section_feed(slug)).key for slug in ("world", "global", "planet")}
    assert found == {WORLD}


def test_an_article_somebody_broke_by_hand_is_left_out_and_named(table: Table, clock: Clock, newsroom: Publisher) -> None:
    for number in (1, 2, 3):
        newsroom.put(article(number))
    table.transact([put({**items.article_item(StoredArticle(article(2)), "r"), "published": "soon"})])
    feed, left_out = read(table, clock)
    assert ids(feed) == ["0001", "0003"]
    assert [each.article_id for each in left_out] == [article(2).id]


def test_a_profile_somebody_broke_by_hand_takes_no_article_with_it(table: Table, clock: Clock, newsroom: Publisher) -> None:
    newsroom.put(article(1))
    table.transact([put({**items.profile_item(WORLD, section("world"), "r"), "title": ""})])
    feed, left_out = read(table, clock)
    assert (ids(feed), dict(feed.profiles)) == (["0001"], {author_feed("jane-doe"): author("jane-doe")})
    assert [each.article_id for each in left_out] == ["FEED#sections/world"]


@pytest.mark.parametrize("damage", [{"at": None}, {"at": "soon"}, {"url": 7}, {"notice": "two\nlines"}, {"published": None}])
def test_a_tombstone_somebody_broke_by_hand_is_left_out_and_named(
    table: Table, clock: Clock, newsroom: Publisher, damage: dict[str, object]
) -> None:
    for number in (1, 2, 3):
        newsroom.put(article(number))
    for number in (2, 3):
        newsroom.articles.edit(WithdrawArticle(article(number).id))
    item = table.get(tombstone_key(SITE, NOW, article(2).id)) or {}
    table.put({name: value for name, value in {**item, **damage}.items() if value is not None})
    feed, left_out = read(table, clock)
    assert (ids(feed), [each.article_id for each in feed.tombstones]) == (["0001"], [article(3).id])
    assert [each.article_id for each in left_out] == [article(2).id]


def test_a_broken_head_is_named(table: Table, newsroom: Publisher) -> None:
    table.put({**head_key(WORLD), "revision": "r1", "changed_at": "soon"})
    with pytest.raises(BrokenHead, match="sections/world"):
        find_served(table, WORLD)


def test_the_directory_lists_every_section_and_author(table: Table, newsroom: Publisher) -> None:
    assert FeedReader(table).directory() == [
        (author_feed("jane-doe"), "Jane Doe"),
        (author_feed("john-roe"), "John Roe"),
        (section_feed("sea"), "Sea"),
        (WORLD, "World"),
    ]


def test_a_poll_is_one_small_eventually_consistent_read(table: Table, clock: Clock) -> None:
    with Stubber(table._client) as client:
        key = {"pk": {"S": "FEED#site"}, "sk": {"S": "HEAD"}}
        client.add_response("get_item", {}, {"TableName": "byline", "Key": key, "ConsistentRead": False})
        find_served(table, SITE)
        client.assert_no_pending_responses()


def test_trouble_with_the_table_is_said_as_such(table: Table, clock: Clock) -> None:
    with Stubber(table._client) as client:
        client.add_client_error("get_item", "ThrottlingException")
        with pytest.raises(StoreUnavailable):
            find_served(table, SITE)
