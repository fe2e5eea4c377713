"""Responses to feed readers, header by header."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.publisher import Publisher
from byline.formats.registry import ATOM, FORMATS, JSON_FEED, RSS, Format
from byline.model.feed_key import SITE, section_feed
from byline.serving import responses
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request, Response
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline_tools.local.stack import TABLE_NAME
from tests.support.factories import NOW, Clock, article, author, section, site
from tests.support.renaming import rename

WORLD = section_feed("world")
HOUR = timedelta(hours=1)


@pytest.fixture
def feed_service(feed_service_of: Callable[..., FeedService], publisher: Publisher, clock: Clock) -> FeedService:
    """The feed service of a site with one section of three articles, one of them under embargo for an hour."""
    clock.advance(hours=-1)
    articles = [article(number, published=NOW - number * HOUR) for number in (1, 2)]
    things: list[Any] = [section(url="https://www.example.com/world"), author(), *articles]
    for thing in things:
        clock.advance(seconds=1)
        publisher.put(thing)
    clock.now = NOW
    publisher.put(article(3, published=NOW + HOUR))
    return feed_service_of(site())


def get(feed_service: FeedService, format_: Format = RSS, **headers: str) -> Response:
    return feed_service.feed(WORLD, format_, Request("GET", {name.replace("_", "-"): value for name, value in headers.items()}))


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_a_document_comes_with_everything_a_reader_wants_to_know(feed_service: FeedService, format_: Format) -> None:
    response = get(feed_service, format_)
    assert response.status == 200
    assert b"Headline 1" in response.body
    assert dict(response.headers) == {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
        "X-Content-Type-Options": "nosniff",
        "ETag": response.headers["ETag"],
        "Last-Modified": "Sat, 14 Mar 2026 11:00:04 GMT",
        "Cache-Control": "public, max-age=900, s-maxage=60, stale-while-revalidate=0, stale-if-error=86400",
        "Vary": "Accept-Encoding",
        "Link": f'<https://feeds.example.com/sections/world/{format_.file_name}>; rel="self", '
        '<https://www.example.com/world>; rel="alternate"; type="text/html"',
        "Content-Type": f"{format_.media_type}; charset=utf-8",
    }


def test_a_second_poll_gets_304_with_everything_a_reader_must_keep(feed_service: FeedService) -> None:
    first = get(feed_service)
    second = get(feed_service, if_none_match=first.headers["ETag"])
    assert (second.status, second.body) == (304, b"")
    assert second.headers == {name: value for name, value in first.headers.items() if name != "Content-Type"}


def test_a_poll_by_date_alone_gets_304_as_well(feed_service: FeedService) -> None:
    assert get(feed_service, if_modified_since="Sat, 14 Mar 2026 11:00:04 GMT").status == 304
    assert get(feed_service, if_modified_since="Sat, 14 Mar 2026 11:00:03 GMT").status == 200


def test_a_poll_by_date_alone_gets_the_second_of_two_edits_in_one_second(
    feed_service: FeedService, publisher: Publisher, clock: Clock
) -> None:
    publisher.put(article(4))
    between = get(feed_service)
    publisher.put(article(5))
    clock.advance(hours=2)
    after = get(feed_service, if_modified_since=between.headers["Last-Modified"])
    assert (after.status, b"Headline 5" in after.body) == (200, True)
    assert get(feed_service, if_modified_since=after.headers["Last-Modified"]).status == 304


def test_nothing_public_moves_when_an_article_is_scheduled_moved_or_taken_back(
    feed_service: FeedService, publisher: Publisher, clock: Clock
) -> None:
    before = [get(feed_service, format_) for format_ in FORMATS]
    publisher.put(article(4, published=NOW + HOUR))
    publisher.put(article(4, published=NOW + 2 * HOUR))
    publisher.articles.edit(PutArticle(article(4, published=NOW + 3 * HOUR)))
    publisher.articles.edit(WithdrawArticle(article(3).id))
    publisher.articles.edit(WithdrawArticle(article(4).id))
    clock.advance(hours=4)
    assert [get(feed_service, format_) for format_ in FORMATS] == [replace(each, rendered=None) for each in before]


def test_head_is_get_without_the_body(feed_service: FeedService) -> None:
    response = feed_service.feed(WORLD, RSS, Request("HEAD"))
    assert (response.status, response.body) == (200, b"")
    assert response.headers == get(feed_service).headers
    validator = {"if-none-match": response.headers["ETag"]}
    assert feed_service.feed(WORLD, RSS, Request("HEAD", validator)).status == 304


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_any_other_method_is_not_allowed_and_learns_which_are(feed_service: FeedService, method: str) -> None:
    for response in (
        feed_service.feed(WORLD, RSS, Request(method)),
        feed_service.directory(Request(method)),
        feed_service.subscriptions(Request(method)),
    ):
        assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


def test_gzip_carries_the_same_document_under_the_same_tag(feed_service: FeedService) -> None:
    plain, packed = get(feed_service), get(feed_service, accept_encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert packed.body == get(feed_service, accept_encoding="gzip").body


def test_each_feed_and_format_has_a_tag_of_its_own(feed_service: FeedService) -> None:
    tags = {feed_service.feed(key, format_, Request("GET")).headers["ETag"] for key in (SITE, WORLD) for format_ in FORMATS}
    assert len(tags) == 6


def test_a_change_of_the_sites_settings_changes_every_tag(
    feed_service: FeedService, feed_service_of: Callable[..., FeedService]
) -> None:
    renamed = feed_service_of(site(title="The Other Gazette"))
    assert get(renamed).headers["ETag"] != get(feed_service).headers["ETag"]


def test_an_embargo_lifts_for_readers_at_its_second(feed_service: FeedService, clock: Clock) -> None:
    before = get(feed_service, ATOM)
    clock.advance(hours=1, seconds=-1)
    last = get(feed_service, ATOM, if_none_match=before.headers["ETag"])
    clock.advance(seconds=1)
    after = get(feed_service, ATOM, if_none_match=before.headers["ETag"])
    assert (last.status, last.headers["Cache-Control"]) == (
        304,
        "public, max-age=1, s-maxage=1, stale-while-revalidate=0, stale-if-error=0",
    )
    assert b"Headline 3" not in before.body
    assert (after.status, b"Headline 3" in after.body) == (200, True)
    assert after.headers["Last-Modified"] == "Sat, 14 Mar 2026 13:00:00 GMT"


def test_the_same_state_is_the_same_bytes(feed_service: FeedService, clock: Clock) -> None:
    before = [get(feed_service, format_).body for format_ in FORMATS]
    clock.advance(minutes=59)
    assert [get(feed_service, format_).body for format_ in FORMATS] == before


def test_an_unknown_feed_is_unknown(feed_service: FeedService) -> None:
    response = feed_service.feed(section_feed("nowhere"), RSS, Request("GET"))
    assert (response.status, response.headers["Cache-Control"]) == (404, "public, max-age=60, s-maxage=60")
    assert b"sections/nowhere" in response.body


def elsewhere(feed_service: FeedService, format_: Format, slug: str, method: str = "GET") -> tuple[int, str | None]:
    response = feed_service.feed(section_feed(slug), format_, Request(method))
    return response.status, response.headers.get("Location")


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_a_renamed_feed_is_elsewhere_in_one_step_however_often_it_was_renamed(
    feed_service: FeedService, publisher: Publisher, format_: Format
) -> None:
    for slug in ("global", "planet"):
        rename(publisher.profiles, WORLD, slug)
    address = f"https://feeds.example.com/sections/planet/{format_.file_name}"
    for slug in ("world", "global"):
        assert elsewhere(feed_service, format_, slug) == elsewhere(feed_service, format_, slug, "HEAD") == (301, address)
    response = feed_service.feed(section_feed("planet"), format_, Request("GET"))
    assert (response.status, address.encode() in response.body) == (200, True)
    assert response.headers["Link"].startswith(f'<{address}>; rel="self"')


def test_a_feed_that_gets_its_first_name_back_is_there_again(feed_service: FeedService, publisher: Publisher) -> None:
    before = get(feed_service)
    rename(publisher.profiles, WORLD, "global")
    rename(publisher.profiles, WORLD, "world")
    assert elsewhere(feed_service, RSS, "global") == (301, "https://feeds.example.com/sections/world/rss.xml")
    assert (get(feed_service).status, b"Headline 1" in get(feed_service).body) == (200, True)
    assert get(feed_service, if_none_match=before.headers["ETag"]).status == 200


def test_a_renamed_feed_keeps_its_permanent_id_and_its_articles(feed_service: FeedService, publisher: Publisher) -> None:
    rename(publisher.profiles, WORLD, "global")
    body = feed_service.feed(section_feed("global"), ATOM, Request("GET")).body
    assert b"<id>tag:example.com,2026:sections/world</id>" in body
    assert b"Headline 1" in body


def test_a_move_is_never_reused_unasked_whatever_the_reader_has(feed_service: FeedService, publisher: Publisher) -> None:
    etag = get(feed_service).headers["ETag"]
    rename(publisher.profiles, WORLD, "global")
    response = get(feed_service, if_none_match=etag)
    assert (response.status, response.headers["Cache-Control"]) == (301, "no-cache")


@pytest.mark.parametrize("slug", ["world", "global"])
def test_a_retired_feed_is_gone_under_every_name_it_had(feed_service: FeedService, publisher: Publisher, slug: str) -> None:
    rename(publisher.profiles, WORLD, "global")
    publisher.profiles.retire(WORLD)
    for format_ in (RSS, ATOM):
        response = feed_service.feed(section_feed(slug), format_, Request("GET"))
        assert (response.status, response.headers["Content-Type"]) == (410, "text/plain; charset=utf-8")
    response = feed_service.feed(section_feed(slug), JSON_FEED, Request("GET"))
    ended = json.loads(response.body)
    assert (response.status, response.headers["Content-Type"]) == (410, "application/feed+json; charset=utf-8")
    assert (ended["expired"], ended["items"]) == (True, [])
    assert ended["feed_url"] == "https://feeds.example.com/sections/global/feed.json"


def test_a_retired_feed_is_gone_for_those_who_have_it_too(feed_service: FeedService, publisher: Publisher) -> None:
    etag = get(feed_service).headers["ETag"]
    publisher.profiles.retire(WORLD)
    assert get(feed_service, if_none_match=etag).status == 410
    assert b"Headline 1" in feed_service.feed(SITE, RSS, Request("GET")).body


def test_a_feed_that_has_ended_is_gone_while_the_table_is_away_too(
    publisher: Publisher, table: Table, clock: Clock, feed_service: FeedService
) -> None:
    remembering = FeedService(table, site(), 5, 10, clock)
    publisher.profiles.retire(WORLD)
    assert get(remembering).status == 410
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    clock.advance(hours=1)
    assert get(remembering).status == 410


def test_shared_caches_keep_errors_no_longer_than_documents(table: Table, publisher: Publisher, clock: Clock) -> None:
    service = FeedService(table, site(), 0, 10, clock)
    publisher.put(section())
    publisher.profiles.retire(WORLD)
    responses = [get(service), service.feed(section_feed("nowhere"), RSS, Request("GET"))]
    assert [(each.status, each.headers["Cache-Control"]) for each in responses] == [
        (410, "public, max-age=3600, s-maxage=10"),
        (404, "public, max-age=60, s-maxage=10"),
    ]


def test_trouble_is_a_503_that_says_when_to_come_back() -> None:
    response = responses.service_unavailable()
    assert (response.status, int(response.headers["Retry-After"])) == (503, 30)


def test_the_lists_of_feeds_are_cached_and_validated_too(feed_service: FeedService) -> None:
    for call in (feed_service.directory, feed_service.subscriptions):
        first = call(Request("GET"))
        assert first.status == 200
        assert b"https://feeds.example.com/sections/world/rss.xml" in first.body
        assert call(Request("GET", {"if-none-match": first.headers["ETag"]})).status == 304
        assert call(Request("HEAD")).body == b""


def test_an_article_left_out_is_reported_with_the_response(feed_service: FeedService, table: Table) -> None:
    stored = table.get(item_keys.article_key(article(1).id)) or {}
    table.put({**stored, "title": "\x00"})
    response = get(feed_service)
    assert (response.status, b"Headline 1" in response.body, b"Headline 2" in response.body) == (200, False, True)
    assert response.rendered
    assert {each.article_id for each in response.rendered.left_out} == {article(1).id}
