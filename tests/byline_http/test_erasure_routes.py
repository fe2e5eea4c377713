"""Erasing over the desk's API, at addresses of its own."""

from typing import Any

import pytest

from tests.support.desks import EDITOR, JANE, TAG, DeskFunction, Response, at, story

HOME = "https://www.harbourgazette.example"
ERASURE = f"/erasures{at(TAG)}"
WHY = {"reason": "Court of Hamburg, 7 O 1/26"}


def problem(response: Response) -> str:
    return str(response.body["type"].rpartition(":")[2])


@pytest.fixture
def erased(desk: DeskFunction) -> DeskFunction:
    """A desk with an erased article, which had two versions."""
    desk.put(at(TAG), story())
    desk.put(at(TAG), story(title="A ship returns"))
    assert desk.put(ERASURE, WHY).status == 200
    return desk


def test_the_response_says_what_was_removed(desk: DeskFunction) -> None:
    desk.put(at(TAG), story())
    desk.put(at(TAG), story(title="A ship returns"))
    response = desk.put(ERASURE, WHY)
    assert response.body == {
        "at": "2026-03-14T12:00:00Z",
        "by": f"arn:aws:iam::000000000000:user/{EDITOR}",
        **WHY,
        "versions": 1,
        "documents": 0,
    }
    assert response.headers["byline-outcome"] == "changed"
    again = desk.put(ERASURE, WHY)
    assert (again.headers["byline-outcome"], again.etag, again.body["versions"]) == ("unchanged", response.etag, 0)


def test_the_desk_shows_that_it_is_erased_and_nothing_else_of_it(erased: DeskFunction) -> None:
    shown = erased.get(at(TAG)).body
    assert (shown["status"], shown["erasure"]["reason"], shown["url"]) == ("withdrawn", WHY["reason"], HOME)
    assert "ship" not in str(shown)
    assert [each["what"] for each in erased.get(f"{at(TAG)}/versions").body] == ["erased"]


@pytest.mark.parametrize(
    ("method", "target", "thing"),
    [
        ("PUT", at(TAG), story()),
        ("PUT", at(TAG), story(status="published", withdrawal=None)),
        ("PATCH", at(TAG), {"title": "Another"}),
        ("PATCH", at(TAG), {"erasure": None}),
        ("DELETE", at(TAG), None),
    ],
)
def test_other_edits_are_409(erased: DeskFunction, method: str, target: str, thing: Any) -> None:
    response = erased.ask(method, target, thing)
    assert (response.status, problem(response)) == (409, "erased")


def test_what_the_desk_shows_of_it_is_not_taken_for_another_article(erased: DeskFunction) -> None:
    assert problem(erased.put(at(TAG), erased.get(at(TAG)).body)) == "erased"


def test_another_article_comes_back_under_its_id_only_on_purpose(erased: DeskFunction) -> None:
    response = erased.put(at(TAG), story(erasure=None))
    assert (response.status, response.body["status"], "erasure" in response.body) == (200, "published", False)


def test_an_erasure_needs_a_reason_and_an_article(desk: DeskFunction) -> None:
    assert desk.put(ERASURE, {}).wrong_fields == ["reason"]
    assert desk.put(ERASURE, {"reason": ""}).wrong_fields == ["reason"]
    assert problem(desk.put(ERASURE, WHY)) == "unknown-article"
    assert problem(desk.put("/erasures/authors/nobody", WHY)) == "unknown-feed"


def test_an_author_is_replaced(desk: DeskFunction) -> None:
    desk.put("/authors/jane-doe", JANE)
    response = desk.put("/erasures/authors/jane-doe", {**WHY, "name": "Our reporter"})
    assert (response.status, response.headers["byline-outcome"]) == (200, "changed")
    shown = desk.get(f"/authors/{response.body['slug']}").body
    assert (shown["name"], shown["retired"]) == ("Our reporter", True)
    assert problem(desk.put("/authors/jane-doe", JANE)) == "erased"
    assert problem(desk.patch("/authors/jane-doe", {"bio": "She writes."})) == "erased"


def test_an_author_is_replaced_only_at_the_revision_that_is_stated(desk: DeskFunction) -> None:
    tag = desk.put("/authors/jane-doe", JANE).headers["etag"]
    assert problem(desk.put("/erasures/authors/jane-doe", WHY, if_match='"other"')) == "precondition-failed"
    assert desk.get("/authors/jane-doe").body["name"] == JANE["name"]
    assert desk.put("/erasures/authors/jane-doe", WHY, if_match=tag).status == 200


def test_the_address_of_an_erased_article_is_free_for_another_one_and_finds_it_no_more(erased: DeskFunction) -> None:
    assert erased.get("/articles?named=https://www.example.com/1").body["articles"] == []
    assert erased.get(f"/articles?named={HOME}").body["articles"] == []
    (listed,) = erased.get("/articles").body["articles"]
    assert (listed["title"], listed["url"]) == ("Erased", HOME)
    assert erased.put(at("urn:other"), story()).status == 201
    assert erased.put(at("urn:third"), story(url=HOME)).status == 201
    assert erased.put(at(TAG), story(erasure=None)).body["article_id"] == "urn:other"
    assert erased.put(at(TAG), story(erasure=None, url="https://www.example.com/2")).status == 200
    assert erased.get("/articles?named=https://www.example.com/2").body["articles"][0]["id"] == TAG
