"""The desk's edits of an article, their effect on feeds, and the size of their transactions."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from byline.desk.article_edits import AS_STORED, PutArticle, WithdrawArticle
from byline.desk.articles import Articles
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.edit_errors import AlreadySeen, PreconditionFailed, RetiredProfile, UnknownArticle, UnknownProfile
from byline.model.article import MOST_AUTHORS, MOST_SECTIONS
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.lifecycle import Status
from byline.model.precondition import Precondition
from byline.model.times import format_time
from byline.storage import item_keys
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome
from byline.storage.item_keys import ENTRY, SCHEDULE, TOMBSTONE
from byline.storage.writes import Write
from tests.support.factories import DRAFT, NOW, Clock, article, author, correction, counter, section
from tests.support.preconditions import ABSENT, at_revision
from tests.support.renaming import rename

WORLD, SEA, JANE = section_feed("world"), section_feed("sea"), author_feed("jane-doe")
HOUR = timedelta(hours=1)
PUBLISHED, RESTORED = StatedLifecycle(Status.PUBLISHED), StatedLifecycle(restores=True)
MOST_WRITES = 100
"""TransactWriteItems' limit."""


@pytest.fixture
def articles(publisher: Publisher) -> Articles:
    for profile in (section("world"), section("sea"), author("jane-doe"), author("john-roe")):
        publisher.put(profile)
    return publisher.articles


def articles_in(table: Table, pk: str, prefix: str = "") -> list[str]:
    return [item["article"] for item in table.query(pk) if item["sk"].startswith(prefix) and "article" in item]


def everywhere(table: Table, prefix: str) -> list[int]:
    return [len(articles_in(table, item_keys.feed_pk(key), prefix)) for key in (SITE, WORLD, JANE)]


def revision(table: Table, key: FeedKey = SITE) -> str:
    return str((table.get(item_keys.head_key(key)) or {}).get("revision", ""))


def test_a_draft_is_stored_and_changes_no_feed(articles: Articles, table: Table) -> None:
    before = revision(table, WORLD)
    result = articles.edit(PutArticle(article(), lifecycle=DRAFT))
    assert (result.outcome, result.thing.draft) == (Outcome.NEW, True)
    assert (everywhere(table, ENTRY), revision(table, WORLD)) == ([0, 0, 0], before)


@pytest.mark.plain_moto_too
def test_a_draft_becomes_public_and_never_a_draft_again(articles: Articles, table: Table) -> None:
    articles.edit(PutArticle(article(), lifecycle=DRAFT))
    assert articles.edit(PutArticle(article())).outcome is Outcome.UNCHANGED
    assert articles.edit(PutArticle(article(), lifecycle=PUBLISHED)).outcome is Outcome.CHANGED
    assert everywhere(table, ENTRY) == [1, 1, 1]
    with pytest.raises(AlreadySeen, match="0001"):
        articles.edit(PutArticle(article(), lifecycle=DRAFT))


def test_an_article_that_waits_may_become_a_draft_again(articles: Articles, table: Table) -> None:
    articles.edit(PutArticle(article(published=NOW + HOUR)))
    assert articles_in(table, SCHEDULE) == [article().id]
    articles.edit(PutArticle(article(published=NOW + HOUR), lifecycle=DRAFT))
    assert (articles_in(table, SCHEDULE), everywhere(table, ENTRY)) == ([], [0, 0, 0])


@pytest.mark.plain_moto_too
def test_an_article_that_waits_is_scheduled_once_whenever_it_is_moved(articles: Articles, table: Table) -> None:
    for hours in (1, 3, 2):
        articles.edit(PutArticle(article(published=NOW + hours * HOUR)))
    assert [item["sk"] for item in table.query(SCHEDULE)] == [f"{format_time(NOW + 2 * HOUR)}#{article().id}"]
    assert everywhere(table, ENTRY) == [1, 1, 1]


def test_an_article_that_waits_may_be_published_at_once(articles: Articles, table: Table) -> None:
    articles.edit(PutArticle(article(published=NOW + HOUR)))
    articles.edit(PutArticle(article(published=NOW)))
    assert (articles_in(table, SCHEDULE), everywhere(table, ENTRY)) == ([], [1, 1, 1])


def test_what_readers_have_seen_cannot_wait(articles: Articles, clock: Clock) -> None:
    articles.edit(PutArticle(article(published=NOW + HOUR)))
    clock.advance(hours=1)
    with pytest.raises(AlreadySeen) as caught:
        articles.edit(PutArticle(article(published=NOW + 2 * HOUR)))
    assert caught.value.article_id == article().id


