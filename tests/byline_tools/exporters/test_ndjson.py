"""A newsroom file has everything that an import takes. Importing it changes nothing, and fills an empty table."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from byline.desk.article_edits import WithdrawArticle
from byline.desk.profile_edits import PutProfile
from byline.desk.publisher import Publisher
from byline.model.feed_key import author_feed, section_feed
from byline.model.media import Image
from byline.storage.dynamodb import Table
from byline.storage.editing import Source
from byline_tools.exporters import left_out as reasons
from byline_tools.exporters.ndjson import SHARED, versions_of
from byline_tools.exporters.newsroom import Newsroom, Unreadable
from tests.support.exports import desk_of, empty, everything, exported, imported
from tests.support.factories import (
    DRAFT,
    NOW,
    Clock,
    article,
    author,
    correction,
    full_article,
    full_author,
    full_section,
    section,
)

IMPORT = Source(imports=True)


@pytest.fixture
def newsroom(publisher: Publisher, clock: Clock) -> None:
    """An article of every status, with everything that an article, a section and an author can have."""
    for profile in (full_section(), full_author(), section("culture"), section("old"), author("ann")):
        publisher.put(profile)
    full = full_article()
    for each in {*full.sections} - {full_section().slug}:
        publisher.put(section(each))
    for each in {*full.authors} - {full_author().slug}:
        publisher.put(author(each))
    publisher.put(full)
    story = {"sections": ("culture",), "authors": ("ann",)}
    publisher.put(article(9, **story, corrections=(correction(),), image=Image(credit="Ann Photo")))
    publisher.put(article(2, **story, guid="1234 at https://old.example.com", summary="Its own."))
    publisher.put(article(3, **story, published=NOW + timedelta(days=2)))
    publisher.put(article(4, **story), lifecycle=DRAFT)
    publisher.put(article(5, **story, published=NOW + timedelta(days=3)), lifecycle=DRAFT)
    publisher.put(article(6, **{**story, "sections": ("old",)}))
    publisher.put(article(7, **story))
    publisher.put(article(8, **story))
    publisher.articles.edit(WithdrawArticle(article(7).id, "Withdrawn."))
    publisher.eraser.article(article(8).id, "A court said so.", "https://www.example.com")
    publisher.profiles.retire(section_feed("old"))
    publisher.profiles.edit(PutProfile(section("culture"), (), new_slug="arts"))
    clock.advance(seconds=120)


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


@pytest.mark.usefixtures("newsroom")
def test_importing_an_export_into_its_own_table_writes_nothing(
    table: Table, publisher: Publisher, clock: Clock, tmp_path: Path
) -> None:
    before = everything()
    content, _ = exported(table, clock)
    outcomes = imported(publisher, tmp_path, content)
    assert {outcome for outcome, _ in outcomes} <= {"unchanged", "left alone"}
    assert everything() == before
    assert exported(table, clock)[0] == content


@pytest.mark.usefixtures("newsroom")
def test_importing_an_export_into_an_empty_table_and_exporting_that_gives_the_same_bytes(
    table: Table, publisher: Publisher, clock: Clock, tmp_path: Path
) -> None:
    content, _ = exported(table, clock)
    empty()
    clock.advance(seconds=3_600)
    outcomes = imported(publisher, tmp_path, content)
    assert {outcome for outcome, _ in outcomes} == {"new"}
    assert exported(table, clock)[0] == content


@pytest.mark.usefixtures("newsroom")
def test_sections_and_authors_come_first_then_drafts_then_articles_by_time(table: Table, clock: Clock) -> None:
    content, _ = exported(table, clock)
    types = [each["type"] for each in lines(content)]
    assert types == sorted(types, key=["section", "author", "article"].index)
    times = [each.get("published", "") for each in lines(content) if each["type"] == "article"]
    assert times == sorted(times)


@pytest.mark.usefixtures("newsroom")
def test_what_is_not_public_becomes_a_draft_and_what_an_import_cannot_take_is_reported(table: Table, clock: Clock) -> None:
    content, left_out = exported(table, clock)
    drafts = [each["id"] for each in lines(content) if each.get("status") == "draft"]
    assert sorted(drafts) == [article(number).id for number in (4, 5, 7)]
    assert article(8).id not in content.decode()
    assert left_out.counts == {reasons.WITHDRAWN: 1, reasons.ERASED: 1, reasons.RETIRED: 1, reasons.FORMER: 1}
    assert left_out.names == {reasons.RETIRED: ["sections/old"], reasons.FORMER: ["sections/culture"]}


def test_a_name_that_erasure_has_removed_is_not_reported(table: Table, publisher: Publisher, clock: Clock) -> None:
    publisher.put(author("jane-doe"))
    publisher.put(article(1, sections=()))
    publisher.author_eraser.author(author_feed("jane-doe"), "She asked.")
    content, left_out = exported(table, clock)
    assert "jane" not in f"{content.decode()} {list(left_out.lines())}"


def test_a_summary_that_is_made_of_the_content_is_left_to_be_made_again(table: Table, publisher: Publisher, clock: Clock) -> None:
    story = {"sections": (), "authors": (), "content": "<p>It is thick.</p>"}
    publisher.put(article(1, **story, summary="It is thick."))
    publisher.put(article(2, **story, summary="Fog."))
    assert [each.get("summary") for each in lines(exported(table, clock)[0])] == ["Fog.", None]


def test_articles_that_share_an_address_are_reported(table: Table, publisher: Publisher, clock: Clock) -> None:
    publisher.put(article(2, sections=(), authors=()))
    publisher.put(article(1, sections=(), authors=(), url=article(2).url))
    assert exported(table, clock)[1].counts == {SHARED: 1}


def test_a_section_that_is_created_meanwhile_comes_before_its_article(table: Table, publisher: Publisher, clock: Clock) -> None:
    publisher.put(article(1, sections=(), authors=()))
    newsroom = Newsroom(lambda path: desk_of(table, clock).get(path).body)
    publisher.put(section("new"))
    publisher.put(article(1, sections=("new",), authors=()))
    assert [each["type"] for each in newsroom.things()] == ["section", "article"]


def test_pages_of_the_list_are_followed(table: Table, publisher: Publisher, clock: Clock) -> None:
    for number in range(1, 103):
        publisher.put(article(number, sections=(), authors=()))
    ids = [each["id"] for each in lines(exported(table, clock)[0])]
    assert ids == [article(number).id for number in range(102, 0, -1)]


def test_what_is_damaged_is_left_out_and_remembered(table: Table, publisher: Publisher, clock: Clock) -> None:
    for number in (1, 2):
        publisher.put(article(number, sections=(), authors=()))
    desk, damaged = desk_of(table, clock), Unreadable("/articles/1", "is damaged")

    def get(path: str) -> Any:
        body = desk.get(path).body
        if isinstance(body, dict) and body.get("id") == article(1).id:
            raise damaged
        return body

    newsroom = Newsroom(get)
    assert [each["id"] for each in newsroom.things()] == [article(2).id]
    assert newsroom.unreadable == [damaged]


def test_every_version_has_its_number_what_happened_and_the_article_as_it_was(
    table: Table, publisher: Publisher, clock: Clock
) -> None:
    for text in ("One", "Two", "Three"):
        publisher.put(article(1, sections=(), authors=(), title=text))
        clock.advance(seconds=60)
    found = list(versions_of(lambda path: desk_of(table, clock).get(path).body, article(1).id))
    assert [(each["type"], each["of"], each["number"], each["what"]) for each in found] == [
        ("version", article(1).id, number, what) for number, what in ((1, "new"), (2, "changed"), (3, "changed"))
    ]
    assert [each["article"]["title"] for each in found] == ["One", "Two", "Three"]
