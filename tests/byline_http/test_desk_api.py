"""Every request to the desk, and every response to it."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from byline.desk.desk import desk_for
from byline.settings import DeskSettings
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline.storage.editing import ATTEMPTS
from byline.storage.writes import Write
from byline_http import desk_api
from tests.support.desks import JANE, TAG, WORLD, DeskFunction, Response, at, page, story
from tests.support.factories import NOW, Clock

LATER = (NOW + timedelta(days=1)).isoformat()
FULL = story(
    updated="2026-03-14T11:30:00Z",
    published="2026-03-14T11:00:00Z",
    summary="It has left & will be back.",
    language="en-GB",
    sections=["world"],
    authors=["jane-doe"],
    tags=["ships", "Häfen"],
    image={"url": "/ship.jpg", "alt": "A ship", "width": 0, "height": 900, "media_type": "image/jpeg"},
    enclosures=[{"url": "https://media.example.com/a.mp3", "media_type": "audio/mpeg", "length": 1, "duration": 0}],
    corrections=[{"note": "It was longer.", "at": "2026-03-14T11:15:00+00:00"}],
)


@pytest.fixture
def newsroom(desk: DeskFunction) -> DeskFunction:
    """A desk with a section and an author."""
    assert desk.put("/sections/world", WORLD).status == 201
    assert desk.put("/authors/jane-doe", JANE).status == 201
    return desk


def feed(desk: DeskFunction, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in desk.get("/feeds").body if each["feed"] == name)
    return found


def changed_nothing(desk: DeskFunction, target: str) -> Response:
    """The response when the returned value at `target` is sent back: nothing changes."""
    before, feeds = desk.get(target), desk.get("/feeds").body
    again = desk.put(target, before.body)
    assert (again.status, again.body, again.etag) == (200, before.body, before.etag)
    assert desk.get("/feeds").body == feeds
    return again


def test_a_new_thing_is_201_with_its_tag_and_a_known_one_200(desk: DeskFunction) -> None:
    for target, thing in (("/sections/world", WORLD), ("/authors/jane-doe", JANE), (at(TAG), story())):
        first, again = desk.put(target, thing), desk.put(target, thing)
        assert (first.status, again.status) == (201, 200)
        assert (again.body, again.etag) == (first.body, first.etag) == (desk.get(target).body, desk.get(target).etag)
        changed = desk.put(target, {**thing, "url": "https://www.example.com/other"})
        assert changed.status == 200
        assert changed.etag != first.etag


def test_answers_are_json_that_no_cache_keeps(newsroom: DeskFunction) -> None:
    for response in (newsroom.get("/feeds"), newsroom.put(at(TAG), story()), newsroom.get("/sections/world")):
        assert (response.headers["content-type"], response.headers["cache-control"]) == ("application/json", "no-store")


def test_an_article_says_all_that_it_was_sent_with(newsroom: DeskFunction) -> None:
    answer = newsroom.put(at(TAG), FULL)
    changed = {"image": {**FULL["image"], "url": "https://www.example.com/ship.jpg"}, "status": "published", "id": TAG}
    expected = {**FULL, **changed, "corrections": [{"note": "It was longer.", "at": "2026-03-14T11:15:00Z"}]}
    assert answer.body == {**expected, "revision": answer.etag.strip('"')}


def test_what_is_returned_can_be_sent_back_and_changes_nothing(newsroom: DeskFunction, clock: Clock) -> None:
    newsroom.put(at(TAG), FULL)
    newsroom.put(at("urn:empty"), story(content="<script>1</script>", **page(2)))
    newsroom.put(at("urn:draft"), story(draft=True, **page(3)))
    newsroom.put(at("urn:later"), story(published=LATER, **page(4)))
    newsroom.put(at("urn:gone"), {**FULL, **page(5)})
    newsroom.delete(f"{at('urn:gone')}?notice=It+was+wrong")
    newsroom.put(at("urn:unseen"), story(draft=True, **page(6)))
    newsroom.delete(at("urn:unseen"))
    clock.advance(hours=1)
    articles = (TAG, "urn:empty", "urn:draft", "urn:later", "urn:gone", "urn:unseen")
    for target in (*map(at, articles), "/sections/world", "/authors/jane-doe"):
        changed_nothing(newsroom, target)


def test_a_renamed_section_and_its_articles_can_be_sent_back_too(newsroom: DeskFunction) -> None:
    newsroom.put(at(TAG), FULL)
    newsroom.put("/sections/world", {**WORLD, "slug": "global"})
    assert newsroom.get(at(TAG)).body["sections"] == ["global"]
    for target in (at(TAG), "/sections/world", "/sections/global"):
        changed_nothing(newsroom, target)


def test_what_is_retired_says_so_also_when_it_is_sent_back(newsroom: DeskFunction) -> None:
    newsroom.put(at(TAG), FULL)
    assert newsroom.delete("/sections/world").status == 204
    assert newsroom.delete("/authors/jane-doe").status == 204
    for target in ("/sections/world", "/authors/jane-doe", at(TAG)):
        changed_nothing(newsroom, target)
    assert newsroom.get("/sections/world").body["retired"] is True


def test_a_withdrawn_article_stays_so_until_its_withdrawal_is_removed(newsroom: DeskFunction) -> None:
    newsroom.put(at(TAG), story())
    gone = newsroom.delete(at(TAG)).body
    other = newsroom.put(at(TAG), {**gone, "title": "Other"}).body
    assert (other["title"], other["status"], other["withdrawal"]) == ("Other", "withdrawn", gone["withdrawal"])
    earlier = {**gone, "withdrawal": {**gone["withdrawal"], "at": "2026-01-01T00:00:00Z"}}
    refused = newsroom.put(at(TAG), earlier)
    assert (refused.status, refused.wrong_fields) == (422, ["withdrawal"])
    unaware = newsroom.put(at(TAG), story())
    assert (unaware.status, unaware.body["type"]) == (409, "urn:problem-type:byline:withdrawn")
    assert newsroom.patch(at(TAG), {"withdrawal": None}).body["status"] == "published"
    refused = newsroom.put(at(TAG), gone)
    assert (refused.status, refused.wrong_fields) == (422, ["withdrawal"])


def test_a_notice_is_shown_to_readers_with_its_commas(newsroom: DeskFunction) -> None:
    newsroom.put(at(TAG), story())
    gone = newsroom.delete(f"{at(TAG)}?notice=Taken%20back%2C%20sorry%20%26%20ad%C3%A9%0A%21")
    assert gone.body["withdrawal"] == {"at": "2026-03-14T12:00:00Z", "notice": "Taken back, sorry & adé !", "seen": True}
    assert newsroom.delete(at(TAG)).body["withdrawal"]["notice"] == "Taken back, sorry & adé !"
    for wrong in ("notice=", "notice=%20", "notice=Gone&no-notice=true"):
        assert newsroom.delete(f"{at(TAG)}?{wrong}").status == 422
    assert newsroom.get(at(TAG)).body["withdrawal"]["notice"] == "Taken back, sorry & adé !"
    assert "notice" not in newsroom.delete(f"{at(TAG)}?no-notice=true").body["withdrawal"]


def test_a_name_in_the_body_renames_and_the_old_one_leads_on(newsroom: DeskFunction) -> None:
    renamed = newsroom.put("/authors/jane-doe", {**JANE, "slug": "jane-roe"}).body
    assert {**renamed, "revision": ""} == {**JANE, "type": "author", "slug": "jane-roe", "revision": ""}
    assert newsroom.get("/authors/jane-doe").body == newsroom.get("/authors/jane-roe").body
    assert newsroom.put("/authors/jane-doe", JANE).body["slug"] == "jane-roe"
    assert newsroom.put("/sections/nowhere", {**WORLD, "slug": "other"}).status == 404
    newsroom.put("/sections/art", {"title": "Art"})
    taken = newsroom.put("/sections/art", {"title": "Art", "slug": "world"})
    assert (taken.status, taken.body["type"], taken.body["slug"]) == (409, "urn:problem-type:byline:name-taken", "world")


@pytest.mark.parametrize("target", [at("urn:x"), "/sections/nowhere", "/authors/nobody"])
def test_what_is_not_there_is_404(desk: DeskFunction, target: str) -> None:
    assert desk.get(target).status == desk.delete(target).status == 404


def test_what_is_retired_takes_no_new_name_and_no_new_article(newsroom: DeskFunction) -> None:
    newsroom.delete("/sections/world")
    renamed = newsroom.put("/sections/world", {**WORLD, "slug": "other"})
    for response in (renamed, newsroom.put(at(TAG), story(sections=["world"]))):
        assert (response.status, response.body["profiles"]) == (409, ["sections/world"])
    assert newsroom.delete("/sections/world").status == 204


@pytest.mark.parametrize("target", ["/sections/world", "/authors/jane-doe"])
def test_what_is_retired_is_changed_and_says_so_and_is_revived(newsroom: DeskFunction, target: str) -> None:
    newsroom.delete(target)
    changed = newsroom.put(target, {**newsroom.get(target).body, "url": "https://www.example.com/other"})
    assert (changed.status, changed.body["url"], changed.body["retired"]) == (200, "https://www.example.com/other", True)
    assert newsroom.delete(f"{target}/retirement", if_match='"other"').status == 412
    for _ in range(2):
        assert newsroom.delete(f"{target}/retirement").status == 204
    assert "retired" not in newsroom.get(target).body
    assert target[1:] in {each["feed"] for each in newsroom.get("/feeds").body}


def test_what_a_retirement_concerns_is_counted_and_listed(newsroom: DeskFunction) -> None:
    newsroom.put(at(TAG), story(sections=["world"]))
    newsroom.put("/sections/world", {**WORLD, "slug": "global"})
    addresses = [f"/sections/{slug}/{name}" for slug in ("world", "global") for name in ("rss.xml", "atom.xml", "feed.json")]
    for slug in ("world", "global"):
        shown = newsroom.get(f"/sections/{slug}/usage").body
        assert shown == {"feed": "sections/global", "articles": 1, "addresses": addresses}
    assert newsroom.get("/authors/jane-doe/usage").body["articles"] == 0
    assert newsroom.get("/authors/nobody/usage").status == 404


def test_what_readers_have_seen_can_be_no_draft_and_not_wait(newsroom: DeskFunction) -> None:
    newsroom.put(at(TAG), story())
    for change in ({"draft": True}, {"published": LATER}):
        response = newsroom.put(at(TAG), story(**change))
        assert (response.status, response.body["type"]) == (409, "urn:problem-type:byline:already-seen")


def test_a_second_editor_learns_what_the_first_has_left(newsroom: DeskFunction) -> None:
    for target, bare in ((at(TAG), story()), ("/sections/world", WORLD), ("/authors/jane-doe", JANE)):
        thing = {**bare, "url": "https://www.example.com/one"}
        tag = newsroom.put(target, thing).etag
        newest = newsroom.put(target, {**thing, "url": "https://www.example.com/other"}, if_match=tag).etag
        for late in (newsroom.put(target, thing, if_match=tag), newsroom.delete(target, if_match=tag)):
            assert (late.status, late.etag) == (412, newest)
        assert newsroom.put(target, thing, if_match=f'"other", {newest}').status == 200
        assert newsroom.put(target, {**thing, "url": "https://www.example.com/3"}, if_match="*").status == 200


def test_only_what_is_not_there_is_stored_where_that_is_asked_for(desk: DeskFunction) -> None:
    for target, thing in ((at(TAG), story()), ("/sections/world", WORLD), ("/authors/jane-doe", JANE)):
        missing = desk.put(target, thing, if_match="*")
        assert (missing.status, missing.body["revision"]) == (412, None)
        assert desk.put(target, thing, if_none_match="*").status == 201
        assert desk.put(target, {**thing, "url": "https://www.example.com/2"}, if_none_match="*").status == 412


class OvertakenTable(Table):
    """A table in which a concurrent edit changes the article before each transaction. It counts the transactions."""

    transactions = 0

    def transact(self, writes: Sequence[Write], *in_time: Any) -> None:
        self.transactions += 1
        item = self.get(item_keys.article_key(TAG)) or {}
        self.put({**item, "revision": f"r{self.transactions}"})
        super().transact(writes, *in_time)


def test_an_edit_that_always_comes_too_late_is_a_conflict(newsroom: DeskFunction, table: Table, clock: Clock) -> None:
    newsroom.put(at(TAG), story())
    overtaken = OvertakenTable(table._client, table.name, sleep=lambda _: None)
    desk = desk_for(DeskSettings(table.name, "https://www.example.com", "example.com,2026"), overtaken, clock)
    late = DeskFunction(lambda event, context: desk_api.resolve(event, context, desk))
    response = late.put(at(TAG), story(title="Other"))
    assert (response.status, response.body["type"]) == (409, "urn:problem-type:byline:edit-conflict")
    assert overtaken.transactions == ATTEMPTS


def test_an_article_that_dynamodb_could_not_hold_is_413_with_the_limit(desk: DeskFunction) -> None:
    large = story(content=f"<p>{'x' * 290_000}</p>", summary="船" * 20_000, tags=[f"{n}{'船' * 990}" for n in range(20)])
    response = desk.ask("PUT", at(TAG), raw=json.dumps(large, ensure_ascii=False).encode())
    assert (response.status, response.body["limit"]) == (413, 390_000)
    assert response.body["size"] > 390_000


def test_the_schedule_lists_what_waits_earliest_first(desk: DeskFunction, clock: Clock) -> None:
    for hours in (2, 1, 3):
        desk.put(at(f"urn:{hours}"), story(published=(NOW + timedelta(hours=hours)).isoformat(), **page(hours)))
    desk.put(at("urn:draft"), story(published=LATER, draft=True))
    first = {"id": "urn:1", "published": "2026-03-14T13:00:00Z", "title": "A ship leaves"}
    assert desk.get("/scheduled").body[0] == first
    clock.advance(hours=1)
    assert [each["id"] for each in desk.get("/scheduled").body] == ["urn:2", "urn:3"]


def test_the_feeds_are_listed_with_their_state(newsroom: DeskFunction) -> None:
    newsroom.put(at(TAG), story(sections=["world"], published=LATER))
    assert [each["feed"] for each in newsroom.get("/feeds").body] == ["site", "authors/jane-doe", "sections/world"]
    shown = feed(newsroom, "sections/world")
    assert (shown["title"], shown["changed_at"]) == ("World", "2026-03-14T12:00:00Z")
    assert shown["next_release_at"] == "2026-03-15T12:00:00Z"
    newsroom.delete("/sections/world")
    assert [each["feed"] for each in newsroom.get("/feeds").body] == ["site", "authors/jane-doe"]


def test_the_interface_describes_itself(desk: DeskFunction) -> None:
    document = desk.get("/openapi.json").body
    assert document["openapi"].startswith("3.1")
    routes = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    kinds = {(method, f"/{kind}/{{slug}}") for method in ("PUT", "PATCH", "GET", "DELETE") for kind in ("sections", "authors")}
    articles = {(method, "/articles/{article_id}") for method in ("PUT", "PATCH", "GET", "DELETE")}
    versions = {("GET", "/articles/{article_id}/versions"), ("GET", "/articles/{article_id}/versions/{number}")}
    versions |= {("PUT", "/articles/{article_id}/version")}
    erasures = {("PUT", "/erasures/articles/{article_id}"), ("PUT", "/erasures/authors/{slug}")}
    retirement = {("DELETE", "/{kind}/{slug}/retirement"), ("GET", "/{kind}/{slug}/usage")}
    lists = {("GET", path) for path in ("/articles", "/scheduled", "/feeds", "/redirects")}
    redirects = {(method, "/redirects/{old_path}") for method in ("PUT", "GET", "DELETE")}
    assert routes == kinds | articles | versions | erasures | retirement | lists | redirects


def test_null_removes_the_time_of_a_draft_says_nothing_of_what_is_published_and_is_refused_of_what_waits(
    desk: DeskFunction, clock: Clock
) -> None:
    desk.put(at(TAG), story(status="draft", published=LATER))
    assert desk.get(at(TAG)).body["published"]
    undated = desk.patch(at(TAG), {"published": None})
    assert (undated.status, undated.headers["byline-outcome"], "published" in undated.body) == (200, "changed", False)
    again = desk.put(at(TAG), story(status="draft", published=None))
    assert (again.headers["byline-outcome"], "published" in again.body) == ("unchanged", False)
    clock.advance(hours=1)
    published = desk.patch(at(TAG), {"status": "published", "published": None}).body
    assert published["published"] == "2026-03-14T13:00:00Z"
    for changes, outcome in (({"status": "published"}, "unchanged"), ({}, "unchanged"), ({"title": "Another"}, "changed")):
        answer = desk.put(at(TAG), story(published=None, **changes))
        assert (answer.headers["byline-outcome"], answer.body["published"]) == (outcome, "2026-03-14T13:00:00Z")
    desk.put(at("urn:later"), story(published=LATER, **page(2)))
    for article_id, changes in (
        ("urn:later", {}),
        ("urn:later", {"title": "Another"}),
        ("urn:later", {"status": "scheduled"}),
    ):
        refused = desk.patch(at(article_id), {"published": None, **changes})
        assert (refused.status, refused.wrong_fields) == (422, ["published"])
        assert "only a draft may have no time of publication" in refused.body["errors"][0]["reason"]
    assert "published" not in desk.patch(at("urn:later"), {"published": None, "status": "draft"}).body


PICTURE = {"url": "https://media.example.com/1.jpg", "alt": "A ship"}


@pytest.mark.parametrize(
    ("target", "thing"), [(at(TAG), story()), ("/sections/world", WORLD), ("/authors/jane-doe", JANE)], ids=["a", "s", "p"]
)
def test_a_description_alone_does_not_remove_the_picture(desk: DeskFunction, target: str, thing: dict[str, Any]) -> None:
    desk.put(target, {**thing, "image": PICTURE})
    for refused in (desk.put(target, {**thing, "image": {"alt": "x"}}), desk.patch(target, {"image": {"url": None}})):
        assert (refused.status, refused.wrong_fields) == (422, ["image.url"])
        assert "change single parts with PATCH, or remove the whole picture" in refused.body["errors"][0]["reason"]
    assert desk.get(target).body["image"] == PICTURE
    assert desk.put(target, thing).body["image"] == PICTURE
    assert desk.patch(target, {"image": {"alt": "x"}}).body["image"] == {**PICTURE, "alt": "x"}
    assert "image" not in desk.patch(target, {"image": None}).body
    assert desk.put(target, {**thing, "image": {"credit": "Jane Doe"}}).body["image"] == {"credit": "Jane Doe"}
    assert desk.patch(target, {"image": {"caption": "A sea"}}).body["image"] == {"credit": "Jane Doe", "caption": "A sea"}
