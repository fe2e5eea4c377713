"""byline_tools.cli.desk_commands: withdraw and correct, and lists, on the local server, on an API and on a table."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from byline_http.article_addresses import path_of
from tests.byline_tools.cli.results import Target, Thing, between, failed, row, rows
from tests.support.command_line import Byline, Result

LATER = (datetime.now(UTC) + timedelta(days=400)).replace(microsecond=0)


def test_a_withdrawn_article_is_reported_with_its_notice(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    found = row(byline("withdraw", story["id"], "--notice", "It was another ship + harbour & 100 %.", *target))
    assert (found["status"], found["withdrawal"]["notice"]) == ("withdrawn", "It was another ship + harbour & 100 %.")


def test_a_withdrawn_article_is_published_again_under_its_id(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    assert byline("withdraw", story["id"], *target).status == 0
    found = row(publish(story))
    assert (found["what"], found["name"], found["status"]) == ("kept", story["id"], "published")


def test_a_correction_is_added_once_and_moves_the_time_of_change(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    found = [row(byline("correct", story["id"], "--note", "It was thin.", *target)) for _ in range(2)]
    assert found[0] == found[1]
    assert [each["note"] for each in found[0]["corrections"]] == ["It was thin."]
    assert found[0]["updated"] == found[0]["corrections"][0]["at"]


def test_a_correction_does_not_publish_a_withdrawn_article(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    byline("withdraw", story["id"], *target)
    assert "is withdrawn" in failed(byline("correct", story["id"], "--note", "It was thin.", *target))
    assert json.loads(byline("show", story["id"], *target).out)["status"] == "withdrawn"


def test_a_correction_does_not_overwrite_another_edit(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section, story)
    with monkeypatch.context() as patch:
        between(patch, lambda desk: desk.put(path_of(story["id"]), {**story, "title": "Meanwhile"}))
        message = failed(byline("correct", story["id"], "--note", "It was thin.", *target))
    assert "(412)" in message
    assert "read it again before you change it" in message
    stored = json.loads(byline("show", story["id"], *target).out)
    assert (stored["title"], "corrections" in stored) == ("Meanwhile", False)


def test_show_gives_the_stored_thing_as_json(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    article = json.loads(byline("show", story["id"], *target).out)
    assert article.items() >= {**{name: story[name] for name in ("id", "title", "sections")}, "status": "published"}.items()
    assert json.loads(byline("show", f"sections/{section['slug']}", *target).out)["title"] == section["title"]


@pytest.mark.parametrize("article_id", ["https://old.example/a%20b?p=1&q=2#c", "urn:a:../b//c", "tag:example.com,2026:(a+b)*~'"])
def test_an_id_of_any_form_finds_its_article(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, article_id: str
) -> None:
    article_id = f"{article_id}{section['slug']}"
    assert rows(publish(section, {**story, "id": article_id}))[1]["name"] == article_id
    assert json.loads(byline("show", article_id, *target).out)["id"] == article_id
    assert row(byline("withdraw", article_id, *target))["id"] == article_id


@pytest.mark.parametrize("command", [("show",), ("withdraw",), ("correct", "--note", "Thin.")])
def test_an_unknown_article_is_reported_by_its_id(byline: Byline, target: Target, command: Target) -> None:
    message = failed(byline(*command, "tag:example.com,2026:nowhere", *target))
    assert message == "byline: there is no article tag:example.com,2026:nowhere (404)\n"


def test_scheduled_articles_are_listed_earliest_first(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    times = {f"{story['id']}-{hours}": LATER + timedelta(hours=hours) for hours in (2, 1)}
    publish(section, *({**story, "id": name, "published": at.isoformat()} for name, at in times.items()))
    found = [each for each in rows(byline("scheduled", *target)) if each["id"] in times]
    assert [each["id"] for each in found] == [f"{story['id']}-1", f"{story['id']}-2"]
    assert f"{story['id']}-1" in byline("scheduled", *target, looked_at=True).out


def test_every_feed_is_listed_with_its_state(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "published": LATER.isoformat()})
    feeds = {each["feed"]: each for each in rows(byline("feeds", *target))}
    assert feeds[f"sections/{section['slug']}"]["next_release_at"] == f"{LATER:%Y-%m-%dT%H:%M:%SZ}"
    heading, site, *_ = byline("feeds", *target, looked_at=True).out.splitlines()
    assert heading.split() == ["feed", "title", "changed", "at", "next", "release", "at", "max", "age"]
    assert site.split()[:2] == ["site", "The"]
