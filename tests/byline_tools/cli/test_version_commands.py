"""`byline history`, `show --version` and `undo`, on the local server, on an API and on a table."""

import json
from collections.abc import Callable

import click
import pytest

from byline_http.article_addresses import path_of
from byline_tools.cli.desk_client import DeskClient
from tests.byline_tools.cli.results import Target, Thing, failed, row, rows
from tests.support.command_line import Byline, Result

Publish = Callable[..., Result]


@pytest.fixture
def edited(publish: Publish, section: Thing, story: Thing) -> str:
    """The id of an article with two versions."""
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    publish({**story, "content": "<p>Very thin indeed.</p>", "tags": ["ships"]})
    return str(story["id"])


def test_history_lists_who_changed_what(byline: Byline, target: Target, edited: str) -> None:
    changed, new = rows(byline("history", edited, *target))
    assert (new["number"], new["what"], new["changes"]) == (1, "new", [])
    assert (changed["number"], changed["what"]) == (2, "changed")
    summary, content, tags = changed["changes"]
    assert content == {"field": "content", "before": "<p>Thick.</p>", "after": "<p>Very thin indeed.</p>"}
    assert (summary["field"], tags) == ("summary", {"field": "tags", "before": None, "after": ["ships"]})


def test_history_says_how_to_list_the_edits_that_it_leaves_out(byline: Byline, target: Target, edited: str) -> None:
    whole = rows(byline("history", edited, *target))
    last = byline("history", edited, "--limit", 1, *target)
    assert (json.loads(last.out), last.err) == (whole[:1], f"byline: there are earlier edits: --below {len(whole)} lists them\n")
    assert rows(byline("history", edited, "--below", len(whole), *target)) == whole[1:]
    assert byline("history", edited, "--limit", len(whole), *target).err == ""


def test_people_see_the_words_that_changed(byline: Byline, target: Target, edited: str) -> None:
    shown = click.unstyle(byline("history", edited, *target, looked_at=True).out).splitlines()
    assert shown[0].startswith("2  ")
    assert "    content: <p>[-Thick.-]{+Very thin indeed.+}</p>" in shown
    assert '    tags: {+["ships"]+}' in shown
    assert shown[-1].startswith("1  ")
    only = click.unstyle(byline("history", edited, "--limit", "1", *target, looked_at=True).out).splitlines()
    assert only == shown[: len(only)]
    assert not only[-1].startswith("1  ")


def test_an_earlier_version_is_shown_as_it_was(byline: Byline, target: Target, edited: str) -> None:
    assert json.loads(byline("show", edited, "--version", "1", *target).out)["content"] == "<p>Thick.</p>"
    assert "has no version 9" in failed(byline("show", edited, "--version", "9", *target))


def test_undo_goes_back_and_forth(byline: Byline, target: Target, edited: str) -> None:
    assert row(byline("undo", edited, *target))["content"] == "<p>Thick.</p>"
    assert row(byline("undo", edited, *target))["content"] == "<p>Very thin indeed.</p>"
    assert row(byline("undo", edited, "--version", "1", *target))["content"] == "<p>Thick.</p>"
    assert [each["what"] for each in rows(byline("history", edited, *target))] == ["undone"] * 3 + ["changed", "new"]


def test_the_first_version_cannot_be_undone(
    byline: Byline, target: Target, publish: Publish, section: Thing, story: Thing
) -> None:
    publish(section, story)
    assert "no version before its last edit" in failed(byline("undo", story["id"], *target))


def test_what_readers_have_seen_does_not_become_a_draft(
    byline: Byline, target: Target, publish: Publish, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "draft": True})
    publish({**story, "status": "published"})
    assert "readers have seen article" in failed(byline("undo", story["id"], *target))


def test_undo_gives_way_to_an_edit_in_between(
    byline: Byline, target: Target, edited: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = DeskClient.put

    def edit_and_put(client: DeskClient, path: str, thing: Thing, **more: str) -> object:
        client.patch(path_of(edited), {"title": "Meanwhile"})
        return put(client, path, thing, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(DeskClient, "put", edit_and_put)
    assert "not at the expected one" in failed(byline("undo", edited, *target))
    assert json.loads(byline("show", edited, *target).out)["title"] == "Meanwhile"
