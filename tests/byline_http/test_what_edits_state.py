"""Edits that state what they have read: its revision, its retirement, its erasure."""

from typing import Any

import pytest

from tests.support.desks import JANE, TAG, WORLD, DeskFunction, at, page, story

THINGS: list[tuple[str, dict[str, Any]]] = [(at(TAG), story()), ("/sections/world", WORLD), ("/authors/jane-doe", JANE)]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize(("target", "thing"), THINGS, ids=["article", "section", "author"])
def test_a_revision_in_the_body_is_a_precondition(desk: DeskFunction, target: str, thing: dict[str, Any], method: str) -> None:
    read = desk.put(target, thing).body
    first = desk.put(target, {**read, "url": "https://www.example.com/first"})
    late = desk.ask(method, target, {**read, "url": "https://www.example.com/late"})
    assert (late.status, late.body["type"], late.etag) == (412, "urn:problem-type:byline:precondition-failed", first.etag)
    assert desk.get(target).body == first.body
    assert desk.ask(method, target, {**first.body, "url": "https://www.example.com/last"}).status == 200
    assert desk.ask(method, target, {**thing, "revision": None}).status == 200
    wrong = desk.ask(method, target, {**thing, "revision": 1})
    assert (wrong.status, wrong.wrong_fields) == (422, ["revision"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_revision_and_if_match_must_both_hold(desk: DeskFunction, method: str) -> None:
    for target, thing in THINGS:
        read = desk.put(target, thing)
        changed = {**read.body, "url": "https://www.example.com/other"}
        assert desk.ask(method, target, changed, if_match='"other"').status == 412
        assert desk.ask(method, target, {**changed, "revision": "other"}, if_match=read.etag).status == 412
        assert desk.ask(method, target, changed, if_match=read.etag).status == 200


@pytest.mark.parametrize(("target", "thing"), THINGS, ids=["article", "section", "author"])
def test_nothing_is_new_at_a_revision(desk: DeskFunction, target: str, thing: dict[str, Any]) -> None:
    assert desk.put(target, {**thing, "revision": "r1"}).status == 412
    assert desk.get(target).status == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_who_states_the_revision_of_a_withdrawn_article_knows_that_it_is_withdrawn(desk: DeskFunction, method: str) -> None:
    desk.put(at(TAG), story())
    revision = desk.delete(at(TAG)).body["revision"]
    assert desk.ask(method, at(TAG), story(title="Other")).status == 409
    other = desk.ask(method, at(TAG), story(title="Other", revision=revision))
    assert (other.status, other.body["title"], other.body["status"]) == (200, "Other", "withdrawn")


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize(("target", "thing"), THINGS[1:], ids=["section", "author"])
def test_an_edit_neither_retires_nor_revives(desk: DeskFunction, target: str, thing: dict[str, Any], method: str) -> None:
    desk.put(target, thing)
    for retired, way in ((False, f"DELETE {target})"), (True, f"DELETE {target}/retirement)")):
        for same in (retired, None):
            assert desk.ask(method, target, {**thing, "retired": same}).headers["byline-outcome"] == "unchanged"
        refused = desk.ask(method, target, {**thing, "retired": not retired, "url": "https://www.example.com/other"})
        assert (refused.status, refused.wrong_fields, way in refused.body["errors"][0]["reason"]) == (422, ["retired"], True)
        assert "url" not in desk.get(target).body
        desk.delete(target)


def test_a_refusal_names_its_subject_in_one_way(desk: DeskFunction) -> None:
    for (target, thing), subject in zip(THINGS, (f"article {TAG}", "sections/world", "authors/jane-doe"), strict=True):
        desk.put(target, {**thing, "image": {"url": "https://media.example.com/1.jpg"}})
        for refused in (desk.put(target, {**thing, "image": {"alt": "A ship"}}), desk.patch(target, {"image": {"widht": 1}})):
            assert (refused.status, refused.body["detail"].startswith(f"{subject}: image.")) == (422, True)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_edit_does_not_erase(desk: DeskFunction, method: str) -> None:
    desk.put(at(TAG), story())
    erasure = {"at": "2026-03-14T12:00:00Z", "reason": "A court."}
    refused = desk.ask(method, at(TAG), story(title="Other", erasure=erasure))
    assert (refused.status, refused.wrong_fields) == (422, ["erasure"])
    assert "PUT /erasures/articles/ID" in refused.body["errors"][0]["reason"]
    assert desk.put(at("urn:new"), story(erasure=erasure, **page(2))).wrong_fields == ["erasure"]
    assert desk.ask(method, at(TAG), story(erasure=None)).headers["byline-outcome"] == "unchanged"
