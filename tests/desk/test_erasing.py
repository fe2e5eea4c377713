"""An erased article leaves its tombstone, who erased it, and why; its text is nowhere."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.article_edits import EVERY_FIELD, PutArticle, WithdrawArticle
from byline.desk.articles import Articles
from byline.desk.erasing import TITLE, Erased, Eraser
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.desk.undoing import ReturnArticle
from byline.edit_errors import Erased as IsErased
from byline.edit_errors import PreconditionFailed, UnknownArticle, UnknownVersion
from byline.errors import Refused, StoreUnavailable
from byline.formats.registry import FORMATS
from byline.model.feed_key import SITE, FeedKey, section_feed
from byline.model.lifecycle import Erasure, Status, StoredArticle
from byline.model.precondition import Precondition
from byline.model.site import Site
from byline.model.times import format_time
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage import leftovers
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome
from byline.storage.item_keys import Item, Key, all_of, article_key
from byline.storage.versions import VersionReader
from byline_tools.rebuild.rebuilder import Rebuilder
from tests.support.factories import DRAFT, NOW, Clock, article, author, correction, counter, enclosure, image, section, site

ID, WORD, WHY = article().id, "scandal", "Court of Hamburg, 7 O 1/26"
HOME = "https://www.example.com"
WORLD, ART = section_feed("world"), section_feed("art")
TEXTS: dict[str, Any] = {
    "title": f"The {WORD}",
    "url": f"https://www.example.com/{WORD}",
    "summary": f"A {WORD}.",
    "content": f"<p>What a {WORD}!</p>",
    "tags": (WORD,),
    "image": image(url=f"https://img.example.com/{WORD}.jpg"),
    "enclosures": (enclosure(url=f"https://media.example.com/{WORD}.mp3"),),
}
"""A word that must be nowhere after the article is erased."""

Erase = Callable[..., Erased]


@pytest.fixture
def editor(publisher: Publisher, table: Table, clock: Clock) -> Editor:
    for thing in (section("world"), section("art"), author()):
        publisher.put(thing)
    return Editor(table, clock, counter("e"), "jane")


@pytest.fixture
def articles(editor: Editor) -> Articles:
    return Articles(editor)


@pytest.fixture
def erase(editor: Editor) -> Erase:
    return lambda *more: Eraser(editor).article(ID, WHY, HOME, *more)


@pytest.fixture
def service(feed_service_of: Callable[[Site], FeedService]) -> FeedService:
    return feed_service_of(site())


def poll(service: FeedService, *feeds: FeedKey) -> list[str]:
    """The documents of the feeds, which are stored then."""
    request = Request("GET", {"accept-encoding": "identity"})
    return [service.feed(feed, format_, request).body.decode() for feed in feeds for format_ in FORMATS]


def holding(table: Table, word: str = WORD) -> list[str]:
    """The items in which the word is, even compressed."""
    return [f"{item['pk']} {item['sk']}" for item in table.scan() if word in json.dumps(item, default=str) + _unpacked(item)]


def _unpacked(item: dict[str, Any]) -> str:
    packed = item.get("packed", b"")
    if not packed:
        return ""
    return (gzip.decompress(packed) if packed.startswith(b"\x1f\x8b") else zlib.decompress(packed)).decode()


def published_and_moved(articles: Articles, service: FeedService, clock: Clock) -> None:
    """An article that was in two sections, one after the other, with rendered documents and a correction."""
    articles.edit(PutArticle(article(**TEXTS, sections=("world",))))
    poll(service, SITE, WORLD)
    clock.advance(minutes=1)
    articles.edit(PutArticle(article(**TEXTS, sections=("art",), corrections=(correction(note=f"No {WORD}."),))))
    poll(service, SITE, ART)
    clock.advance(minutes=1)


def test_no_item_holds_any_of_its_text_or_addresses(
    articles: Articles, service: FeedService, erase: Erase, table: Table, clock: Clock
) -> None:
    published_and_moved(articles, service, clock)
    articles.edit(WithdrawArticle(ID, f"The {WORD} was none."))
    clock.advance(minutes=1)
    poll(service, SITE, ART)
    assert len(holding(table)) > 5
    done = erase()
    assert holding(table) == []
    assert (done.result.outcome, done.versions) == (Outcome.CHANGED, 2)
    assert done.documents >= 5 * len(FORMATS)


def test_documents_of_earlier_releases_beside_the_head_go_too(
    articles: Articles, service: FeedService, erase: Erase, table: Table, clock: Clock
) -> None:
    published_and_moved(articles, service, clock)
    for item in list(table.query("DOCUMENT#sections/world")):
        table.put({**item, "pk": "FEED#sections/world"})
    erase()
    assert holding(table) == []


def test_who_did_it_when_and_why_stays_with_its_dates(articles: Articles, erase: Erase, table: Table, clock: Clock) -> None:
    articles.edit(PutArticle(article(**TEXTS)))
    clock.advance(minutes=1)
    erase()
    stored = DeskReader(table).article(ID).stored_article
    assert stored.erasure == Erasure(clock(), "jane", WHY, ("site", "sections/world", "authors/jane-doe"))
    assert (stored.article.title, stored.article.url, stored.article.published) == (TITLE, HOME, article().published)
    assert stored.status(clock()) is Status.WITHDRAWN
    (version,) = VersionReader(table).versions(ID, None, 9)
    assert (version.number, version.what, version.by) == (2, "erased", "jane")


def test_readers_see_a_tombstone_without_a_notice(articles: Articles, service: FeedService, erase: Erase, clock: Clock) -> None:
    published_and_moved(articles, service, clock)
    erase()
    clock.advance(minutes=1)
    documents = poll(service, SITE, ART)
    assert all(WORD not in each for each in documents)
    assert [ID in each for each in documents] == [format_.name != "rss" for _ in range(2) for format_ in FORMATS]


def test_a_draft_leaves_no_tombstone(articles: Articles, service: FeedService, erase: Erase, table: Table) -> None:
    articles.edit(PutArticle(article(**TEXTS), lifecycle=DRAFT))
    erase()
    assert holding(table) == []
    assert [key for key in holding(table, ID) if "TOMBSTONE" in key] == []
    assert all(ID not in each for each in poll(service, SITE))


def test_an_article_that_waits_is_not_released(
    articles: Articles, service: FeedService, erase: Erase, table: Table, clock: Clock
) -> None:
    articles.edit(PutArticle(article(**TEXTS | {"published": NOW + timedelta(hours=1), "updated": NOW + timedelta(hours=1)})))
    erase()
    clock.advance(hours=2)
    assert all(ID not in each for each in poll(service, SITE, WORLD))
    assert list(DeskReader(table).scheduled()) == []


@pytest.mark.parametrize(
    "edit",
    [
        PutArticle(article(**TEXTS)),
        PutArticle(article(**TEXTS), lifecycle=StatedLifecycle(Status.PUBLISHED, restores=True, aware=True)),
        WithdrawArticle(ID, "Gone."),
        ReturnArticle(StoredArticle(article(**TEXTS))),
    ],
)
def test_no_edit_brings_it_back(articles: Articles, erase: Erase, table: Table, edit: Any) -> None:
    articles.edit(PutArticle(article(**TEXTS)))
    erase()
    with pytest.raises(IsErased):
        articles.edit(edit)
    assert holding(table) == []


def test_no_import_brings_it_back(articles: Articles, erase: Erase, publisher: Publisher, table: Table) -> None:
    publisher.put(article(**TEXTS))
    erase()
    assert publisher.put(article(**TEXTS)) is Outcome.LEFT_ALONE
    assert holding(table) == []


def test_no_version_brings_it_back(articles: Articles, erase: Erase, table: Table) -> None:
    articles.edit(PutArticle(article(**TEXTS)))
    articles.edit(PutArticle(article()))
    erase()
    for number in (1, 2):
        with pytest.raises(UnknownVersion, match="was erased for good"):
            VersionReader(table).version(ID, number)


def test_another_article_may_be_stored_under_its_id_on_purpose(articles: Articles, erase: Erase, table: Table) -> None:
    articles.edit(PutArticle(article(**TEXTS)))
    erase()
    after = articles.edit(PutArticle(article(), lifecycle=StatedLifecycle(lifts=True))).thing
    assert (after.erasure, after.withdrawal, after.article.title) == (None, None, article().title)
    assert [each.what for each in VersionReader(table).versions(ID, None, 9)] == ["restored", "erased"]
    erased = VersionReader(table).version(ID, 2).stored_article
    with pytest.raises(Refused, match="erase it again"):
        articles.edit(ReturnArticle(erased))


def test_to_lift_an_erasure_that_is_none_changes_nothing_else(articles: Articles) -> None:
    articles.edit(PutArticle(article()))
    articles.edit(WithdrawArticle(ID, "Gone."))
    after = articles.edit(PutArticle(article(), lifecycle=StatedLifecycle(aware=True, lifts=True)))
    assert (after.outcome, after.thing.withdrawal is None) == (Outcome.UNCHANGED, False)


def test_an_attribute_of_a_later_release_goes_too(articles: Articles, erase: Erase, table: Table) -> None:
    articles.edit(PutArticle(article()))
    key: Key = {"pk": f"ARTICLE#{ID}", "sk": "ARTICLE"}
    table.put({**(table.get(key) or {}), "later": WORD})
    erase()
    assert holding(table) == []


def test_to_erase_again_changes_nothing_but_removes_what_was_stored_meanwhile(
    articles: Articles, service: FeedService, erase: Erase, clock: Clock
) -> None:
    published_and_moved(articles, service, clock)
    revision = erase().result.revision
    poll(service, WORLD)
    again = erase()
    assert (again.result.outcome, again.result.revision, again.documents) == (Outcome.UNCHANGED, revision, len(FORMATS))


class Failing(Table):
    """A table in which no item can be deleted."""

    def delete(self, key: Key) -> None:
        raise StoreUnavailable("DeleteItem", self.name)


def test_an_interrupted_erasure_goes_on_where_it_was(
    articles: Articles, service: FeedService, erase: Erase, table: Table, clock: Clock
) -> None:
    published_and_moved(articles, service, clock)
    failing = Failing(table._client, table.name)
    with pytest.raises(StoreUnavailable):
        Eraser(Editor(failing, clock, counter("f"), "jane")).article(ID, WHY, HOME)
    assert holding(table) != []
    erase()
    assert holding(table) == []


class Brief(Table):
    """A table that answers some queries of documents and no more."""

    answers = 3

    def query(self, pk: str, **how: Any) -> Iterator[Item]:
        if how.get("between") == all_of("DOCUMENT#"):
            self.answers -= 1
        if self.answers < 0:
            raise StoreUnavailable("Query", self.name)
        return super().query(pk, **how)


def test_an_erasure_that_takes_too_long_gets_further_at_each_call(
    articles: Articles, service: FeedService, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "STEP", 1)
    published_and_moved(articles, service, clock)

    def unfinished() -> bool:
        try:
            Eraser(Editor(Brief(table._client, table.name), clock, counter("f"), "jane")).article(ID, WHY, HOME)
        except StoreUnavailable:
            return True
        return False

    assert [unfinished() for _ in range(4)] == [True, True, True, False]
    assert holding(table) == []
    assert [item for item in table.scan() if item["sk"] == "ERASING"] == []


def test_an_article_under_the_same_id_that_is_erased_later_is_searched_for_everywhere(
    articles: Articles, service: FeedService, erase: Erase, table: Table, clock: Clock
) -> None:
    published_and_moved(articles, service, clock)
    at = clock()
    erase()
    table.put({**article_key(ID), "sk": "ERASING", "erased_at": format_time(at), "searched": "site"})
    clock.advance(minutes=1)
    articles.edit(PutArticle(article(**TEXTS), EVERY_FIELD - {"updated"}, StatedLifecycle(lifts=True)))
    poll(service, SITE)
    erase()
    assert holding(table) == []


def test_what_an_interrupted_erasure_has_left_is_neither_shown_nor_brought_back(
    articles: Articles, service: FeedService, table: Table, clock: Clock
) -> None:
    published_and_moved(articles, service, clock)
    with pytest.raises(StoreUnavailable):
        Eraser(Editor(Failing(table._client, table.name), clock, counter("f"), "jane")).article(ID, WHY, HOME)
    versions = VersionReader(table)
    assert [each.what for each in versions.versions(ID, None, 9)] == ["erased"]
    with pytest.raises(UnknownVersion):
        versions.version(ID, 1)
    another = PutArticle(article(), EVERY_FIELD - {"updated"}, StatedLifecycle(lifts=True))
    articles.edit(another)
    assert [each.what for each in versions.versions(ID, None, 9)] == ["restored", "erased"]
    assert [key for key in holding(table) if "DOCUMENT" not in key] == []


def test_an_article_with_a_damaged_version_is_erased(articles: Articles, erase: Erase, table: Table) -> None:
    articles.edit(PutArticle(article(**TEXTS)))
    articles.edit(PutArticle(article(**TEXTS | {"title": f"Another {WORD}"})))
    (version,) = (item for item in table.scan() if item["sk"].startswith("VERSION"))
    table.put({**version, "packed": f"{WORD} and no more".encode()})
    assert erase().versions == 1
    assert holding(table) == []


def test_documents_of_sections_that_no_version_names_any_more_go_too(
    articles: Articles, service: FeedService, erase: Erase, table: Table, clock: Clock
) -> None:
    published_and_moved(articles, service, clock)
    for item in [each for each in table.scan() if each["sk"].startswith("VERSION")]:
        table.delete({"pk": item["pk"], "sk": item["sk"]})  # as DynamoDB does when it expires
    erase()
    assert holding(table) == []


def test_it_needs_an_article_and_the_revision_that_is_stated(articles: Articles, erase: Erase) -> None:
    with pytest.raises(UnknownArticle):
        erase()
    articles.edit(PutArticle(article()))
    with pytest.raises(PreconditionFailed):
        erase(Precondition(frozenset({"other"})))


def test_a_rebuild_leaves_versions_and_erased_articles_alone(
    articles: Articles, erase: Erase, editor: Editor, table: Table
) -> None:
    articles.edit(PutArticle(article(2)))
    articles.edit(PutArticle(article(2, title="Another")))
    articles.edit(PutArticle(article(**TEXTS)))
    erase()
    before = sorted(table.scan(), key=lambda item: (item["pk"], item["sk"]))
    rebuilder = Rebuilder(editor)
    result = rebuilder.repair(rebuilder.survey(before))
    assert (+result.counts, result.left) == ({}, {})
    assert sorted(table.scan(), key=lambda item: (item["pk"], item["sk"])) == before
