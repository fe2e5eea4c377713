"""Versions over the desk's API: listed, read, and made the present one again."""

from datetime import timedelta

import pytest

from tests.support.desks import TAG, DeskFunction, Response, at, story
from tests.support.factories import Clock

VERSIONS, VERSION = f"{at(TAG)}/versions", f"{at(TAG)}/version"


@pytest.fixture
def edited(desk: DeskFunction, clock: Clock) -> DeskFunction:
    """A desk with an article that has two versions, 1 and 2."""
    desk.put(at(TAG), story())
    clock.advance(minutes=1)
    desk.put(at(TAG), story(title="A ship returns"))
    clock.advance(minutes=1)
    return desk


def numbers(desk: DeskFunction, query: str = "") -> list[int]:
    return [each["number"] for each in desk.get(f"{VERSIONS}{query}").body]


def back(desk: DeskFunction, number: object, **headers: str) -> Response:
    return desk.put(VERSION, {"number": number}, **headers)


def problem(response: Response) -> str:
    return str(response.body["type"].rpartition(":")[2])


def test_versions_are_listed_newest_first_with_the_present_revision_on_top(edited: DeskFunction) -> None:
    last, first = edited.get(VERSIONS).body
    assert (last["number"], last["what"], last["changed"]) == (2, "changed", ["title", "edited"])
    assert (first["number"], first["what"], first["at"]) == (1, "new", "2026-03-14T12:00:00Z")
    assert last["revision"] == edited.get(at(TAG)).body["revision"]
    assert (last["replaced"], "replaced" in first) == (first["revision"], False)


def test_the_list_has_pages(edited: DeskFunction) -> None:
    assert (numbers(edited, "?limit=1"), numbers(edited, "?limit=1&below=2"), numbers(edited, "?below=1")) == ([2], [1], [])
    for query in ("?limit=0", "?limit=101", "?below=0", "?below=x"):
        assert edited.get(f"{VERSIONS}{query}").status == 422


def test_a_version_is_shown_as_the_desk_showed_it_then(desk: DeskFunction) -> None:
    shown = [desk.put(at(TAG), story(title=title)) for title in ("One", "Two", "Three")]
    for number, each in enumerate(shown, start=1):
        response = desk.get(f"{VERSIONS}/{number}")
        assert (response.status, response.body, response.etag) == (200, each.body, each.etag)


def test_unknown_articles_and_versions_are_404(edited: DeskFunction) -> None:
    assert problem(edited.get(f"{VERSIONS}/3")) == problem(back(edited, 3)) == "unknown-version"
    assert problem(edited.get(f"{at('urn:none')}/versions")) == "unknown-article"
    assert problem(edited.put(f"{at('urn:none')}/version", {"number": 1})) == "unknown-article"
    for number in (0, -1, "x", 10**9):
        assert edited.get(f"{VERSIONS}/{number}").status in {404, 422}
        assert back(edited, number).status == 422


def test_to_go_back_is_a_new_edit(edited: DeskFunction) -> None:
    response = back(edited, 1)
    assert (response.status, response.headers["byline-outcome"], response.body["title"]) == (200, "changed", story()["title"])
    assert edited.get(at(TAG)).body == response.body
    assert next((each["number"], each["what"]) for each in edited.get(VERSIONS).body) == (3, "undone")
    assert back(edited, 1).headers["byline-outcome"] == "unchanged"
    assert back(edited, 2).body["title"] == "A ship returns"


def test_to_go_back_needs_the_revision_that_the_editor_has_read_if_they_say_so(edited: DeskFunction) -> None:
    old = edited.get(f"{VERSIONS}/1").etag
    assert back(edited, 1, if_match=old).status == 412
    assert back(edited, 1, if_match=edited.get(at(TAG)).etag).status == 200


def test_what_readers_have_seen_does_not_become_a_draft(desk: DeskFunction) -> None:
    desk.put(at(TAG), story(draft=True))
    desk.patch(at(TAG), {"status": "published"})
    assert problem(back(desk, 1)) == "already-seen"


def test_a_version_of_a_scheduled_article_says_so_even_when_it_is_out(desk: DeskFunction, clock: Clock) -> None:
    desk.put(at(TAG), story(published=(clock() + timedelta(minutes=1)).isoformat()))
    clock.advance(minutes=2)
    assert desk.get(f"{VERSIONS}/1").body["status"] == "scheduled"
    assert desk.get(at(TAG)).body["status"] == "published"
