"""Items of schema 1, from before withdrawals and renames, still work.

tests/support/stored/schema_1.ndjson contains DynamoDB's JSON, one item per line: two sections and authors, three articles
published at NOW, and one due an hour later.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from byline.desk.article_edits import WithdrawArticle
from byline.desk.profile_edits import PutProfile
from byline.desk.publisher import Publisher
from byline.formats.registry import FORMATS, JSON_FEED
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage import item_keys
from byline.storage.attribute_values import plain
from byline.storage.desk_reader import DeskReader, ProfileRecord
from byline.storage.dynamodb import Table
from byline.storage.editing import Outcome
from byline_tools.checks.document import check
from tests.support.factories import NOW, Clock, article, author, section, site
from tests.support.preconditions import at_revision
from tests.support.renaming import rename

STORED = Path(__file__).parents[1] / "support" / "stored" / "schema_1.ndjson"
WORLD, SEA, JANE, JOHN = section_feed("world"), section_feed("sea"), author_feed("jane-doe"), author_feed("john-roe")
Revisions = dict[FeedKey, str]


@pytest.fixture
def feed_service(table: Table, feed_service_of: Callable[..., FeedService]) -> FeedService:
    for line in STORED.read_text(encoding="utf-8").splitlines():
        table.put({name: plain(value) for name, value in json.loads(line).items()})
    return feed_service_of(site())


def document(feed_service: FeedService, key: FeedKey) -> dict[str, Any]:
    answer = feed_service.feed(key, JSON_FEED, Request("GET"))
    assert answer.status == 200
    assert answer.rendered is None or answer.rendered.left_out == ()
    read: dict[str, Any] = json.loads(answer.body)
    return read


def ids(feed_service: FeedService, key: FeedKey) -> list[str]:
    return [item["id"][-4:] for item in document(feed_service, key)["items"]]


def revisions(table: Table) -> Revisions:
    return {key: str((table.get(item_keys.head_key(key)) or {})["revision"]) for key in (SITE, WORLD, SEA, JANE, JOHN)}


def changed(table: Table, before: Revisions) -> set[FeedKey]:
    return {key for key, revision in revisions(table).items() if revision != before[key]}


def test_every_item_is_of_schema_1(feed_service: FeedService) -> None:
    lines = [json.loads(line) for line in STORED.read_text(encoding="utf-8").splitlines()]
    assert {line["schema"]["N"] for line in lines} == {"1"}


def test_feeds_show_what_they_showed(feed_service: FeedService, clock: Clock) -> None:
    assert [ids(feed_service, key) for key in (SITE, WORLD, JANE)] == [["0001", "0002", "0003"]] * 3
    assert [ids(feed_service, key) for key in (SEA, JOHN)] == [[], []]
    clock.advance(hours=1)
    assert [ids(feed_service, key) for key in (SITE, SEA)] == [["0009", "0001", "0002", "0003"], ["0009"]]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_feeds_are_valid_in_every_format(feed_service: FeedService, format_: Any) -> None:
    for key in (SITE, WORLD, SEA, JANE, JOHN):
        assert check(feed_service.feed(key, format_, Request("GET")).body, now=NOW) == []


def test_an_article_is_corrected(feed_service: FeedService, publisher: Publisher, table: Table) -> None:
    before = revisions(table)
    assert publisher.put(article(2, title="Corrected")) is Outcome.CHANGED
    assert changed(table, before) == {SITE, WORLD, JANE}
    assert document(feed_service, WORLD)["items"][1]["title"] == "Corrected"


def test_the_same_article_stored_again_changes_nothing(feed_service: FeedService, publisher: Publisher, table: Table) -> None:
    before = revisions(table)
    assert publisher.put(article(2)) is Outcome.UNCHANGED
    assert changed(table, before) == set()


def test_an_article_is_moved(feed_service: FeedService, publisher: Publisher) -> None:
    publisher.put(article(2, sections=("sea",), authors=("john-roe",)))
    assert [ids(feed_service, key) for key in (WORLD, JANE, SEA, JOHN)] == [
        ["0001", "0003"],
        ["0001", "0003"],
        ["0002"],
        ["0002"],
    ]


def test_an_article_is_given_another_date(feed_service: FeedService, publisher: Publisher) -> None:
    publisher.put(article(1, published=NOW - timedelta(hours=1)))
    assert ids(feed_service, WORLD) == ["0002", "0003", "0001"]


def test_an_article_is_withdrawn_and_published_again(feed_service: FeedService, publisher: Publisher) -> None:
    publisher.articles.edit(WithdrawArticle(article(2).id))
    for key in (SITE, WORLD, JANE):
        assert ids(feed_service, key) == ["0001", "0003"]
        assert [each["id"] for each in document(feed_service, key)["_byline"]["deleted"]] == [article(2).id]
    publisher.put(article(2))
    assert ids(feed_service, WORLD) == ["0001", "0002", "0003"]
    assert "deleted" not in document(feed_service, WORLD)["_byline"]


def test_an_article_that_waits_is_withdrawn_before_anybody_saw_it(
    feed_service: FeedService, publisher: Publisher, clock: Clock
) -> None:
    publisher.articles.edit(WithdrawArticle(article(9).id))
    clock.advance(hours=2)
    assert [ids(feed_service, key) for key in (SITE, SEA)] == [["0001", "0002", "0003"], []]


def test_an_article_that_waits_is_scheduled_when_it_is_edited(
    feed_service: FeedService, publisher: Publisher, table: Table
) -> None:
    assert list(DeskReader(table).scheduled()) == []
    later = NOW + timedelta(hours=3)
    publisher.put(article(9, sections=("world", "sea"), published=later))
    assert [(each.article_id, each.published) for each in DeskReader(table).scheduled()] == [(article(9).id, later)]


def test_an_author_changes_every_feed_that_shows_them(feed_service: FeedService, publisher: Publisher, table: Table) -> None:
    for key in (SITE, WORLD):
        document(feed_service, key)
    before = revisions(table)
    assert publisher.put(author("jane-doe", name="Jane Roe")) is Outcome.CHANGED
    assert changed(table, before) == {SITE, WORLD, JANE}
    for key in (SITE, WORLD, JANE):
        assert {each["authors"][0]["name"] for each in document(feed_service, key)["items"]} == {"Jane Roe"}


def test_the_same_profile_stored_again_changes_nothing(feed_service: FeedService, publisher: Publisher, table: Table) -> None:
    before = revisions(table)
    assert publisher.put(author("jane-doe")) is Outcome.UNCHANGED
    assert publisher.put(section("sea")) is Outcome.UNCHANGED
    assert changed(table, before) == set()


def test_an_edit_may_depend_on_a_profile_that_has_no_revision(
    feed_service: FeedService, publisher: Publisher, table: Table
) -> None:
    revision = DeskReader(table).profile(SEA).revision
    result = publisher.profiles.edit(PutProfile(section("sea", title="Seas")), at_revision(revision))
    assert (revision, result.outcome) == ("", Outcome.CHANGED)


def test_a_section_is_renamed(feed_service: FeedService, publisher: Publisher, table: Table) -> None:
    before = revisions(table)
    rename(publisher.profiles, WORLD, "global")
    assert changed(table, before) == {SITE, WORLD, JANE}
    assert feed_service.feed(WORLD, JSON_FEED, Request("GET")).status == 301
    assert ids(feed_service, section_feed("global")) == ["0001", "0002", "0003"]
    assert {each["_byline"]["sections"][0]["slug"] for each in document(feed_service, SITE)["items"]} == {"global"}


def test_a_section_is_retired(feed_service: FeedService, publisher: Publisher) -> None:
    publisher.profiles.retire(WORLD)
    assert feed_service.feed(WORLD, JSON_FEED, Request("GET")).status == 410
    assert ids(feed_service, SITE) == ["0001", "0002", "0003"]


def test_the_archive_reads_all_of_it(feed_service: FeedService, table: Table, clock: Clock) -> None:
    archive = DeskReader(table)
    assert archive.article(article(2).id).stored_article.article == article(2)
    assert archive.profile(JANE) == ProfileRecord(author("jane-doe"), "", retired=False)
    names = [str(each.name) for each in archive.feeds(clock())]
    assert names == ["site", "authors/jane-doe", "authors/john-roe", "sections/sea", "sections/world"]