@pytest.mark.plain_moto_too
def test_a_correction_changes_every_feed_of_the_article(articles: Articles, table: Table) -> None:
    articles.edit(PutArticle(article()))
    before = [revision(table, key) for key in (SITE, WORLD, JANE, SEA)]
    assert articles.edit(PutArticle(article(corrections=(correction(),)))).outcome is Outcome.CHANGED
    changed = [revision(table, key) != old for key, old in zip((SITE, WORLD, JANE, SEA), before, strict=True)]
    assert changed == [True, True, True, False]


@pytest.mark.plain_moto_too
def test_a_withdrawn_article_leaves_tombstones_where_it_was(articles: Articles, table: Table) -> None:
    articles.edit(PutArticle(article()))
    result = articles.edit(WithdrawArticle(article().id, notice="Gone."))
    assert (result.outcome, result.thing.status(NOW)) == (Outcome.CHANGED, Status.WITHDRAWN)
    assert (everywhere(table, ENTRY), everywhere(table, TOMBSTONE)) == ([0, 0, 0], [1, 1, 1])


@pytest.mark.parametrize("draft", [True, False])
def test_what_nobody_has_seen_leaves_no_tombstone(articles: Articles, table: Table, draft: bool) -> None:
    articles.edit(PutArticle(article(published=NOW + HOUR), lifecycle=DRAFT if draft else AS_STORED))
    articles.edit(WithdrawArticle(article().id, notice="Gone."))
    assert (everywhere(table, ENTRY), everywhere(table, TOMBSTONE), articles_in(table, SCHEDULE)) == ([0, 0, 0], [0, 0, 0], [])


def test_a_withdrawal_made_again_later_changes_nothing_and_keeps_its_time(articles: Articles, clock: Clock) -> None:
    articles.edit(PutArticle(article()))
    articles.edit(WithdrawArticle(article().id, notice="Gone."))
    clock.advance(hours=1)
    again = articles.edit(WithdrawArticle(article().id, notice="Gone."))
    assert again.outcome is Outcome.UNCHANGED
    assert again.thing.withdrawal
    assert again.thing.withdrawal.at == NOW


@pytest.mark.plain_moto_too
def test_a_notice_can_be_changed_afterwards(articles: Articles, table: Table, clock: Clock) -> None:
    articles.edit(PutArticle(article()))
    articles.edit(WithdrawArticle(article().id))
    clock.advance(hours=1)
    articles.edit(WithdrawArticle(article().id, notice="It was not so."))
    (stone,) = [item for item in table.query("FEED#site") if item["sk"].startswith(TOMBSTONE)]
    assert (stone["notice"], stone["at"]) == ("It was not so.", format_time(NOW))


@pytest.mark.plain_moto_too
def test_a_withdrawn_article_may_be_published_again(articles: Articles, table: Table) -> None:
    articles.edit(PutArticle(article()))
    articles.edit(WithdrawArticle(article().id, notice="Gone."))
    assert articles.edit(PutArticle(article(sections=("sea",)), lifecycle=RESTORED)).outcome is Outcome.CHANGED
    assert (everywhere(table, ENTRY), everywhere(table, TOMBSTONE)) == ([1, 0, 1], [0, 0, 0])


@pytest.mark.parametrize(("lifecycle", "changes"), [(DRAFT, {}), (RESTORED, {"published": NOW + HOUR})])
def test_a_withdrawn_article_that_readers_saw_does_not_become_unseen(
    articles: Articles, lifecycle: StatedLifecycle, changes: dict[str, Any]
) -> None:
    articles.edit(PutArticle(article()))
    articles.edit(WithdrawArticle(article().id))
    with pytest.raises(AlreadySeen):
        articles.edit(PutArticle(article(**changes), changes, lifecycle))


def test_an_article_nobody_stored_cannot_be_withdrawn(articles: Articles) -> None:
    with pytest.raises(UnknownArticle) as caught:
        articles.edit(WithdrawArticle("tag:example.com,2026:nothing"))
    assert caught.value.article_id == "tag:example.com,2026:nothing"


def test_an_article_may_name_what_it_names_by_any_name_and_only_once(articles: Articles, publisher: Publisher) -> None:
    rename(publisher.profiles, WORLD, "global")
    result = articles.edit(PutArticle(article(sections=("global", "sea", "world"))))
    assert result.thing.article.sections == ("world", "sea")
    assert articles.edit(PutArticle(article(sections=("world", "sea")))).outcome is Outcome.UNCHANGED


def test_an_article_keeps_a_retired_section_but_does_not_get_one(articles: Articles, publisher: Publisher) -> None:
    articles.edit(PutArticle(article()))
    publisher.profiles.retire(WORLD)
    assert articles.edit(PutArticle(article(title="Corrected"))).outcome is Outcome.CHANGED
    with pytest.raises(RetiredProfile, match="sections/world"):
        articles.edit(PutArticle(article(2)))


