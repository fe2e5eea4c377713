"""Responses to paths that are no document's: nearly right ones, and old paths."""

from collections.abc import Callable
from typing import Any

import pytest

from byline.desk.publisher import Publisher
from byline.formats.registry import JSON_FEED, RSS
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.redirect import Redirect
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request, Response
from byline.storage.dynamodb import Table
from tests.support.factories import Clock, article, author, section, site
from tests.support.renaming import rename

WORLD = section_feed("world")


class CountedTable(Table):
    """A table that notes its requests in `asked`."""

    def __init__(self, table: Table) -> None:
        vars(self).update(vars(table), asked=[])
        self.asked: list[tuple[str, dict[str, Any]]]

    def _call(self, operation: str, in_time: Callable[[], bool] | None = None, /, **request: Any) -> Any:
        self.asked.append((operation, request))
        return super()._call(operation, in_time, **request)


@pytest.fixture
def counted(table: Table) -> CountedTable:
    return CountedTable(table)


@pytest.fixture
def feed_service(counted: CountedTable, publisher: Publisher, clock: Clock) -> FeedService:
    """A newsroom whose old paths `/feed` and `/category/world/feed` lead to its site's and its section's feed."""
    for thing in (section(), author(), article(1)):
        publisher.put(thing)
    publisher.put_redirects([Redirect("/feed", SITE, "rss"), Redirect("/category/world/feed", WORLD, "atom")])
    return FeedService(counted, site(), 0, 60, clock)


def ask(feed_service: FeedService, path: str, old: str | None = None, method: str = "GET") -> Response:
    return feed_service.unknown(path, path if old is None else old, Request(method))


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/RSS.xml", "/rss.xml"),
        ("/feed.json/", "/feed.json"),
        ("/Sections/World/Atom.XML", "/sections/world/atom.xml"),
        ("/sections/world/rss.xml//", "/sections/world/rss.xml"),
        ("/authors/jane-doe/FEED.json", "/authors/jane-doe/feed.json"),
        ("/Feeds.opml/", "/feeds.opml"),
    ],
)
def test_wrong_case_and_a_trailing_slash_lead_to_the_right_address_without_a_read(
    feed_service: FeedService, counted: CountedTable, path: str, right: str
) -> None:
    response = ask(feed_service, path)
    assert (response.status, response.headers["Location"]) == (301, f"https://feeds.example.com{right}")
    assert (response.headers["Cache-Control"], counted.asked) == ("no-cache", [])


def test_a_slug_in_capitals_leads_to_the_right_address_without_a_read(feed_service: FeedService, counted: CountedTable) -> None:
    response = feed_service.feed(FeedKey(WORLD.kind, "World"), RSS, Request("GET"))
    assert (response.status, response.headers["Location"]) == (301, "https://feeds.example.com/sections/world/rss.xml")
    assert counted.asked == []


@pytest.mark.parametrize("path", ["/nothing", "/sections/world", "/sections/wo_rld/RSS.xml", "/feed/more", "/wp-rss3.php"])
def test_a_path_that_nobody_knows_costs_one_small_read_and_is_cached_like_every_404(
    feed_service: FeedService, counted: CountedTable, path: str
) -> None:
    response = ask(feed_service, path)
    assert (response.status, response.headers["Cache-Control"]) == (404, "public, max-age=60, s-maxage=60")
    assert [(operation, request["ConsistentRead"]) for operation, request in counted.asked] == [("get_item", False)]


def test_a_path_that_cannot_be_an_old_one_and_another_method_cost_no_read(
    feed_service: FeedService, counted: CountedTable
) -> None:
    assert ask(feed_service, "/nothing", old="").status == ask(feed_service, "/feed", method="POST").status == 404
    assert counted.asked == []


def test_an_old_path_leads_to_the_feed_in_its_format(feed_service: FeedService) -> None:
    site_feed, section_atom = ask(feed_service, "/feed"), ask(feed_service, "/category/world/feed", method="HEAD")
    assert (site_feed.status, site_feed.headers["Location"]) == (301, "https://feeds.example.com/rss.xml")
    assert (section_atom.status, section_atom.headers["Location"]) == (301, "https://feeds.example.com/sections/world/atom.xml")
    assert site_feed.headers["Cache-Control"] == "no-cache"


def test_an_old_path_leads_to_the_present_name_of_a_renamed_feed(feed_service: FeedService, publisher: Publisher) -> None:
    rename(publisher.profiles, WORLD, "planet")
    publisher.put_redirects([Redirect("/globe/feed", section_feed("planet"), "json")])
    found = [ask(feed_service, path).headers["Location"] for path in ("/category/world/feed", "/globe/feed")]
    assert found == [f"https://feeds.example.com/sections/planet/{name}" for name in ("atom.xml", "feed.json")]


def test_an_old_path_of_a_retired_feed_answers_what_the_feed_answers(feed_service: FeedService, publisher: Publisher) -> None:
    publisher.put_redirects([Redirect("/author/jane-doe/feed", author_feed("jane-doe"), "json")])
    publisher.profiles.retire(author_feed("jane-doe"))
    response = ask(feed_service, "/author/jane-doe/feed")
    assert response.status == 410
    assert response == feed_service.feed(author_feed("jane-doe"), JSON_FEED, Request("GET"))


@pytest.mark.parametrize("broken", [{"feed": "tags/sea"}, {"format": "pdf"}, {"feed": "sections/nowhere"}])
def test_a_redirect_that_leads_nowhere_is_404(feed_service: FeedService, table: Table, broken: dict[str, str]) -> None:
    table.put({"pk": "REDIRECTS", "sk": "/odd", "schema": 2, "feed": "site", "format": "rss", **broken})
    assert ask(feed_service, "/odd").status == 404
