"""The desk's API lists articles, finds them by id and address, and suggests ids."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from byline.storage.dynamodb import Table
from byline.storage.finding_keys import LIST
from tests.support.desks import JANE, WORLD, DeskFunction, at, page, story
from tests.support.factories import NOW

HOUR = timedelta(hours=1)


def tag(name: str) -> str:
    return f"tag:example.com,2026:{name}"


@pytest.fixture
def newsroom(desk: DeskFunction) -> DeskFunction:
    """A draft, a scheduled, a published and a withdrawn article, newest first: later, fog, draft, gone."""
    desk.put("/sections/world", WORLD)
    desk.put("/authors/jane", JANE)
    things: dict[str, Any] = {
        "gone": {"published": (NOW - 3 * HOUR).isoformat(), "tags": ["Sea, cold"]},
        "draft": {"published": (NOW - 2 * HOUR).isoformat(), "draft": True, "title": "Fog again"},
        "fog": {"published": (NOW - HOUR).isoformat(), "sections": ["world"], "title": "Fog: the Häfen & port"},
        "later": {"published": (NOW + HOUR).isoformat(), "authors": ["jane"]},
    }
    for number, (name, thing) in enumerate(things.items()):
        assert desk.put(at(tag(name)), story(**thing, **page(number))).status == 201
    desk.delete(f"{at(tag('gone'))}?notice=It+was+wrong")
    return desk


def found(desk: DeskFunction, **filters: str) -> list[str]:
    response = desk.get(f"/articles?{urlencode(filters, quote_via=quote)}")
    assert response.status == 200, response.body
    return [each["id"].removeprefix(tag("")) for each in response.body["articles"]]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["later", "fog", "draft", "gone"]),
        ({"status": "scheduled"}, ["later"]),
        ({"status": "published"}, ["fog"]),
        ({"status": "draft"}, ["draft"]),
        ({"status": "withdrawn"}, ["gone"]),
        ({"section": "world"}, ["fog"]),
        ({"author": "jane"}, ["later"]),
        ({"tag": "sea, COLD"}, ["gone"]),
        ({"words": "FOG"}, ["fog", "draft"]),
        ({"words": "port hafen &"}, ["fog"]),
        ({"words": "fog tide"}, []),
        ({"day": "2026-03-14"}, ["later", "fog", "draft", "gone"]),
        ({"day": "2026-03-13"}, []),
        ({"from": "2026-03-14T11:00:00+00:00"}, ["later", "fog"]),
        ({"until": "2026-03-14T12:00:00+01:00"}, ["draft", "gone"]),
        ({"from": "2026-03-14T10:00:00Z", "until": "2026-03-14T11:00:00Z", "status": "draft"}, ["draft"]),
    ],
)
def test_articles_are_listed_newest_first_by_any_filters(
    newsroom: DeskFunction, filters: dict[str, str], names: list[str]
) -> None:
    assert found(newsroom, **filters) == names


def test_a_listed_article_is_shown_with_its_status_and_present_names(newsroom: DeskFunction) -> None:
    newsroom.put("/sections/world", {**WORLD, "slug": "global"})
    (shown,) = newsroom.get("/articles?section=world").body["articles"]
    assert shown == {
        "id": tag("fog"),
        "status": "published",
        "published": "2026-03-14T11:00:00Z",
        "title": "Fog: the Häfen & port",
        "url": "https://www.example.com/2",
        "sections": ["global"],
    }
    assert found(newsroom, section="global") == ["fog"]
    (gone,) = newsroom.get("/articles?status=withdrawn").body["articles"]
    assert (gone["withdrawn"], gone["notice"], gone["tags"]) == ("2026-03-14T12:00:00Z", "It was wrong", ["Sea, cold"])


def test_pages_continue_exactly_while_articles_are_added(newsroom: DeskFunction) -> None:
    first = newsroom.get("/articles?limit=2").body
    newsroom.put(at(tag("new")), story(published=(NOW + 2 * HOUR).isoformat(), **page(9)))
    second = newsroom.get(f"/articles?limit=2&cursor={first['cursor']}").body
    assert [each["id"] for each in first["articles"] + second["articles"]] == [tag(n) for n in ("later", "fog", "draft", "gone")]
    assert "cursor" not in second


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("cursor=%C3%A9", "cursor"),
        ("cursor=", "cursor"),
        ("day=2026-03-14&from=2026-03-14T00:00:00Z", "day"),
        ("from=2026-03-15T00:00:00Z&until=2026-03-14T00:00:00Z", "from"),
        ("from=2026-03-14T00:00:00Z&until=2026-03-14T00:00:00Z", "from"),
        ("limit=101", "query.limit"),
        ("limit=0", "query.limit"),
        ("status=gone", "query.status"),
        ("day=yesterday", "query.day"),
        ("from=2026-03-14", "query.from"),
        ("section=World", "query.section"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_by_its_name(newsroom: DeskFunction, query: str, field: str) -> None:
    response = newsroom.get(f"/articles?{query}")
    assert (response.status, response.wrong_fields) == (422, [field])


def test_a_section_that_does_not_exist_is_reported_and_not_an_empty_list(newsroom: DeskFunction) -> None:
    response = newsroom.get("/articles?section=wrold")
    assert (response.status, response.body["feed"]) == (404, "sections/wrold")


def test_an_article_is_found_by_its_id_before_its_address(newsroom: DeskFunction) -> None:
    assert found(newsroom, named=tag("fog")) == ["fog"]
    assert found(newsroom, named="http://WWW.example.com/2/#map") == ["fog"]
    newsroom.put(at("https://www.example.com/2"), story(**page(20)))
    assert found(newsroom, named="https://www.example.com/2") == ["https://www.example.com/2"]
    assert found(newsroom, named="https://www.example.com/none") == []
    assert found(newsroom, named="urn:none") == []


def test_a_second_article_with_an_address_is_refused_unless_it_is_moved(newsroom: DeskFunction) -> None:
    response = newsroom.put(at(tag("second")), story(**page(2)))
    assert (response.status, response.body["article_id"]) == (409, tag("fog"))
    assert response.body["type"] == "urn:problem-type:byline:address-taken"
    assert newsroom.put(f"{at(tag('second'))}?move-address=true", story(**page(2))).status == 201
    assert found(newsroom, named=page(2)["url"]) == ["second"]
    assert newsroom.patch(at(tag("later")), page(2)).status == 409
    assert newsroom.patch(f"{at(tag('later'))}?move-address=true", page(2)).status == 200
    assert found(newsroom, named=page(2)["url"]) == ["later"]
    assert newsroom.patch(at(tag("fog")), {"title": "Fog lifts"}).body["url"] == page(2)["url"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("authors/jnae", "authors/jane"), ("authors/doe", "authors/jane"), ("sections/wrold", "sections/world")],
)
def test_a_name_that_is_typed_wrongly_gets_the_nearest_ones(newsroom: DeskFunction, typed: str, meant: str) -> None:
    response = newsroom.get(f"/{typed}")
    assert (response.status, response.body["feed"]) == (404, typed)
    assert [each["id"] for each in response.body["candidates"]] == [meant]
    assert newsroom.delete("/sections/jane").body["candidates"] == []


@pytest.mark.parametrize("method", ["GET", "DELETE", "PATCH"])
def test_an_id_that_is_typed_wrongly_gets_the_nearest_ones(newsroom: DeskFunction, method: str) -> None:
    response = newsroom.ask(method, at(tag("fogg")), {} if method == "PATCH" else None)
    assert (response.status, response.body["article_id"]) == (404, tag("fogg"))
    assert response.body["candidates"] == [{"id": tag("fog"), "title": "Fog: the Häfen & port"}]
    assert newsroom.get(at("urn:else")).body["candidates"] == []


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.example.com/world/fog?utm_source=mail",
        "http://www.example.com/world/fog/#top",
        "www.example.com/world/fog",
        "/world/fog",
        "world/fog/",
    ],
)
def test_an_address_that_is_nearly_right_gets_the_nearest_ones(desk: DeskFunction, typed: str) -> None:
    desk.put(at("urn:fog"), story(url="https://www.example.com/world/fog", title="Fog"))
    for slip in (typed.replace("fog", "fgo"), typed.replace("world", "wrold")):
        assert [each["id"] for each in desk.get(at(slip)).body["candidates"]] == ["urn:fog"]


def test_a_damaged_item_of_a_list_is_left_out(newsroom: DeskFunction, table: Table) -> None:
    (item,) = (each for each in table.scan() if each["pk"] == f"{LIST}draft")
    table.put({**item, "sections": 7})
    assert found(newsroom) == ["later", "fog", "gone"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("limit=0", "must be at least 1, not 0"),
        ("limit=101", "must be at most 100, not 101"),
        ("limit=ten", "must be a whole number, not 'ten'"),
        ("day=2026-02-30", "must be a day that exists, such as 2026-03-14, not '2026-02-30'"),
        ("day=today", "must be a day that exists, such as 2026-03-14, not 'today'"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_those_that_are(desk: DeskFunction, query: str, reason: str) -> None:
    assert desk.get(f"/articles?{query}").body["errors"][0]["reason"] == reason
