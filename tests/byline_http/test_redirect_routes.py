"""The desk's API stores, lists and removes redirects from old paths."""

from typing import Any

import pytest

from byline_http.redirect_addresses import address_of
from tests.support.desks import JANE, WORLD, DeskFunction, Response

FORM = "has the form of the address of a feed, "


@pytest.fixture
def newsroom(desk: DeskFunction) -> DeskFunction:
    """A section and an author."""
    desk.put("/sections/world", WORLD)
    desk.put("/authors/jane", JANE)
    return desk


def put(desk: DeskFunction, path: str, feed: str = "sections/world", **more: str) -> Response:
    return desk.put(address_of(path), {"feed": feed, **more})


def reasons(response: Response) -> dict[str, str]:
    assert response.status == 422, response.body
    return {each["field"]: each["reason"] for each in response.body["errors"]}


def test_a_redirect_is_stored_shown_changed_and_removed(newsroom: DeskFunction) -> None:
    made = put(newsroom, "/category/world/feed/")
    stored = {"path": "/category/world/feed", "feed": "sections/world", "format": "rss"}
    assert (made.status, made.headers["byline-outcome"], made.body) == (201, "new", stored)
    assert newsroom.get(address_of("/category/world/feed/")).body == stored
    again = put(newsroom, "/Category/World/FEED")
    assert (again.status, again.headers["byline-outcome"], again.body) == (200, "unchanged", stored)
    changed = put(newsroom, "/category/world/feed", "authors/jane", format="atom")
    assert (changed.status, changed.headers["byline-outcome"]) == (200, "changed")
    assert changed.body == {**stored, "feed": "authors/jane", "format": "atom"}
    assert newsroom.delete(address_of("/category/world/feed")).status == 204
    for response in (newsroom.get(address_of("/category/world/feed")), newsroom.delete(address_of("/category/world/feed"))):
        assert (response.status, response.body["type"]) == (404, "urn:problem-type:byline:unknown-redirect")
        assert response.body["path"] == "/category/world/feed"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("https://old.example.com/category/world/feed/", "/category/world/feed"),
        ("http://www.example.com/?feed=rss2", "/?feed=rss2"),
        ("https://www.example.com?feed=RSS2", "/?feed=rss2"),
        ("/?cat=3&utm_source=x&feed=rss2", "/?feed=rss2&cat=3"),
        ("/index.php?feed=atom&author_name=jane", "/index.php?feed=atom&author_name=jane"),
        ("http://[/feed", "/feed"),
        ("/cat%C3%A9gorie/monde/feed/", "/catégorie/monde/feed"),
        ("  /feed/#top ", "/feed"),
    ],
)
def test_a_path_is_written_in_any_way_that_leads_there(newsroom: DeskFunction, written: str, path: str) -> None:
    assert put(newsroom, written).body["path"] == path
    assert newsroom.get(address_of(path)).status == newsroom.get(address_of(written)).status == 200


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("/sections/world/rss.xml", f"{FORM}RSS of sections/world: Byline answers such addresses itself"),
        ("/authors/Jane_Doe/Feed.json/", f"{FORM}JSON Feed of authors/jane_doe: Byline answers such addresses itself"),
        ("/Atom.xml/", f"{FORM}Atom of site: Byline answers such addresses itself"),
        ("/", "is the page of all feeds: Byline answers there itself"),
        ("https://www.example.com", "is the page of all feeds: Byline answers there itself"),
        ("/feeds.opml", "is the subscription list: Byline answers there itself"),
        ("category/world", "is no path: it begins with a slash, such as /category/world/feed/, unless it is a whole address"),
        ("//host/feed", "is no path: it begins with a slash, such as /category/world/feed/, unless it is a whole address"),
        (
            "ftp://example.com/feed",
            "is no path: it begins with a slash, such as /category/world/feed/, unless it is a whole address",
        ),
        ("/feed?page=2", "has a query without the parameter feed, which does not count: leave the query out"),
    ],
)
def test_a_path_that_cannot_be_redirected_is_refused_with_the_reason(newsroom: DeskFunction, written: str, reason: str) -> None:
    assert reasons(put(newsroom, written)) == {"path": f"{written!r} {reason}"}


@pytest.mark.parametrize("path", [f"/{'x' * 900}", "/a%00b"])
def test_a_path_that_no_request_has_is_refused(newsroom: DeskFunction, path: str) -> None:
    assert reasons(put(newsroom, path)) == {"path": "is longer than 900 bytes, or has characters that no path has"}


def test_everything_that_is_wrong_is_said_at_once(newsroom: DeskFunction) -> None:
    assert reasons(put(newsroom, "feed", "world")) == {
        "path": "'feed' is no path: it begins with a slash, such as /category/world/feed/, unless it is a whole address",
        "feed": "'world' is not the name of a feed: site, sections/SLUG or authors/SLUG",
    }
    assert set(reasons(newsroom.put(address_of("/feed"), {"format": "pdf"}))) == {"feed", "format"}
    assert set(reasons(newsroom.put("/redirects/L2ZlZ", {"feed": "site"}))) == {"path"}
    assert reasons(newsroom.put(address_of("/feed"), {"feed": "site", "to": "x"})).keys() == {"to"}


def test_an_unknown_feed_is_refused_with_what_may_be_meant(newsroom: DeskFunction) -> None:
    response = put(newsroom, "/feed", "sections/wrold")
    assert (response.status, response.body["candidates"]) == (404, [{"id": "sections/world", "title": "World"}])


def test_a_redirect_shows_the_present_name_of_its_feed(newsroom: DeskFunction) -> None:
    put(newsroom, "/feed")
    newsroom.patch("/sections/world", {"slug": "planet"})
    assert newsroom.get(address_of("/feed")).body["feed"] == "sections/planet"
    assert put(newsroom, "/feed", "sections/planet").headers["byline-outcome"] == "unchanged"


def test_redirects_are_listed_by_path_page_by_page(newsroom: DeskFunction) -> None:
    paths = ["/?feed=rss2", "/author/jane/feed", "/category/world/feed", "/feed", "/é"]
    for path in reversed(paths):
        assert put(newsroom, path, "site").status == 201
    listed: list[dict[str, Any]] = []
    cursor = ""
    for size in (2, 2, 1):
        page = newsroom.get(f"/redirects?limit=2{cursor}").body
        assert len(page["redirects"]) == size
        listed += page["redirects"]
        cursor = f"&cursor={page.get('cursor')}"
    assert ([each["path"] for each in listed], "cursor" in page) == (paths, False)
    assert newsroom.get("/redirects").body == {"redirects": listed}
    assert reasons(newsroom.get("/redirects?cursor=x")) == {"cursor": "is not one of a page of this list"}
    assert reasons(newsroom.get("/redirects?limit=101")).keys() == {"query.limit"}


def test_other_methods_are_405_and_preconditions_are_refused(newsroom: DeskFunction) -> None:
    address = address_of("/feed")
    assert newsroom.patch(address, {}).headers["allow"] == "GET, HEAD, PUT, DELETE, OPTIONS"
    assert newsroom.put("/redirects", {}).status == 405
    assert newsroom.put(address, {"feed": "site"}, if_match='"r"').status == 422
