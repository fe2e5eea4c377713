"""An export for WordPress: importing it gives the same articles, and what WordPress has no place for is reported."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from byline.desk.article_edits import WithdrawArticle
from byline.desk.publisher import Publisher
from byline.model.media import Enclosure, Image
from byline.storage.dynamodb import Table
from byline_tools.exporters import wxr
from byline_tools.exporters.wxr_elements import NAMESPACES
from tests.support.exports import IN_WORDPRESS, desk_of, empty, exported_for_wordpress, imported, stored_articles
from tests.support.factories import (
    DRAFT,
    NOW,
    Clock,
    article,
    author,
    correction,
    image,
    section,
)

HOSTILE = (
    '<p>A [gallery ids="1"] and [sic], [[caption]] &amp; [/poll] stay.</p>\n'
    "<p>https://www.youtube.com/watch?v=1</p>\n"
    "<pre>one\n\n\nhttps://example.com/a\n[audio]</pre>\n"
    "<p>A line\nand another, without a break. [restrict]No secret.[/restrict] ]]&gt;</p>"
)
SENT = ("url", *IN_WORDPRESS, "guid")


@pytest.fixture
def newsroom(publisher: Publisher) -> None:
    for profile in (
        section("world", title="World & <more>"),
        section("arts"),
        author("ann"),
        author("jane-doe", bio="A [b] & c."),
    ):
        publisher.put(profile)
    both = {"sections": ("arts", "world"), "authors": ("jane-doe", "ann")}
    sound = Enclosure(url="https://a.example/1.mp3", media_type="audio/mpeg", length=123, duration=3_725)
    film = Enclosure(url="https://a.example/2", media_type="video/mp4", length=5)
    picture = image(media_type=None, caption="The [ship] <leaves> & more.")
    publisher.put(article(1, **both, content=HOSTILE, summary="A [gallery] & <b", tags=("b", "a & b", "日本")))
    publisher.put(article(2, title="1 < 2 & [x]", image=picture, enclosures=(sound, film), updated=NOW + timedelta(hours=1)))
    publisher.put(article(3, guid="1234 at https://old.example.com", summary="Content 3."))
    publisher.put(article(4, published=NOW + timedelta(days=2)))
    publisher.put(article(5), lifecycle=DRAFT)
    publisher.put(article(6, published=NOW + timedelta(days=3)), lifecycle=DRAFT)
    publisher.put(article(7, content="", summary="Only this."))


@pytest.mark.usefixtures("newsroom")
def test_importing_an_export_gives_the_same_articles(table: Table, publisher: Publisher, clock: Clock, tmp_path: Path) -> None:
    before = stored_articles(table, clock)
    content, left_out = exported_for_wordpress(table, clock)
    empty()
    assert {kind for _, kind in imported(publisher, tmp_path, content)} == {"section", "author", "article", "redirect"}
    assert stored_articles(table, clock) == before
    assert left_out.counts == {wxr.ATOM_IDS: 1}
    desk = desk_of(table, clock)
    assert desk.get("/sections/world").body["title"] == "World & <more>"
    assert desk.get("/authors/jane-doe").body["bio"] == "A [b] & c."


@pytest.mark.usefixtures("newsroom")
def test_a_second_export_is_the_same(table: Table, publisher: Publisher, clock: Clock, tmp_path: Path) -> None:
    content, _ = exported_for_wordpress(table, clock)
    empty()
    imported(publisher, tmp_path, content)
    guid = b"1234 at https://old.example.com"
    assert content.count(guid) == exported_for_wordpress(table, clock)[0].count(guid) == 1
    assert exported_for_wordpress(table, clock)[0] == content


def test_what_readers_cannot_see_here_is_not_public_there(table: Table, publisher: Publisher, clock: Clock) -> None:
    publisher.put(replace(section("paid"), summaries_only=True))
    plain = {"sections": (), "authors": ()}
    publisher.put(article(1, **plain), lifecycle=DRAFT)
    publisher.put(article(2, **plain))
    publisher.put(article(3, **plain, published=NOW + timedelta(days=1)))
    publisher.put(article(4, sections=("paid",), authors=()))
    publisher.put(article(5, **plain))
    publisher.articles.edit(WithdrawArticle(article(2).id))
    content, left_out = exported_for_wordpress(table, clock)
    statuses = etree.fromstring(content).xpath("//item/wp:status/text()", namespaces=NAMESPACES)
    assert statuses == ["draft", "draft", "publish", "private", "future"]
    assert left_out.counts[wxr.PAID] == 1


def test_what_wordpress_has_no_place_for_is_counted(table: Table, publisher: Publisher, clock: Clock) -> None:
    publisher.put(section("world", image=Image(url="https://img.example.com/w.png"), url="https://www.example.com/world"))
    film = Enclosure(url="https://a.example/2", media_type="video/mp4", length=5, title="A film")
    more = {"language": "de", "enclosures": (film,), "corrections": (correction(),), "image": Image(credit="Ann Photo")}
    publisher.put(article(1, authors=(), **more))
    publisher.put(article(2, authors=(), image=image()))
    assert exported_for_wordpress(table, clock)[1].counts == {
        "pictures of sections": 1,
        "pages of sections": 1,
        wxr.LANGUAGES: 1,
        wxr.CORRECTIONS: 1,
        wxr.NO_ADDRESS: 1,
        wxr.IMAGE_TYPES: 1,
        wxr.TITLES: 1,
    }
