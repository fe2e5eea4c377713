"""An erased author is nowhere but in keys; their articles stay."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from byline.desk.article_edits import ArticleEdit, PutArticle, WithdrawArticle
from byline.desk.erasing_authors import WITHHELD, AuthorEraser, ErasedAuthor
from byline.desk.profile_edits import PutProfile
from byline.desk.publisher import Publisher
from byline.edit_errors import Erased
from byline.errors import UnknownFeed
from byline.formats.registry import FORMATS, JSON_FEED
from byline.model.feed_key import SITE, author_feed, section_feed
from byline.model.lifecycle import Erasure
from byline.model.site import Site
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome, Source
from byline_tools.rebuild.rebuilder import Rebuilder
from tests.desk.test_erasing import holding, poll
from tests.support.factories import Clock, article, author, counter, image, section, site

JANE, NAME, WHY = author_feed("jane-doe"), "Jane Q. Doe", "Her request of 2026-03-01"
FULL = author(
    "jane-doe", name=NAME, bio=f"{NAME} writes.", url="https://www.example.com/doe", email="doe@example.com", image=image()
)
Erase = Callable[[], ErasedAuthor]


@pytest.fixture
def service(feed_service_of: Callable[[Site], FeedService]) -> FeedService:
    return feed_service_of(site())


@pytest.fixture
def editor(table: Table, clock: Clock) -> Editor:
    return Editor(table, clock, counter("e"), "john")


@pytest.fixture
def erase(publisher: Publisher, editor: Editor, service: FeedService, clock: Clock) -> Erase:
    """Erases an author whose article is in rendered documents."""
    for thing in (section("world"), FULL, article(1)):
        publisher.put(thing)
    poll(service, SITE, section_feed("world"), JANE)
    clock.advance(minutes=1)
    return lambda: AuthorEraser(editor).author(JANE, WHY)


def test_no_item_holds_the_name_or_anything_else_of_them(erase: Erase, table: Table, clock: Clock) -> None:
    assert len(holding(table, NAME)) > 1
    done = erase()
    assert (done.slug, done.outcome, done.erasure) == ("withheld-e1", Outcome.CHANGED, Erasure(clock(), "john", WHY))
    for word in (NAME, "example.com/doe", "doe@", "ship.jpg"):
        assert holding(table, word) == []


def test_articles_stay_under_another_name(erase: Erase, service: FeedService, clock: Clock) -> None:
    erase()
    clock.advance(minutes=1)
    documents = poll(service, SITE, section_feed("world"))
    assert all(WITHHELD in each and "Headline 1" in each and "jane" not in each.lower() for each in documents)


@pytest.mark.parametrize("edit", [WithdrawArticle(article(1).id), PutArticle(article(1, authors=()))])
def test_documents_of_articles_that_no_longer_name_them_go_too(
    erase: Erase, publisher: Publisher, service: FeedService, table: Table, clock: Clock, edit: ArticleEdit
) -> None:
    publisher.articles.edit(edit)
    clock.advance(minutes=1)
    erase()
    assert [key for key in holding(table, NAME) if "VERSION" not in key] == []


def test_their_own_feed_ends_and_is_listed_nowhere(erase: Erase, service: FeedService, table: Table, clock: Clock) -> None:
    erase()
    clock.advance(minutes=1)
    assert service.feed(JANE, JSON_FEED, Request("GET", {})).status == 410
    assert [str(each.name) for each in DeskReader(table).feeds(clock())] == ["site", "sections/world"]


def test_no_edit_and_no_import_brings_the_name_back(erase: Erase, publisher: Publisher, table: Table) -> None:
    slug = erase().slug
    for name in ("jane-doe", slug):
        with pytest.raises(Erased):
            publisher.profiles.edit(PutProfile(author(name, name=NAME)))
    everything = Source(imports=True, overwrites=True, republishes=True)
    assert publisher.put(author("jane-doe", name=NAME), source=everything) is Outcome.LEFT_ALONE
    assert holding(table, NAME) == []


def test_an_author_who_is_retired_can_be_erased_and_stays_retired(
    erase: Erase, publisher: Publisher, service: FeedService, table: Table, clock: Clock
) -> None:
    publisher.profiles.retire(JANE)
    clock.advance(minutes=1)
    erase()
    assert service.feed(JANE, JSON_FEED, Request("GET", {})).status == 410
    assert "authors" not in str([each.name for each in DeskReader(table).feeds(clock())])


def test_to_erase_again_changes_nothing_but_removes_documents(erase: Erase, service: FeedService, clock: Clock) -> None:
    first = erase()
    clock.advance(minutes=1)
    poll(service, SITE)
    again = erase()
    assert (again.slug, again.erasure, again.outcome) == (first.slug, first.erasure, Outcome.UNCHANGED)
    assert again.documents == len(FORMATS)


def test_an_unknown_author_cannot_be_erased(editor: Editor) -> None:
    with pytest.raises(UnknownFeed):
        AuthorEraser(editor).author(author_feed("nobody"), WHY)


def test_a_rebuild_leaves_an_erased_author_alone(erase: Erase, editor: Editor, table: Table, clock: Clock) -> None:
    erase()
    clock.advance(seconds=timedelta(minutes=1).total_seconds())
    before = sorted(table.scan(), key=lambda item: (item["pk"], item["sk"]))
    rebuilder = Rebuilder(editor)
    result = rebuilder.repair(rebuilder.survey(before))
    assert (+result.counts, result.left) == ({}, {})
    assert sorted(table.scan(), key=lambda item: (item["pk"], item["sk"])) == before


def test_the_feed_of_an_erased_author_is_not_revived(publisher: Publisher, erase: Erase) -> None:
    erase()
    with pytest.raises(Erased):
        publisher.profiles.revive(JANE)
