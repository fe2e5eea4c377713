"""Each edit leaves what it replaces beside the article, with who made it and when."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.articles import Articles
from byline.desk.publisher import Publisher
from byline.edit_errors import UnknownArticle, UnknownVersion
from byline.errors import Refused, TransactionCancelled
from byline.model.versions import Version, What
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor
from byline.storage.item_keys import article_key
from byline.storage.version_keys import version_key
from byline.storage.versions import VersionReader
from tests.support.factories import NOW, Clock, article, author, counter, section

ID = article().id
MINUTE = timedelta(minutes=1)


@pytest.fixture
def articles_by(publisher: Publisher, table: Table, clock: Clock) -> Callable[..., Articles]:
    """Makes the desk of a person."""
    publisher.put(section())
    publisher.put(author())
    revisions = counter("v")
    return lambda by="jane", days=365: Articles(Editor(table, clock, revisions, by, version_days=days))


@pytest.fixture
def articles(articles_by: Callable[..., Articles]) -> Articles:
    return articles_by()


@pytest.fixture
def versions(table: Table) -> VersionReader:
    return VersionReader(table)


def every(versions: VersionReader) -> list[Version]:
    return versions.versions(ID, None, 100)


def test_a_new_article_is_version_1_and_has_no_item_of_it(articles: Articles, versions: VersionReader, table: Table) -> None:
    articles.edit(PutArticle(article()))
    assert every(versions) == [Version(1, NOW, "jane", What.NEW, "v1")]
    assert table.get(version_key(ID, 1)) is None
    assert versions.version(ID, 1).stored_article.article == article()


def test_each_edit_is_listed_with_who_made_it_and_what_it_changed(
    articles_by: Callable[..., Articles], versions: VersionReader, clock: Clock
) -> None:
    articles_by("jane").edit(PutArticle(article()))
    clock.advance(minutes=1)
    articles_by("john").edit(PutArticle(article(title="Another", tags=("ships",))))
    clock.advance(minutes=1)
    articles_by("jane").edit(WithdrawArticle(ID, "Gone."))
    gone, changed, new = every(versions)
    assert (gone.number, gone.what, gone.by, gone.at) == (3, What.WITHDRAWN, "jane", NOW + 2 * MINUTE)
    assert (changed.number, changed.by, changed.changed) == (2, "john", ("title", "edited", "tags"))
    assert (gone.replaced, changed.replaced, new.replaced) == (changed.revision, new.revision, None)


def test_every_version_is_the_article_as_it_was(articles: Articles, versions: VersionReader, clock: Clock) -> None:
    stored = []
    for number in range(1, 5):
        clock.advance(minutes=1)
        stored.append(articles.edit(PutArticle(article(title=f"Title {number}"))).thing)
    assert [versions.version(ID, number).stored_article for number in range(1, 5)] == stored


def test_an_edit_that_changes_nothing_leaves_no_version(articles: Articles, versions: VersionReader) -> None:
    articles.edit(PutArticle(article()))
    articles.edit(PutArticle(article()))
    articles.edit(PutArticle(article(title="Another")), dry_run=True)
    assert [each.number for each in every(versions)] == [1]


def test_versions_are_listed_in_pages(articles: Articles, versions: VersionReader) -> None:
    for number in range(5):
        articles.edit(PutArticle(article(title=f"Title {number}")))
    pages = [versions.versions(ID, below, 2) for below in (None, 6, 5, 4, 3, 2, 1)]
    assert [[each.number for each in page] for page in pages] == [[5, 4], [5, 4], [4, 3], [3, 2], [2, 1], [1], []]


@pytest.mark.parametrize("days", [1, 365, 0])
def test_a_version_expires_some_days_after_it_was_replaced(
    articles_by: Callable[..., Articles], table: Table, clock: Clock, days: int
) -> None:
    articles_by().edit(PutArticle(article()))
    clock.advance(days=500)
    articles_by("jane", days).edit(PutArticle(article(title="Another")))
    expiry = int((clock() + timedelta(days=days)).timestamp()) if days else None
    assert (table.get(version_key(ID, 1)) or {}).get("expires_at") == expiry
    assert "expires_at" not in (table.get(article_key(ID)) or {})


def test_what_a_release_without_versions_has_stored_becomes_a_version(
    articles: Articles, versions: VersionReader, table: Table
) -> None:
    articles.edit(PutArticle(article()))
    item = table.get(article_key(ID)) or {}
    table.put({name: value for name, value in item.items() if name != "version"})
    articles.edit(PutArticle(article(title="Another")))
    assert [(each.number, each.what, each.at, each.by) for each in every(versions)] == [
        (2, What.CHANGED, NOW, "jane"),
        (1, What.UNKNOWN, None, ""),
    ]
    assert versions.version(ID, 1).stored_article.article == article()


def test_after_a_rollback_the_edits_of_the_earlier_release_are_no_one_elses(
    articles: Articles, versions: VersionReader, table: Table
) -> None:
    articles.edit(PutArticle(article()))
    table.put({**(table.get(article_key(ID)) or {}), "revision": "earlier", "title": "Earlier"})
    assert [(each.number, each.what, each.by) for each in every(versions)] == [(2, What.UNKNOWN, "")]
    articles.edit(PutArticle(article(title="Another")))
    assert [(each.number, each.what, each.by) for each in every(versions)] == [(3, "changed", "jane"), (2, "unknown", "")]
    assert versions.version(ID, 2).stored_article.article.title == "Earlier"


def test_the_largest_article_leaves_a_version_too_even_if_its_text_cannot_be_compressed(
    articles: Articles, versions: VersionReader
) -> None:
    chance = random.Random(1)
    noise = [chr(chance.randrange(0x4E00, 0x9000)) for _ in range(95_000)]
    large = article(content=f"<p>{''.join(noise)}</p>")
    articles.edit(PutArticle(large))
    articles.edit(PutArticle(article(title="Another", content=f"<p>{''.join(reversed(noise))}</p>")))
    assert versions.version(ID, 1).stored_article.article == large


def test_a_version_that_is_no_longer_stored_is_unknown(articles: Articles, versions: VersionReader, table: Table) -> None:
    articles.edit(PutArticle(article()))
    articles.edit(PutArticle(article(title="Another")))
    table.delete(version_key(ID, 1))
    for number in (0, 1, 3):
        with pytest.raises(UnknownVersion):
            versions.version(ID, number)
    assert [each.number for each in every(versions)] == [2]


def test_of_an_unknown_article_there_are_no_versions(versions: VersionReader) -> None:
    with pytest.raises(UnknownArticle):
        every(versions)
    with pytest.raises(UnknownArticle):
        versions.version(ID, 1)


def test_a_damaged_version_is_refused_by_name(articles: Articles, versions: VersionReader, table: Table) -> None:
    articles.edit(PutArticle(article()))
    articles.edit(PutArticle(article(title="Another")))
    item = table.get(version_key(ID, 1)) or {}
    for damage in ({"packed": b"x"}, {"packed": "x"}, {"number": None, "at": 7}):
        table.put({**item, **damage})
        with pytest.raises(Refused, match="VERSION#00000001"):
            versions.version(ID, 1)


class Refusing(Table):
    def transact(self, *_: object) -> None:
        raise TransactionCancelled(["ConditionalCheckFailed"])


def test_an_edit_that_fails_leaves_no_version(articles: Articles, versions: VersionReader, table: Table, clock: Clock) -> None:
    articles.edit(PutArticle(article()))
    refusing = Refusing(table._client, table.name, sleep=lambda _: None)
    with pytest.raises(Exception, match="concurrent"):
        Articles(Editor(refusing, clock, counter("x"))).edit(PutArticle(article(title="Another")))
    assert [each.number for each in every(versions)] == [1]
    assert table.get(version_key(ID, 1)) is None
