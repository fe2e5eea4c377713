"""Every error of the domain has a status and a problem type with its members (RFC 9457)."""

import inspect
import json
from typing import Any

import pytest

from byline import edit_errors, errors
from byline.errors import BylineError, Problem
from byline_http import desk_problems
from tests.support.desks import TAG, WORLD, DeskFunction, at, story

NEVER_RETURNED = {
    errors.PurgeFailed,
    errors.TransactionCancelled,
    errors.InvalidSetting,
    errors.BrokenHead,
    errors.NotThroughCdn,
}
"""The first becomes EditConflict, the second stops the function at its start, the third is damage in the table: a plain 500."""

EXAMPLES: list[tuple[BylineError, str, int, dict[str, Any]]] = [
    (errors.Refused("a", [Problem("b", "c")]), "refused", 422, {"errors": [{"field": "b", "reason": "c"}]}),
    (edit_errors.UnknownArticle("urn:a"), "unknown-article", 404, {"article_id": "urn:a", "candidates": []}),
    (
        edit_errors.AddressTaken("urn:b", "https://www.example.com/1", "urn:a"),
        "address-taken",
        409,
        {"url": "https://www.example.com/1", "article_id": "urn:a"},
    ),
    (edit_errors.GuidTaken("urn:b", "4711", "urn:a"), "guid-taken", 409, {"guid": "4711", "article_id": "urn:a"}),
    (edit_errors.UnknownVersion("urn:a", 7), "unknown-version", 404, {"article_id": "urn:a", "number": 7}),
    (edit_errors.UnknownRedirect("/a"), "unknown-redirect", 404, {"path": "/a"}),
    (errors.UnknownFeed("sections/a"), "unknown-feed", 404, {"feed": "sections/a", "candidates": []}),
    (edit_errors.RetiredProfile("a", ["sections/a"]), "retired-profile", 409, {"subject": "a", "profiles": ["sections/a"]}),
    (edit_errors.NameTaken("sections/a", "b"), "name-taken", 409, {"feed": "sections/a", "slug": "b"}),
    (edit_errors.AlreadySeen("urn:a"), "already-seen", 409, {"article_id": "urn:a"}),
    (edit_errors.Withdrawn("urn:a"), "withdrawn", 409, {"article_id": "urn:a"}),
    (edit_errors.Erased("article urn:a"), "erased", 409, {"subject": "article urn:a"}),
    (edit_errors.EditConflict("a"), "edit-conflict", 409, {"subject": "a"}),
    (edit_errors.ClockSkewed(30), "clock-skewed", 503, {"seconds": 30}),
    (edit_errors.PreconditionFailed("a", "r1"), "precondition-failed", 412, {}),
    (edit_errors.PreconditionFailed("a", None), "precondition-failed", 412, {"subject": "a", "revision": None}),
    (edit_errors.TooLarge("a", 2, 1), "too-large", 413, {"subject": "a", "size": 2, "limit": 1}),
    (
        edit_errors.UnknownProfile("urn:a", ["sections/a"]),
        "unknown-profile",
        422,
        {"errors": [{"field": "sections", "reason": "a does not exist: store it first"}]},
    ),
    (errors.StoreUnavailable("get_item", "byline"), "store-unavailable", 503, {}),
    (edit_errors.BareId("urn:a", "/articles/dXJuOmE"), "bare-id", 400, {"address": "/articles/dXJuOmE"}),
    (edit_errors.BareId("https://a", None), "bare-id", 400, {"address": None}),
]


@pytest.mark.parametrize(("error", "name", "status", "more"), EXAMPLES, ids=lambda value: type(value).__name__)
def test_an_error_is_returned_with_all_that_it_carries(error: BylineError, name: str, status: int, more: dict[str, Any]) -> None:
    response = desk_problems.problem_response(error)
    body = json.loads(str(response.body))
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert body["type"] == f"urn:problem-type:byline:{name}"
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert body["status"] == status
    assert {name: value for name, value in body.items() if name not in {"type", "title", "status", "detail"}} == more


def test_an_error_of_a_subclass_is_returned_as_its_superclass() -> None:
    class StillTooLarge(edit_errors.TooLarge):
        """A subclass that is not in the table of problems."""

    response = desk_problems.problem_response(StillTooLarge("a", 2, 1))
    assert (response.status_code, json.loads(str(response.body))["type"]) == (413, "urn:problem-type:byline:too-large")


def test_every_error_has_a_status() -> None:
    classes = [kind for module in (errors, edit_errors) for _, kind in inspect.getmembers(module, inspect.isclass)]
    kinds = [kind for kind in classes if issubclass(kind, BylineError)]
    assert (
        set(kinds) - {BylineError, *NEVER_RETURNED} == set(desk_problems.PROBLEM_TYPES) == {type(error) for error, *_ in EXAMPLES}
    )


def test_headers_say_when_to_come_again_and_what_is_stored() -> None:
    assert desk_problems.problem_response(errors.StoreUnavailable("a", "b")).headers["Retry-After"] == "30"
    assert desk_problems.problem_response(edit_errors.PreconditionFailed("a", "r1")).headers["ETag"] == '"r1"'