def test_nobody_may_be_named_who_does_not_exist(articles: Articles, table: Table) -> None:
    with pytest.raises(UnknownProfile):
        articles.edit(PutArticle(article(authors=("nobody",))))
    assert everywhere(table, ENTRY) == [0, 0, 0]


@pytest.mark.plain_moto_too
def test_an_edit_may_depend_on_what_the_editor_has_read(articles: Articles, table: Table) -> None:
    with pytest.raises(PreconditionFailed):
        articles.edit(PutArticle(article()), Precondition(exists=True))
    first = articles.edit(PutArticle(article()), ABSENT)
    second = articles.edit(PutArticle(article(title="Two")), at_revision(first.revision))
    with pytest.raises(PreconditionFailed) as caught:
        articles.edit(WithdrawArticle(article().id), at_revision(first.revision))
    assert caught.value.revision == second.revision
    assert DeskReader(table).article(article().id).revision == second.revision


def test_an_edit_repeated_after_it_was_made_is_not_held_to_what_was_there_before(articles: Articles) -> None:
    articles.edit(PutArticle(article()))
    again = articles.edit(PutArticle(article()), ABSENT)
    assert again.outcome is Outcome.UNCHANGED


class Counting(Table):
    """A table that records the size of each transaction."""

    def __init__(self, table: Table) -> None:
        super().__init__(table._client, table.name)
        self.sizes: list[int] = []

    def transact(self, writes: Sequence[Write], *in_time: Any) -> None:
        self.sizes.append(len(writes))
        super().transact(writes, *in_time)


def named(numbers: range) -> dict[str, Any]:
    """An article with the maximum of sections and authors."""
    return {"sections": tuple(f"s{number}" for number in numbers), "authors": tuple(f"a{number}" for number in numbers)}


@pytest.fixture
def everybody(publisher: Publisher, table: Table, clock: Clock) -> tuple[Articles, list[int]]:
    """Twice the maximum of sections and authors of an article, and the sizes of later transactions."""
    for number in range(2 * max(MOST_SECTIONS, MOST_AUTHORS)):
        publisher.put(section(f"s{number}"))
        publisher.put(author(f"a{number}"))
    counting = Counting(table)
    return Articles(Editor(counting, clock, counter("x"))), counting.sizes


FEW, OTHERS = named(range(MOST_SECTIONS)), named(range(MOST_SECTIONS, 2 * MOST_SECTIONS))


def test_the_largest_move_of_an_article_that_waits_fits_one_transaction(everybody: tuple[Articles, list[int]]) -> None:
    articles, sizes = everybody
    articles.edit(PutArticle(article(published=NOW + HOUR, **FEW)))
    articles.edit(PutArticle(article(published=NOW + 2 * HOUR, url="https://www.example.com/moved", **OTHERS)))
    # Its own item, the version before, both addresses, 21 entries deleted and 21 put, an item of the schedule and of a list too,
    # 41 heads. A new one's id is checked not to be a guid.
    assert sizes == [3 + 21 + 2 + 21, 2 + 2 + 42 + 4 + 41]
    assert max(sizes) <= MOST_WRITES


def test_the_largest_withdrawal_and_the_largest_return_fit_one_transaction(everybody: tuple[Articles, list[int]]) -> None:
    articles, sizes = everybody
    articles.edit(PutArticle(article(**FEW)))
    articles.edit(WithdrawArticle(article().id, notice="Gone."))
    articles.edit(PutArticle(article(url="https://www.example.com/moved", **OTHERS), lifecycle=RESTORED))
    # Its own item, the version before, both addresses. 21 entries become 21 tombstones; these are deleted when 21 other entries
    # are made. The article moves from list to list.
    assert sizes == [4 + 21 + 21, 4 + 42 + 21, 6 + 42 + 41]
    assert max(sizes) <= MOST_WRITES


@pytest.mark.plain_moto_too
@pytest.mark.parametrize("unknown", [{"a"}, {1, Decimal("2.5")}, {b"x"}, b"x", Decimal("1.5"), [{"deep": {"a"}}], None, True])
def test_an_edit_keeps_an_attribute_of_a_later_release_of_any_type(articles: Articles, table: Table, unknown: Any) -> None:
    articles.edit(PutArticle(article()))
    key = item_keys.article_key(article().id)
    table.put({**(table.get(key) or {}), "of_a_later_release": unknown})
    articles.edit(PutArticle(article(title="Another")))
    articles.edit(WithdrawArticle(article().id))
    assert (table.get(key) or {})["of_a_later_release"] == unknown