def test_what_names_unknown_sections_and_authors_says_which_fields_are_wrong(desk: DeskFunction) -> None:
    response = desk.put(at(TAG), story(sections=["world", "art"], authors=["jane-doe"]))
    assert response.status == 422
    assert response.body["errors"] == [
        {"field": "sections", "reason": "world does not exist: store it first"},
        {"field": "sections", "reason": "art does not exist: store it first"},
        {"field": "authors", "reason": "jane-doe does not exist: store it first"},
    ]


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"corrections": [{"note": "No.", "at": "2126-01-01T00:00:00Z"}]}, {"id": "urn:b"}]
)
def test_names_that_do_not_exist_or_are_retired_are_reported_with_wrong_fields(desk: DeskFunction, wrong: dict[str, Any]) -> None:
    for target, thing in (("/sections/world", WORLD), ("/sections/gone", WORLD), (at(TAG), story(sections=["world"]))):
        desk.put(target, thing)
    desk.delete("/sections/gone")
    changes = {**wrong, "sections": ["world", "wrold", "gone"], "authors": ["nobody"]}
    reasons = {
        "wrold does not exist: store it first",
        "nobody does not exist: store it first",
        "gone is retired: revive it first, or use another name",
    }
    for response in (desk.put(at(TAG), story(**changes)), desk.patch(at(TAG), changes)):
        assert response.status == 422
        assert reasons < {each["reason"] for each in response.body["errors"]}
        assert len(response.body["errors"]) > len(reasons)


def test_a_name_that_cannot_be_read_does_not_hide_the_others(desk: DeskFunction) -> None:
    response = desk.put(at(TAG), {"sections": ["wrold", 7, "No slug"], "authors": "nobody"})
    assert [each for each in response.wrong_fields if each[:8] in ("sections", "authors")] == [
        "sections.1",
        "sections.2",
        "authors",
        "sections",
    ]
    assert response.body["errors"][-1]["reason"] == "wrold does not exist: store it first"


def test_unknown_and_retired_names_are_reported_at_once(desk: DeskFunction) -> None:
    desk.put("/sections/gone", WORLD)
    desk.delete("/sections/gone")
    response = desk.put(at(TAG), story(sections=["gone", "wrold"]))
    assert (response.status, response.wrong_fields) == (422, ["sections", "sections"])


def test_every_wrong_field_is_named_at_once(desk: DeskFunction) -> None:
    wrong = {
        "id": "no uri",
        "url": "ftp://e.com",
        "title": " ",
        "published": "2026-03-14",
        "updated": "soon",
        "language": "English",
        "sections": ["World"],
        "tags": [""],
        "image": {"url": "mailto:a@b.c", "width": -1},
        "enclosures": [{"url": "a", "media_type": "audio", "length": 1}],
        "corrections": [{"note": "", "at": "2026-03-14T12:00:00"}],
        "draft": "perhaps",
        "status": "lost",
        "tittle": "a",
    }
    response = desk.put(at(TAG), wrong)
    assert response.status == 422
    named = {*wrong, "content", "sections.0", "tags.0", "image.url", "image.width", "enclosures.0.media_type"}
    parts = {"sections", "tags", "image", "enclosures", "corrections"}
    assert set(response.wrong_fields) == named - parts | {"corrections.0.note", "corrections.0.at"}


@pytest.mark.parametrize(
    ("lifecycle", "field"),
    [
        ({"status": "draft", "draft": False}, "draft"),
        ({"status": "withdrawn", "withdrawal": None}, "withdrawal"),
        ({"status": "published", "published": "2999-01-01T00:00:00Z"}, "status"),
        ({"status": "scheduled", "published": "2001-01-01T00:00:00Z"}, "published"),
        ({"status": "published", "withdrawal": {"at": "2026-03-14T12:00:00Z"}}, "withdrawal"),
    ],
)
def test_a_lifecycle_that_contradicts_itself_or_the_stored_one_is_reported_with_wrong_fields_and_names(
    desk: DeskFunction, lifecycle: dict[str, Any], field: str
) -> None:
    desk.put(at(TAG), story())
    correction = {"note": "Was wrong.", "at": "2998-01-01T00:00:00Z"}
    for wrong in ({"title": ""}, {"language": "en-" + "a" * 9}, {}):
        changes = {**lifecycle, **wrong, "corrections": [correction], "sections": ["wrold"]}
        expected = {field, *wrong, "sections", *(() if wrong else ("corrections.0.at",))}
        for response in (desk.put(at(TAG), story(**changes)), desk.patch(at(TAG), changes)):
            assert response.status == 422
            assert set(response.wrong_fields) == expected
            assert len(response.wrong_fields) == len(expected)


def test_a_picture_without_its_address_is_reported_with_dates_and_names_that_are_wrong(desk: DeskFunction) -> None:
    desk.put(at(TAG), story(image={"url": "https://img.example.com/1.jpg"}))
    changes = {"image": {"alt": "A ship"}, "updated": "2001-01-01T00:00:00Z", "authors": ["nobody"]}
    assert desk.put(at(TAG), story(**changes)).wrong_fields == ["image.url", "updated", "authors"]


def test_wrong_fields_of_sections_authors_and_addresses_are_named_too(desk: DeskFunction) -> None:
    assert desk.put("/sections/world", {"title": "", "slug": "A", "type": "author"}).wrong_fields == ["type", "slug", "title"]
    assert desk.put("/authors/jane", {"email": "jane", "colour": 1}).wrong_fields == ["name", "email", "colour"]
    assert desk.put("/sections/World", {"title": "World"}).body["errors"] == [
        {
            "field": "path.slug",
            "reason": "'World' is not a slug: lower-case letters and digits in words joined by single hyphens",
        }
    ]
    assert desk.delete(f"{at(TAG)}?notice={'x' * 1001}").wrong_fields == ["query.notice"]
